"""How wide the range of learning rates is that work: the price of guessing one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError

__all__ = ["Tolerance", "working_range"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The working range around the best value.

    Parameters
    ----------
    best, low, high : float
        Of the hyperparameter.
    loss, limit : float
        The best loss, and the highest that still counts as working.
    at_edge : bool
        Whether the best is the first or the last value tried: it may lie beyond.
    open_low, open_high : bool
        Whether the range goes on beyond what was tried; its width is then at least this.
    """

    best: float
    low: float
    high: float
    loss: float
    limit: float
    at_edge: bool
    open_low: bool
    open_high: bool

    @property
    def decades(self) -> float:
        """Return the width in powers of ten."""
        return float(np.log10(self.high / self.low))


def working_range(values: npt.ArrayLike, losses: npt.ArrayLike, factor: float = 1.1) -> Tolerance:
    """Return the range around the best value in which the loss is at most ``factor`` times the best.

    Parameters
    ----------
    values : array_like, shape (n,)
        Of a hyperparameter such as lr; positive, in any order.
    losses : array_like, shape (n,)
        Medians over the seeds, not negative; infinite where it diverged.
    factor : float
        1.1 for "within 10 %", 2 for "within a factor of two".

    Raises
    ------
    InputError

    Notes
    -----
    DeepOBS (Schneider et al. 2019) draws the curve; the width is what Sivaprasad, P. T. et al. (2020) call
    tunability, in one number. Between two values tried, the logarithm of the loss is taken to be a line in
    the logarithm of the value; next to a failed one, the range ends at the last that worked.
    """
    tried, found = np.asarray(values, np.float64), np.asarray(losses, np.float64)
    order = np.argsort(tried, kind="stable")
    tried, found = tried[order], np.where(np.isnan(found), np.inf, found)[order]
    if not len(tried) or tried[0] <= 0.0 or found.shape != tried.shape:
        raise InputError("A working range is of positive values, with one loss for each.")
    if not np.isfinite(found).any() or found.min() < 0.0:
        raise InputError(
            "A working range needs a finite best loss of at least 0: 10 % of a negative loss is no distance. "
            "Take the distance to the lowest value."
        )
    at = int(found.argmin())
    limit = float(factor * found[at])
    low, low_open = _edge(tried[: at + 1][::-1], found[: at + 1][::-1], limit)
    high, high_open = _edge(tried[at:], found[at:], limit)
    at_edge = at in (0, len(tried) - 1)
    return Tolerance(
        float(tried[at]), low, high, float(found[at]), limit, at_edge, low_open, high_open
    )  # fmt: skip


def _edge(tried: Floats, losses: Floats, limit: float) -> tuple[float, bool]:
    """Return where the loss passes the limit on the way out from the best, and whether it never does."""
    beyond = np.flatnonzero(losses > limit)
    if not len(beyond):
        return float(tried[-1]), True
    out = int(beyond[0])
    inside, outside = losses[out - 1], losses[out]
    if not np.isfinite(outside) or inside <= 0.0:
        return float(tried[out - 1]), False
    share = np.log(limit / inside) / np.log(outside / inside)
    return float(tried[out - 1] * (tried[out] / tried[out - 1]) ** share), False
