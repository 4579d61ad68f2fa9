"""Evidence: how a file contradicts its own reading; may import contacts, ledgers and below."""
