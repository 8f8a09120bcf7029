"""What is cheaper by the block than by the step: norms of rows, and which runs have diverged in them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .history import LaneHistory

__all__ = ["FARTHEST", "complete_path", "mark_divergence"]

Floats = npt.NDArray[np.float64]

FARTHEST = 1e6
"""A run that is farther from 0 has diverged."""
_BLOWN_UP = 1e3


def complete_path(history: LaneHistory, first: int, last: int) -> None:
    """Write gradient norms and step lengths of rows ``first`` to ``last`` of a path; row 0 comes alone."""
    rows = slice(first, last + 1)
    _norm(history.gradient[rows], out=history.gradient_norm[rows])
    if first:
        _norm(np.diff(history.theta[first - 1 : last + 1], axis=0), out=history.step_length[rows])


def mark_divergence(history: LaneHistory, first: int, last: int) -> None:
    """Note the step of each run that has diverged in these rows and not before."""
    bad = ~np.isfinite(history.batch_loss[first : last + 1])
    if history.plan.path:
        bad |= ~(np.abs(history.theta[first : last + 1]) <= FARTHEST).all(axis=2)
    else:
        bad |= history.batch_loss[first : last + 1] > _BLOWN_UP * np.maximum(history.batch_loss[0], 1e-3)
    new = bad.any(axis=0) & (history.diverged_at < 0)
    if new.any():
        history.diverged_at[new] = first + bad.argmax(axis=0)[new]


def _norm(vectors: Floats, out: Floats) -> None:
    """Euclidean norm over the last axis, by coordinate: the same bits whatever the block."""
    np.multiply(vectors[..., 0], vectors[..., 0], out=out)
    for index in range(1, vectors.shape[-1]):
        out += vectors[..., index] * vectors[..., index]
    np.sqrt(out, out=out)
