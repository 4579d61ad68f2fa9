"""What one cell says: numbers, days, periods, scenarios; may import nothing of inputs."""
