"""How many agents each interval needs, and what they cost; may import contacts and model."""
