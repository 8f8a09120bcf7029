"""One file adds one of the datasets."""
