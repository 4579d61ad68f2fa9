"""What a text means: numbers, days, periods, scenarios; may import errors, and no frame."""
