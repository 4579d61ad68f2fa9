"""Expressions as formulas of Excel: references, calls of metrics, and sums too long for one."""
