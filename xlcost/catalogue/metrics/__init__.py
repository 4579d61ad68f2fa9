"""The formulas, one family a file; may import registry, measures and errors, and nothing else."""
