"""One file adds one of the surfaces."""
