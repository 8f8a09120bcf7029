"""The loss of a network over a plane through its weights: few points at first, then those between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..engine.plane import Plane
from ..engine.problem import DataProblem
from ..engine.split import Part

__all__ = [
    "LEVELS",
    "MOST_EXAMPLES",
    "PARTS",
    "PlaneLosses",
    "PlaneOrder",
    "examples_of",
    "loss_of",
    "survey",
]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

LEVELS = (9, 17, 33, 65)
PARTS = ("training", "validation")
# Of a larger set the first so many are taken; a split is in random order, so they are a sample of it.
MOST_EXAMPLES = 4096
_AT_ONCE, _MOST_AT_ONCE = 2**20, 32  # weights, and points, between two reports


@dataclass(frozen=True, slots=True, eq=False)
class PlaneOrder:
    """What to compute.

    Parameters
    ----------
    plane : Plane
    x, y : (float, float)
        The part of the plane, in its coordinates.
    part : {'training', 'validation'}
    finest : int
        Points along each side at the end; one of `LEVELS`.
    """

    plane: Plane
    x: Range
    y: Range
    part: str = "training"
    finest: int = LEVELS[-1]


@dataclass(frozen=True, slots=True, eq=False)
class PlaneLosses:
    """What is known so far.

    Parameters
    ----------
    share : float
        Of the work, from 0 to 1.
    losses : ndarray or None, shape (n, n)
        When a level is complete: row 0 has the lowest y, the border is included, what is not finite is as it
        came out.
    """

    share: float
    losses: Floats | None = None


def examples_of(problem: DataProblem, part: str) -> tuple[int, int]:
    """Return how many examples the loss is over, and how many there are."""
    count = len(_part(problem, part).targets)
    return min(count, MOST_EXAMPLES), count


def loss_of(problem: DataProblem, theta: Floats, part: str) -> Floats:
    """Return the loss of weights (n, params), with the L2 term, without dropout; shape (n,)."""
    chosen = _part(problem, part)
    rows = slice(0, MOST_EXAMPLES)
    with np.errstate(all="ignore"):
        return problem.model.evaluate(theta, chosen.features[None][:, rows], chosen.targets[None, rows])[0]


def survey(problem: DataProblem, order: PlaneOrder) -> Iterator[PlaneLosses]:
    """Compute losses from coarse to fine; each level adds points to those before, which stay as they are."""
    finest = order.finest
    across, up = _nodes(order.x, finest), _nodes(order.y, finest)
    losses = np.full((finest, finest), np.nan)
    known = np.zeros((finest, finest), dtype=np.bool_)
    at_once = int(np.clip(_AT_ONCE // len(order.plane.origin), 1, _MOST_AT_ONCE))
    done = 0
    for level in (level for level in LEVELS if level <= finest):
        stride = (finest - 1) // (level - 1)
        rows, columns = np.nonzero(~known[::stride, ::stride])
        rows, columns = rows * stride, columns * stride
        for first in range(0, len(rows), at_once):
            now = rows[first : first + at_once], columns[first : first + at_once]
            theta = order.plane.weights(np.stack([across[now[1]], up[now[0]]], axis=1))
            losses[now] = loss_of(problem, theta, order.part)
            done += len(now[0])
            yield PlaneLosses(done / finest**2)
        known[::stride, ::stride] = True
        yield PlaneLosses(done / finest**2, losses[::stride, ::stride].copy())


def _part(problem: DataProblem, part: str) -> Part:
    return problem.split.validation if part == "validation" else problem.split.train


def _nodes(ends: Range, count: int) -> Floats:
    return ends[0] + (ends[1] - ends[0]) * (np.arange(count) / (count - 1))
