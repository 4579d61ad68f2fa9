"""The levers, one module each, found by looking here; may import what every lever has."""
