"""A function f(x, y) from text: parsed by a white list, differentiated exactly, run as NumPy calls."""
