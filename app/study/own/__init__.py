"""Optimizers that people write themselves: Python files in a folder of theirs."""
