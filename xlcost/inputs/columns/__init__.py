"""Raw tables to typed columns, each by what it holds; may import configuration and below."""
