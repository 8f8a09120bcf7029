"""Maps of basins: the whole surface as starting points, in blocks that any process may run."""
