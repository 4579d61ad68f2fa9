"""A pack in other forms: PDF, tables, its manifest; may import workbook and what is below."""
