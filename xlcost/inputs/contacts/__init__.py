"""Counts and times: activity, workforce, intervals; may import ledgers and below."""
