"""Charts of accounts as data files; may import the dataset, values and words, and no other room."""
