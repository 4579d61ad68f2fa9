"""Files of any kind to raw tables of text; may import values and findings."""
