"""The numbers: optimizers, problems and the race between them. Knows NumPy and the standard library only."""
