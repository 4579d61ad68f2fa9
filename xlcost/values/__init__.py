"""What a text means: numbers, days, scenarios, settings; may import errors, and no frame."""
