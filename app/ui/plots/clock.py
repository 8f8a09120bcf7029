"""Where the rows of a quantity lie on the x axis, computed once a row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.quantity import MeasuredQuantity, Quantity
from .axis import places
from .scale import Scale

__all__ = ["Clock", "clocks_of"]

Floats = npt.NDArray[np.float64]


class Clock:
    """Places of rows in view coordinates, appended to as rows come.

    Parameters
    ----------
    history : LaneHistory
    quantity : Quantity
    x : str
        One of `axis.X_AXES`.
    scale : Scale
    """

    def __init__(self, history: LaneHistory, quantity: Quantity, x: str, scale: Scale) -> None:
        self._history = history
        self._quantity = quantity
        self._x = x
        self._scale = scale
        self._room = np.zeros(0)
        self._rows = 0

    def until(self, rows: int) -> Floats:
        """Return the places of the first rows, which are published."""
        first = self._rows
        if rows > first:
            if rows > len(self._room):
                # Room for the whole race at once: memory is given when it is written to, and to copy a
                # million places takes longer than a frame has.
                grown = np.empty(max(rows, self._history.plan.steps + 1))
                grown[:first] = self._room[:first]
                self._room = grown
            steps = self._quantity.steps(self._history, first, rows)
            self._room[first:rows] = self._scale.view(places(self._history, self._x, steps))
            self._rows = rows
        return self._room[:rows]


def clocks_of(lanes: list[LaneHistory], quantity: Quantity, x: str, scale: Scale) -> list[Clock]:
    """Return a clock for each lane: on a surface one for all, unless the axis is a lane's own."""
    clocks = [Clock(history, quantity, x, scale) for history in lanes]
    own = x in ("evaluations", "seconds") or isinstance(quantity, MeasuredQuantity)
    if own or not all(history.plan.path for history in lanes):
        return clocks
    return clocks[:1] * len(lanes)
