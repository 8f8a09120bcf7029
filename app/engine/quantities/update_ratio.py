"""How long the last step was beside the weights it changed."""

from __future__ import annotations

import numpy as np

from ..meter import Meter
from ..quantity import Floats, MeasuredQuantity


class UpdateRatio(MeasuredQuantity):
    """The length of the last step divided by that of the weights it left, ‖Δθ‖/‖θ‖."""

    name = "update_ratio"
    title = "Update / weight ratio"
    symbol = "‖Δθ‖/‖θ‖"
    description = (
        "The length of the last step divided by that of the weights before it. On networks about a "
        "thousandth is usual; a tenth shakes everything, and a millionth is standing still."
    )
    better = ""
    rank = 62
    looks_back = True

    def measure(self, meter: Meter) -> Floats:
        """Return the ratio."""
        return np.asarray(np.linalg.norm(meter.update, axis=1) / np.linalg.norm(meter.before, axis=1))
