"""Whole runs, from a folder to finished files; may import outputs and below."""
