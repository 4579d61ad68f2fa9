"""From one amount to another by its drivers; may import contacts, opex and model."""
