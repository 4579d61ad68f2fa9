"""Expressions as formulas of Excel; may import the layout, and no sheet, chart or style."""
