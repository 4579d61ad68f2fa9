"""Excel talks to us: functions in cells, the template and its button; may import pack and below."""
