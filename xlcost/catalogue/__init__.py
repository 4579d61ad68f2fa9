"""Every formula, declared once, and how it is declared; may import cells, locales and errors."""
