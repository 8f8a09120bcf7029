"""Whether two machines compute the same bits: a number for the arithmetic of this process."""

from __future__ import annotations

import functools
import zlib

import numpy as np

from ... import __version__

__all__ = ["VERSIONS", "fingerprint"]

VERSIONS = {"Descent Lab": __version__, "NumPy": np.__version__}
"""Of what the bits of results depend on, for a person."""


@functools.cache
def fingerprint() -> int:
    """Return the checksum of a small computation with all that models and surfaces are made of.

    NumPy and its BLAS choose their inner loops by the processor, and these round differently in the last bit.
    Two processes with different fingerprints give different results; with equal ones they give the same in
    all that was ever tried, which is no proof.
    """
    x = np.linspace(-3.0, 3.0, 1030)  # without 0
    parts = [np.exp(x), np.tanh(x), np.sin(40.0 * x), np.cos(40.0 * x), np.log(np.abs(x)), np.abs(x) ** 1.7]
    for inner in (10, 32, 64, 131):
        left = np.sin(np.arange(3.0 * 33 * inner)).reshape(3, 33, inner)
        right = np.cos(np.arange(3.0 * inner * 29)).reshape(3, inner, 29)
        parts += [left @ right, left[:, :1] @ right, np.vecdot(left, left), left.sum(axis=2)]
    total = 0
    for part in parts:
        total = zlib.crc32(np.ascontiguousarray(part).tobytes(), total)
    return total
