"""Standards: SAF-T, SIE and FEC, recognised by what they hold; may import files and below."""
