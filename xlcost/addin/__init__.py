"""Excel talks to us: functions in cells, the template workbook and its button; may import pack and below."""
