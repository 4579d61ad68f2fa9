"""What Summary says first, in live sentences; may import contacts, bridges, opex and model."""
