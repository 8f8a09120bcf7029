"""The angle between the last step and the way straight down."""

from __future__ import annotations

import numpy as np

from ..meter import Meter
from ..quantity import Floats, MeasuredQuantity


class Alignment(MeasuredQuantity):
    """The cosine of the angle between the last step and minus the gradient it started from."""

    name = "alignment"
    title = "Cosine of step and −gradient"
    symbol = "cos(Δθ, −g)"
    description = (
        "1: the step went straight down, as in gradient descent; 0: across; below 0: upwards. Momentum bends "
        "it, and scaling each weight by itself turns it, most in many dimensions."
    )
    scale = "linear"
    better = ""
    rank = 64
    looks_back = True

    def measure(self, meter: Meter) -> Floats:
        """Return the cosine."""
        step, slope = meter.update, meter.slope
        lengths = np.linalg.norm(step, axis=1) * np.linalg.norm(slope, axis=1)
        return np.asarray(-np.einsum("rp,rp->r", step, slope) / lengths)
