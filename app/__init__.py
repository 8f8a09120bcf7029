"""Descent Lab: watch and compare the optimizers of deep learning."""

__version__ = "0.1.0"
