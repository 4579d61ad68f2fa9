"""Standards: files that hold a whole ledger (SAF-T, SIE, FEC), recognised and read by what they hold; knows `files`."""
