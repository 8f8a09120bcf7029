"""What may be concluded from runs: one statistic a file. SciPy is imported on first use."""
