"""What a company plans, without data or sheets; may import catalogue and values only."""
