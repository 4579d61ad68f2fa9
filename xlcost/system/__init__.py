"""What is asked of the computer: signals, child processes, files that are whole; imports errors."""
