"""A report beyond the workbook, as a page and as slides; may import workbook's looks and below."""
