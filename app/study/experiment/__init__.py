"""Experiments: many runs, cut into blocks that any process may run, and a store that survives all of them."""
