"""What is asked of the computer: signals, processes, files that are whole; may import errors."""
