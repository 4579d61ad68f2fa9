"""The batch: a pack of the company, one of each of its parts, and an index of them all."""
