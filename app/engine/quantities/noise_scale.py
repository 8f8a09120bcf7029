"""How noisy mini-batch gradients are: the batch size at which noise and signal are as large."""

from __future__ import annotations

import numpy as np

from ..data_oracle import WholeOracle
from ..meter import Meter
from ..quantity import Floats, MeasuredQuantity


class NoiseScale(MeasuredQuantity):
    """The simple noise scale tr(Σ)/‖G‖², with Σ the covariance of the gradients of single examples.

    G is the gradient of the whole training set. Σ is estimated from the whole mini-batches of the lane's size
    that the set can be cut into, as it lies: tr(Σ) is the batch size times the sum of their squared distances
    from their mean over their number less one.

    References
    ----------
    McCandlish, Kaplan, Amodei et al. (2018). An empirical model of large-batch training. arXiv:1812.06162.
    """

    name = "noise_scale"
    title = "Gradient noise scale"
    symbol = "tr Σ/‖G‖²"
    unit = "examples"
    description = (
        "The batch size at which noise and gradient are of one length. Much smaller batches mostly see "
        "noise, so doubling them nearly halves the steps; much larger ones waste examples. It rises as the "
        "loss falls."
    )
    better = ""
    rank = 74
    cost = 1.0
    data_only = True

    def measure(self, meter: Meter) -> Floats:
        """Return the noise scale; NaN where there are fewer than two mini-batches."""
        whole, size = meter.whole, meter.history.plan.batch_size
        assert isinstance(whole, WholeOracle)
        part, total = np.empty_like(meter.point), np.zeros_like(meter.point)
        squares, count, examples, mean = np.zeros(len(part)), 0, 0, np.zeros_like(part)
        for number, _ in whole.parts(meter.point, part, size):
            total += number * part
            examples += number
            if number == size:
                count += 1
                away = part - mean
                mean += away / count
                squares += np.einsum("rp,rp->r", away, part - mean)  # Welford's, which does not cancel
        if count < 2:
            return np.full(len(part), np.nan)
        total /= examples
        return np.asarray(size * squares / (count - 1) / np.einsum("rp,rp->r", total, total))
