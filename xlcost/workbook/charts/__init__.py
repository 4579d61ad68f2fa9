"""Native charts: looks, words, scales, room; may import the book and what lies below it."""
