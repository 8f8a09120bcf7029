"""The loss on a plane of weights as a surface that a landscape can be made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .plane_ground import PlaneGround

__all__ = ["PlaneProblem", "PlaneSurface"]

Floats = npt.NDArray[np.float64]


class PlaneSurface:
    """Smooth between the points that were computed, and exact at them.

    The logarithm of the loss is interpolated by cubic polynomials (Catmull and Rom): lit from the side, the
    flat pieces between points would be seen as facets.

    Parameters
    ----------
    ground : PlaneGround
    """

    title, height = "Loss on the plane of the weights", "loss"
    axes = ("first", "second")  # directions; their long names have no room at an edge
    lowest = 0.0
    colour_scale = "log"
    walls = False
    minima: tuple[tuple[float, float], ...] = ()
    saddles: tuple[tuple[float, float], ...] = ()

    def __init__(self, ground: PlaneGround) -> None:
        self._ground = ground
        self.domain = ground.order.x, ground.order.y
        with np.errstate(all="ignore"):
            levels = np.log(ground.losses)
        self._levels = np.where(np.isfinite(levels), levels, np.nan)

    def value(self, x: Floats, y: Floats) -> Floats:
        """Return the loss; NaN beyond the grid, and beside what is not finite."""
        (left, right), (bottom, top) = self.domain
        cells = len(self._levels) - 1
        plain = self._ground.at(x, y)
        with np.errstate(all="ignore"):
            column, across = _cell((x - left) / (right - left) * cells, cells)
            line, up = _cell((y - bottom) / (top - bottom) * cells, cells)
            total = np.zeros(np.shape(x))
            for b, high in enumerate(_weights(up), -1):
                row = np.clip(line + b, 0, cells)
                for a, wide in enumerate(_weights(across), -1):
                    total = total + high * wide * self._levels[row, np.clip(column + a, 0, cells)]
            smooth = np.exp(total)
        return np.where(np.isfinite(plain) & np.isfinite(smooth), smooth, plain)


class PlaneProblem:
    """What a landscape asks of a problem."""

    def __init__(self, surface: PlaneSurface) -> None:
        self.surface = surface
        self.start = (0.0, 0.0)


def _cell(at: Floats, cells: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return in which cell a place is, and where in it."""
    at = np.where((at >= 0) & (at <= cells), at, 0.0)
    cell = np.minimum(at.astype(np.int64), cells - 1)
    return cell, at - cell


def _weights(t: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the weights of four neighbours at a place from 0 to 1 between the middle two."""
    return (
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )
