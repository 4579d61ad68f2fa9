"""What people set: settings, levers, where the tables are; may import files and values."""
