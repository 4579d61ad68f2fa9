"""Ways to spend less, one after the other on what is left; may import contacts and model."""
