"""The rest of the year, line by line; may import opex and model."""
