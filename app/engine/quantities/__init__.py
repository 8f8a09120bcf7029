"""One file adds one of the quantities."""
