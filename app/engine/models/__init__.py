"""One file adds one of the models."""
