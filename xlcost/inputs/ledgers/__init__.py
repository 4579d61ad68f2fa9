"""Amounts: ledger, budget, postings, rates, trial balance; may import columns and below."""
