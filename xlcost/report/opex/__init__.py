"""Operating cost by line, centre, place, posting and day; may import model."""
