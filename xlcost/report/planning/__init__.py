"""Levers, staffing, investment as sheets; may import contacts, opex, model, what is planned."""
