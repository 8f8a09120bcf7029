"""The sharpness that gradient descent can stand."""

from __future__ import annotations

import numpy as np

from ..meter import Meter
from ..optimizer import Optimizer
from ..quantity import Floats, MeasuredQuantity


class StabilityLimit(MeasuredQuantity):
    """Two divided by the learning rate."""

    name = "stability_limit"
    title = "Stability limit 2/η"
    symbol = "2/η"
    description = (
        "Two divided by the learning rate: where the sharpness is above it, gradient descent jumps farther "
        "across a valley with each step. The limit of other methods is another."
    )
    better = ""
    rank = 77

    def fits(self, optimizer: type[Optimizer]) -> bool:
        """Return whether the method has a learning rate."""
        return any(parameter.name == "lr" for parameter in optimizer.parameters)

    def measure(self, meter: Meter) -> Floats:
        """Return the limit."""
        return np.asarray(2.0 / meter.lr)
