"""Where values of a hyperparameter lie on an axis of a plot, and what the axis says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...study.experiment.axis import parameter_of
from ...study.experiment.swept import place_of
from ...study.spec import LaneSpec
from ..controls.number import number_text
from .readout import number
from .tick_axis import TickAxis

__all__ = ["ValueAxis", "value_text"]

Floats = npt.NDArray[np.float64]


def value_text(value: Any) -> str:
    """Return a value for reading: four digits of a number."""
    if isinstance(value, float):
        return number(value, 4)
    return number_text(value) if not isinstance(value, bool) else ("on" if value else "off")


class ValueAxis:
    """The axis of one hyperparameter.

    Numbers that are spaced logarithmically are placed by their logarithm, decays near 1 by that of 1 - value,
    others as they are, and choices one beside the other.

    Parameters
    ----------
    lane : LaneSpec
    name : str
    values : sequence
        All that are shown.

    Attributes
    ----------
    kind : {'log', 'one_minus_log', 'linear', 'choice'}
    values : list
        Each once, from left to right.
    """

    def __init__(self, lane: LaneSpec, name: str, values: Sequence[Any]) -> None:
        self.name = name
        parameter = parameter_of(lane, name)
        some = list(dict.fromkeys(values))
        places = [place_of(lane, name, value) for value in some]
        numeric = parameter.kind in ("real", "integer") and not any(isinstance(each, str) for each in some)
        if not numeric:
            self.kind = "choice"
        elif parameter.scale != "linear" and np.isfinite(places).all():
            self.kind = parameter.scale
        else:
            self.kind = "linear"
        self.values = some if self.kind == "choice" else sorted(some)
        self._lane = lane

    @property
    def title(self) -> str:
        """Return the axis' title."""
        return f"1 − {self.name}" if self.kind == "one_minus_log" else self.name

    @property
    def step(self) -> float:
        """Return the distance between two neighbours, on average."""
        places = self.places(self.values)
        return float((places.max() - places.min()) / (len(places) - 1)) if len(places) > 1 else 1.0

    def places(self, values: Sequence[Any]) -> Floats:
        """Return where values lie in view coordinates; NaN for one that has no place."""
        if self.kind == "choice":
            known = {value: float(index) for index, value in enumerate(self.values)}
            return np.array([known.get(value, np.nan) for value in values])
        if self.kind == "linear":
            return np.array([float(value) for value in values])
        with np.errstate(all="ignore"):
            return np.log10([place_of(self._lane, self.name, value) for value in values])

    def edges(self) -> Floats:
        """Return the borders between the values, and one more at each end, ascending."""
        places = np.sort(self.places(self.values))
        if len(places) == 1:
            return np.array([places[0] - 0.5, places[0] + 0.5])
        middles = 0.5 * (places[1:] + places[:-1])
        return np.concatenate([[2 * places[0] - middles[0]], middles, [2 * places[-1] - middles[-1]]])

    def dress(self, axis: TickAxis) -> None:
        """Have an axis of a plot say what it is."""
        axis.setLogMode(self.kind in ("log", "one_minus_log"), self.kind in ("log", "one_minus_log"))
        axis.set_title(self.title)
        ticks = [(float(index), value_text(value)) for index, value in enumerate(self.values)]
        axis.setTicks([ticks] if self.kind == "choice" else None)
