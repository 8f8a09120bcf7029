"""Animations are read again by Pillow, which did not put them together."""

import numpy as np
from PIL import Image, ImageSequence


def read(path):
    """Return the frames of a file as pixels, and how long each stays."""
    found, times = [], []
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            rgb = np.asarray(frame.convert("RGB")).astype(np.uint32)
            found.append(rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2])
            times.append(frame.info["duration"])
        assert image.info["loop"] == 0
    return found, times


def apart(one, other):
    """Return how far two frames are apart in each pixel, in the colour in which they are farthest."""
    shades = [[(frame >> shift & 255).astype(int) for shift in (0, 8, 16)] for frame in (one, other)]
    return np.abs(np.subtract(*shades)).max(axis=0)
