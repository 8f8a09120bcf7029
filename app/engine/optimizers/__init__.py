"""One file adds one of the optimizers."""
