"""The effective learning rate of single weights: the 50 % quantile."""

from __future__ import annotations

from ..meter import Meter, weight_rates
from ..quantity import Floats, MeasuredQuantity


class WeightLrMedian(MeasuredQuantity):
    """The 50 % quantile over the weights of |Δθᵢ|/|gᵢ|, where gᵢ is not 0."""

    name = "weight_lr_median"
    title = "Learning rate per weight, 50 %"
    symbol = "|Δθᵢ|/|gᵢ| q₅₀"
    description = (
        "How far each weight moved divided by its gradient before the step: half of the weights have less "
        "than this. Gradient descent has one rate for all; adaptive methods give each weight its own, and "
        "how far 10 % and 90 % are apart says how much."
    )
    better = ""
    rank = 72
    looks_back = True

    def measure(self, meter: Meter) -> Floats:
        """Return the quantile."""
        return weight_rates(meter, 0.5)
