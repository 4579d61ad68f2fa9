"""What a folder asks for beyond itself, and whether a person allows it; may import settings."""
