"""The report as data, without a colour or an address; may import inputs and below."""
