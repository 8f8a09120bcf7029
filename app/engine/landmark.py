"""Where a function of two variables has its minima and saddles, found from many starts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Landmarks", "find_landmarks"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Point = tuple[float, float]
Call = Callable[[Floats, Floats], Sequence[Floats]]

_CELLS = 80
_EVERY = 4
_NEWTON_STEPS = 120
_SEARCH_STEPS = 400
_MOST = 60
_PITS = 200
_RIDGE = 12
_FLAT = 1e-9
# Eight directions for the search, thirty-two to look around.
_RING = np.stack([np.cos(np.arange(32) * np.pi / 16), np.sin(np.arange(32) * np.pi / 16)], axis=1)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What was found in a domain.

    Parameters
    ----------
    minima, saddles : tuple of (float, float)
        The lowest minimum first; at most 60 of each. Of a whole curve of minima, some points.
    lowest : float or None
        The value at the lowest minimum; None if the domain has lower places, as on its border.
    """

    minima: tuple[Point, ...]
    saddles: tuple[Point, ...]
    lowest: float | None


def find_landmarks(value: Call, curvature: Call, domain: tuple[Point, Point]) -> Landmarks:
    """Return minima and saddles within a domain.

    Newton's method from a grid of starts finds the places where the gradient vanishes, to rounding; a search
    along eight directions from the lowest cells of the grid finds minima at kinks.

    Parameters
    ----------
    value : callable
        Gets two arrays and returns [f].
    curvature : callable
        Gets two arrays and returns [fx, fy, fxx, fxy, fyy].
    domain : ((float, float), (float, float))
        The ranges of x and of y.
    """
    with np.errstate(all="ignore"):
        return _Search(value, curvature, domain).run()


class _Search:
    def __init__(self, value: Call, curvature: Call, domain: tuple[Point, Point]) -> None:
        self._low, self._high = np.array(domain, dtype=np.float64).T
        self._span = self._high - self._low
        self._call, self._curvature = value, curvature
        line = np.linspace(0.0, 1.0, _CELLS + 1)
        unit = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1)
        self._grid = self._low + self._span * unit
        self._heights = self._value(self._grid.reshape(-1, 2)).reshape(unit.shape[:2])

    def run(self) -> Landmarks:
        lower = _lower_than_around(self._heights)
        deepest = np.argsort(self._heights[1:-1, 1:-1][lower], kind="stable")[:_PITS]
        pits = self._grid[1:-1, 1:-1][lower][deepest]
        starts = self._grid[::_EVERY, ::_EVERY].reshape(-1, 2)
        points, bends = self._newton(np.concatenate([pits, starts]))
        low, high = bends
        minimum = (low > -_FLAT * np.abs(high)) & (high >= 0.0) & self._is_lowest_around(points)
        saddle = (low < -_FLAT * np.abs(high)) & (high > 0.0)
        flat = np.abs(low) <= 1e-7 * np.abs(high)
        minima = self._different(points[minimum], flat[minimum])
        minima = np.concatenate([minima, self._kinks(pits, minima)])
        heights = self._value(minima)
        order = np.lexsort((minima[:, 1], minima[:, 0], np.round(heights, 9)))[:_MOST]
        lowest = float(heights.min()) if len(heights) else None
        if lowest is not None and np.nanmin(self._heights) < lowest - 1e-9 * (1.0 + abs(lowest)):
            lowest = None
        saddles = self._different(points[saddle], flat[saddle])[:_MOST]
        return Landmarks(_points(minima[order]), _points(saddles), lowest)

    def _value(self, points: Floats) -> Floats:
        """Return f; infinity where it has no value."""
        found = np.array(self._call(points[:, 0].copy(), points[:, 1].copy())[0], dtype=np.float64)
        return np.where(np.isnan(found), np.inf, found)

    def _inside(self, points: Floats) -> Flags:
        margin = 1e-9 * self._span
        return np.asarray(((points >= self._low - margin) & (points <= self._high + margin)).all(axis=1))

    def _newton(self, points: Floats) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return where the gradient vanishes, with the two eigenvalues of the Hessian there."""
        ended: list[Floats] = []
        steep = 0.0
        for count in range(_NEWTON_STEPS):
            fx, fy, a, b, c = self._curvature(points[:, 0].copy(), points[:, 1].copy())
            slope = np.hypot(fx, fy)
            if count == 0 and np.isfinite(slope).any():
                steep = float(np.median(slope[np.isfinite(slope)]))
            determinant = a * c - b * b
            # Where the Hessian is singular, the least step that it allows: along its one curved direction.
            trace = a * a + c * c + 2.0 * b * b
            singular = np.abs(determinant) <= 1e-14 * trace
            below = np.where(singular, trace, determinant)
            step = np.stack(
                [
                    np.where(singular, a * fx + b * fy, c * fx - b * fy) / below,
                    np.where(singular, b * fx + c * fy, a * fy - b * fx) / below,
                ],
                axis=1,
            )
            still = np.isnan(step).any(axis=1) & (slope == 0.0)
            step[still] = 0.0
            length = np.sqrt(((step / self._span) ** 2).sum(axis=1))
            step *= np.minimum(1.0, 0.1 / np.maximum(length, 1e-300))[:, None]
            reached = (length < 1e-15) | (slope == 0.0)
            if count == _NEWTON_STEPS - 1:
                reached |= length < 1e-9
            ended.append(points[reached])
            with_way = ~reached & np.isfinite(length)
            points = points[with_way] - step[with_way]
            near = (points > self._low - self._span) & (points < self._high + self._span)
            points = points[near.all(axis=1)]
            if not len(points):
                break
        found = np.concatenate(ended)
        found = self._rounded(found[self._inside(found)])
        fx, fy, a, b, c = self._curvature(found[:, 0].copy(), found[:, 1].copy())
        vanishes = np.hypot(fx, fy) < max(_FLAT, 1e-13 * steep)
        middle, radius = 0.5 * (a + c), np.hypot(0.5 * (a - c), b)
        return found[vanishes], ((middle - radius)[vanishes], (middle + radius)[vanishes])

    def _rounded(self, points: Floats) -> Floats:
        """Return points on a round number near by where the gradient vanishes there as well."""
        for decimals in (6, 11):
            digits = decimals - np.floor(np.log10(self._span)).astype(int)
            short = np.stack([np.round(points[:, axis], int(digits[axis])) for axis in (0, 1)], axis=1) + 0.0
            now, then = (
                np.hypot(*self._curvature(at[:, 0].copy(), at[:, 1].copy())[:2]) for at in (points, short)
            )
            points = np.where((then <= np.maximum(now, 1e-14))[:, None], short, points)
        return points

    def _is_lowest_around(self, points: Floats) -> Flags:
        found = np.ones(len(points), dtype=bool)
        here = self._value(points)
        for radius in (1e-3, 1e-5):
            ring = points[:, None, :] + radius * self._span * _RING
            around = self._value(ring.reshape(-1, 2)).reshape(len(points), len(_RING))
            found &= (around >= here[:, None] - 1e-12 * np.abs(here[:, None])).all(axis=1)
            found &= (around > here[:, None]).any(axis=1)
        return found & np.isfinite(here)

    def _different(self, points: Floats, flat: Flags) -> Floats:
        """Return each point once; of those that lie on a curve, some that are well apart."""
        kept = np.zeros((0, 2))
        ordered = np.argsort(flat, kind="stable")
        for point, on_curve in zip(points[ordered], flat[ordered], strict=True):
            apart = np.abs((kept - point) / self._span).max(axis=1)
            if (apart > (0.15 if on_curve else 1e-6)).all():
                kept = np.concatenate([kept, [point]])
        return kept

    def _kinks(self, pits: Floats, minima: Floats) -> Floats:
        """Return minima where f has a kink: below pits of the grid that no smooth minimum explains."""
        cell = 1.5 / _CELLS
        away = np.abs((pits[:, None] - minima[None]) / self._span).max(axis=2)
        points = pits[(away > cell).all(axis=1)]
        step = np.full(len(points), 1.0 / _CELLS)
        here = self._value(points)
        for _ in range(_SEARCH_STEPS):
            if not (step > 1e-16).any():
                break
            ring = points[:, None, :] + step[:, None, None] * self._span * _RING[::4]
            around = self._value(ring.reshape(-1, 2)).reshape(len(points), 8)
            best = around.argmin(axis=1)
            row = np.arange(len(points))
            lower = around[row, best] < here
            points = np.where(lower[:, None], ring[row, best], points)
            here = np.where(lower, around[row, best], here)
            step = np.where(lower, step, 0.5 * step)
        points = points[self._inside(points) & self._is_lowest_around(points)]
        short = np.round(points, 9) + 0.0
        points = np.where((self._value(short) <= self._value(points))[:, None], short, points)
        away = np.abs((points[:, None] - minima[None]) / self._span).max(axis=2)
        points = points[(away > cell).all(axis=1)]  # the search has walked to a smooth one all the same
        smooth, (low, high) = self._newton(points)
        smooth = smooth[(low > 0.0) & (high > 0.0)]
        away = np.abs((points[:, None] - smooth[None]) / self._span).max(axis=2)
        points = np.concatenate([smooth, points[(away > 1e-5).all(axis=1)]])
        found = self._different(points, np.zeros(len(points), dtype=bool))
        # So many are not minima but places on a ridge too sharp to follow.
        return found if len(found) <= _RIDGE else np.zeros((0, 2))


def _lower_than_around(heights: Floats) -> Flags:
    """Return which inner cells of a grid are as low as the eight around them, and not level with all."""
    around = np.lib.stride_tricks.sliding_window_view(heights, (3, 3))
    inner = heights[1:-1, 1:-1]
    return np.asarray((inner <= around.min(axis=(2, 3))) & (inner < around.max(axis=(2, 3))))


def _points(found: Floats) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in found)
