"""What a report is made from: facts, findings, settings; may import the catalogue and below."""
