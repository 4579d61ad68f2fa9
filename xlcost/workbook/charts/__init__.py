"""The native charts of a report: looks, words, scales and room, and what draws each kind."""
