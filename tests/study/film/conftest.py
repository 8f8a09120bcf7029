"""Frames whose every pixel is known."""

import numpy as np
import pytest


@pytest.fixture
def frames():
    """Return eight frames of 60 x 40 pixels: over noise a bar grows and a spot moves; the last stands."""
    rng = np.random.default_rng(4)
    ground = rng.integers(0, 2**24, (40, 60), dtype=np.uint32)
    found = []
    for step in range(7):
        frame = ground.copy()
        frame[5:8, : 5 + 7 * step] = 0xD55E00
        frame[20:23, 7 * step : 7 * step + 3] = 0x0072B2
        found.append(frame)
    return [*found, found[-1]]
