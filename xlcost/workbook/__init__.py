"""The report as XLSX: the only room that knows colours, fonts and A1 addresses; may import report and below."""
