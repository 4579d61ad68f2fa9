"""The report as data: a frozen description of sheets, without a colour or an address; may import inputs and below."""
