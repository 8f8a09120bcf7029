"""What a hidden unit does with its input, and the slope of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .erf import Erf

__all__ = ["ACTIVATIONS", "Activation", "Gelu", "relu", "tanh"]

Floats = npt.NDArray[np.float64]

# Called with two C-contiguous arrays of one shape: the first is overwritten by the activation of its entries,
# the second by the derivative there. Both in one call, because they share most of the work.
Activation = Callable[[Floats, Floats], object]


def tanh(values: Floats, slope: Floats) -> None:
    """Write h = tanh(z) over z; slope 1 - h²."""
    np.tanh(values, out=values)
    np.multiply(values, values, out=slope)
    np.subtract(1.0, slope, out=slope)


def relu(values: Floats, slope: Floats) -> None:
    """Write h = max(z, 0) over z; slope 1 for z > 0 and 0 for z <= 0, as in PyTorch."""
    np.maximum(values, 0.0, out=values)
    np.greater(values, 0.0, out=slope)


class Gelu:
    """Write z·Φ(z) over z, with Φ the normal distribution function; slope Φ(z) + z·φ(z).

    The exact form, which is PyTorch's default, not the approximation by tanh.

    References
    ----------
    Hendrycks and Gimpel (2016). Gaussian error linear units (GELUs). arXiv:1606.08415.
    """

    def __init__(self) -> None:
        self._erf = Erf()
        self._scratch = np.empty((2, 0))

    def __call__(self, values: Floats, slope: Floats) -> None:
        """Overwrite both arrays."""
        if self._scratch.shape[1] < values.size:
            self._scratch = np.empty((2, values.size))
        scaled, phi = (part[: values.size].reshape(values.shape) for part in self._scratch)
        np.multiply(values, math.sqrt(0.5), out=scaled)
        self._erf(scaled, slope, phi)
        slope *= 0.5
        slope += 0.5
        phi *= math.sqrt(0.125)
        phi *= values
        values *= slope
        slope += phi


# Called to make one, as some have scratch memory.
ACTIVATIONS: dict[str, Callable[[], Activation]] = {"tanh": lambda: tanh, "relu": lambda: relu, "gelu": Gelu}
