"""Side-by-side measurements against the tools that one would use instead; may import everything."""
