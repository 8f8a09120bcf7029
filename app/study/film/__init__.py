"""Animations as files: what was asked for, and one encoder for each format."""
