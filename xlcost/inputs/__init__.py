"""Data in: files and tables to tidy facts and findings; may import engine and what is below."""
