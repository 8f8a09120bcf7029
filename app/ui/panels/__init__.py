"""Panels: each shows one view of the frame."""
