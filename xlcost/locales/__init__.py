"""Words of each language, read from TOML beside this file; may import nothing but `errors`."""
