"""A line search that many runs do in lock-step: each asks for a value in turn, all are answered at once."""

from __future__ import annotations

import math
from collections.abc import Generator

__all__ = ["Search", "strong_wolfe"]

# Yields a step length, is sent f and its slope there, returns the step to take.
Search = Generator[float, tuple[float, float], float]

_DECREASE, _CURVATURE, _MOST = 1e-4, 0.9, 25


def strong_wolfe(t: float, f: float, slope: float, reach: float, tolerance: float) -> Search:
    """Look for a step where f has fallen enough and its slope has shrunk enough.

    f(t) <= f + 1e-4 t f' and |f'(t)| <= 0.9 |f'|: first lengthen the step until such a point is bracketed,
    then narrow the bracket, by cubic interpolation.

    Parameters
    ----------
    t : float
        The step to try first.
    f, slope : float
        Value and derivative along the direction where the search starts.
    reach : float
        The largest entry of the direction.
    tolerance : float
        The search ends where the bracket is narrower than this in every coordinate.

    Notes
    -----
    PyTorch's ``_strong_wolfe`` with its constants, at most 1 + 25 values.

    References
    ----------
    J. Nocedal and S. J. Wright, Numerical Optimization (2006), algorithms 3.5 and 3.6; M. Schmidt, minFunc.
    """
    now = (t, *(yield t))
    before = (0.0, f, slope)
    asked, done = 0, False
    bracket: list[tuple[float, float, float]] = []
    while asked < _MOST:
        if now[1] > f + _DECREASE * now[0] * slope or (asked > 1 and now[1] >= before[1]):
            bracket = [before, now]
            break
        if abs(now[2]) <= -_CURVATURE * slope:
            return now[0]
        if now[2] >= 0.0:
            bracket = [before, now]
            break
        t = now[0]
        t = _interpolate(before, now, (t + 0.01 * (t - before[0]), 10.0 * t))
        before, now = now, (t, *(yield t))
        asked += 1
    if asked == _MOST:
        bracket = [(0.0, f, slope), now]
    low, high = (0, 1) if bracket[0][1] <= bracket[1][1] else (1, 0)
    stuck = False
    while not done and asked < _MOST:
        left, right = sorted(place for place, _, _ in bracket)
        if (right - left) * reach < tolerance:
            break
        t = _interpolate(bracket[0], bracket[1], (left, right))
        t, stuck = _away_from_ends(t, left, right, stuck)
        now = (t, *(yield t))
        asked += 1
        if now[1] > f + _DECREASE * t * slope or now[1] >= bracket[low][1]:
            bracket[high] = now
            low, high = (0, 1) if bracket[0][1] <= bracket[1][1] else (1, 0)
            continue
        if abs(now[2]) <= -_CURVATURE * slope:
            done = True
        elif now[2] * (bracket[high][0] - bracket[low][0]) >= 0.0:
            bracket[high] = bracket[low]
        bracket[low] = now
    return bracket[low][0]


def _away_from_ends(t: float, left: float, right: float, stuck: bool) -> tuple[float, bool]:
    """Keep a trial from lying within a tenth of an end for the second time running."""
    margin = 0.1 * (right - left)
    if not min(right - t, t - left) < margin:
        return t, False
    if stuck or t >= right or t <= left:
        return (right - margin if abs(t - right) < abs(t - left) else left + margin), False
    return t, True


def _interpolate(
    one: tuple[float, float, float], two: tuple[float, float, float], bounds: tuple[float, float]
) -> float:
    """Return where the cubic through two points with slopes is lowest, within bounds; or their middle."""
    (x1, f1, g1), (x2, f2, g2) = (one, two) if one[0] <= two[0] else (two, one)
    low, high = bounds
    middle = 0.5 * (low + high)
    if x1 == x2:
        return middle
    d1 = g1 + g2 - 3.0 * (f1 - f2) / (x1 - x2)
    square = d1 * d1 - g1 * g2
    if not 0.0 <= square < math.inf:
        return middle
    root = math.sqrt(square)
    width = g2 - g1 + 2.0 * root
    if width == 0.0:
        return middle
    return min(max(x2 - (x2 - x1) * ((g2 + root - d1) / width), low), high)
