"""One file adds one of the filters."""
