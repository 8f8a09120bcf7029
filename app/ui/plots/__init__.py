"""The plots: views of a race that know frames and themes, and nothing of the window around them."""
