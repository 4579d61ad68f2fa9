"""The report as XLSX: alone in knowing colours, fonts and addresses; may import report and below."""
