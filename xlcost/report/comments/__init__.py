"""What is said of a variance, by us and by people; may import bridges, opex and model."""
