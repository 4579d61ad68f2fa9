"""What contacts cost: channels, shared costs, service, trends; may import opex and model."""
