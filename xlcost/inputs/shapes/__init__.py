"""Shapes: a raw table to the raw table that it means; may import files and below."""
