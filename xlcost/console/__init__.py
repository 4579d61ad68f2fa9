"""The counter: arguments, one public call, exit code; may import everything below."""
