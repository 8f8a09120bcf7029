"""Sums over the weights of a run, or of one layer of it: one number for each run, shape (runs, 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .layer import Layer

__all__ = ["absolute_sum", "dot", "length", "one_column", "rescale_layers"]

Floats = npt.NDArray[np.float64]


def one_column(value: Floats) -> Floats:
    """Return a hyperparameter with one value a run, shape () or (runs, 1), however it is stored."""
    return value if value.ndim == 0 else value[:, :1]


def dot(left: Floats, right: Floats, scratch: Floats) -> Floats:
    """Return the inner product of each run."""
    np.multiply(left, right, out=scratch)
    # Not a BLAS product: its bits depend on the memory order.
    return np.asarray(scratch.sum(axis=1, keepdims=True))


def length(values: Floats, scratch: Floats) -> Floats:
    """Return the Euclidean norm of each run."""
    return np.sqrt(dot(values, values, scratch))


def absolute_sum(values: Floats, scratch: Floats) -> Floats:
    """Return the sum of absolute values of each run."""
    np.abs(values, out=scratch)
    return np.asarray(scratch.sum(axis=1, keepdims=True))


def rescale_layers(
    update: Floats, theta: Floats, layers: Sequence[Layer], trust: Floats | float, scratch: Floats
) -> None:
    """Give the update of each layer the length of the layer's weights, times ``trust``.

    A layer whose weights or update are all zero keeps its update as it is: the ratio is then 1, as in optax.
    """
    for layer in layers:
        part = layer.part
        weights = length(theta[:, part], scratch[:, part])
        steps = length(update[:, part], scratch[:, part])
        ratio = np.ones_like(weights)
        np.divide(trust * weights, steps, out=ratio, where=(weights != 0.0) & (steps != 0.0))
        np.multiply(update[:, part], ratio, out=update[:, part])
