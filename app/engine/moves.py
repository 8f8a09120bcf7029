"""In-place moves: the vocabulary that keeps each optimizer's formula one line and free of temporaries.

Every array is (runs, params); a coefficient is one number, a column (runs, 1) or a full array.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = [
    "Coefficient",
    "Floats",
    "accumulate",
    "average",
    "complement",
    "descend",
    "per_run",
    "plain",
    "root_plus",
]

Floats = npt.NDArray[np.float64]
Coefficient = float | Floats


def complement(keep: Floats) -> Floats:
    """Return 1 - keep, what a running average takes of each new value."""
    return np.asarray(1.0 - keep)  # a number as an array: a ufunc takes that in less time


def plain(value: Floats) -> Coefficient:
    """Return one number as a Python number, with which reckoning is ten times faster; columns as they are."""
    return value.item() if value.ndim == 0 else value


def per_run(value: Floats) -> Floats:
    """Return a hyperparameter as it broadcasts against (runs,): one number, or one for each run."""
    return value if value.ndim == 0 else value[:, 0]


def average(slot: Floats, value: Floats, keep: Coefficient, take: Coefficient, scratch: Floats) -> None:
    """Set slot = keep * slot + take * value."""
    np.multiply(slot, keep, out=slot)
    np.multiply(value, take, out=scratch)
    np.add(slot, scratch, out=slot)


def accumulate(slot: Floats, value: Floats, keep: Coefficient, take: Coefficient, scratch: Floats) -> None:
    """Set slot = keep * slot + take * value * value."""
    np.multiply(value, take, out=scratch)
    np.multiply(scratch, value, out=scratch)
    np.multiply(slot, keep, out=slot)
    np.add(slot, scratch, out=slot)


def root_plus(square: Floats, eps: Coefficient, inside: bool, out: Floats) -> Floats:
    """Set out = sqrt(square) + eps, or sqrt(square + eps) if ``inside``, and return it."""
    if inside:
        np.add(square, eps, out=out)
        return np.sqrt(out, out=out)
    np.sqrt(square, out=out)
    return np.add(out, eps, out=out)


def descend(theta: Floats, direction: Floats, lr: Coefficient, scratch: Floats) -> None:
    """Set theta = theta - lr * direction."""
    np.multiply(direction, lr, out=scratch)
    np.subtract(theta, scratch, out=theta)
