"""Sums over the weights of a run, or of one layer of it: one number for each run, shape (runs, 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .layer import Layer

__all__ = ["absolute_sum", "dot", "length", "one_column", "rescale_layers", "trust_ratios"]

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
        ratio = _ratio(update[:, layer.part], theta[:, layer.part], trust, scratch[:, layer.part])
        np.multiply(update[:, layer.part], ratio, out=update[:, layer.part])


def trust_ratios(update: Floats, theta: Floats, layers: Sequence[Layer], trust: Floats | float) -> Floats:
    """Return by what `rescale_layers` would multiply each weight's update, shape (runs, params)."""
    found = np.empty_like(update)
    for layer in layers:
        part = layer.part
        found[:, part] = _ratio(update[:, part], theta[:, part], trust, np.empty_like(update[:, part]))
    return found


def _ratio(update: Floats, theta: Floats, trust: Floats | float, scratch: Floats) -> Floats:
    weights = length(theta, scratch)
    steps = length(update, scratch)
    ratio = np.ones_like(weights)
    np.divide(trust * weights, steps, out=ratio, where=(weights != 0.0) & (steps != 0.0))
    return ratio
