"""What a sensitivity plot shows, and how it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...study.experiment.measure import Measure
from ...study.experiment.swept import BAND_FROM, Swept
from ...study.spec import LaneSpec
from ...study.statistics.tolerance import Tolerance
from .readout import number
from .value_axis import value_text

__all__ = ["Curve", "Sensitivity", "cells_of", "row_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One lane.

    Parameters
    ----------
    lane : LaneSpec
    found : Swept
        Of one hyperparameter.
    tolerance : Tolerance or None
    """

    lane: LaneSpec
    found: Swept
    tolerance: Tolerance | None


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """What the plot shows.

    Parameters
    ----------
    name : str
        The hyperparameter.
    measure : Measure
    curves : tuple of Curve
        In the order of the looks.
    above : bool
        Whether losses are heights above the lowest value of a surface.
    rule : str
        What "works" means, in words.
    """

    name: str
    measure: Measure
    curves: tuple[Curve, ...]
    above: bool = False
    rule: str = ""

    @property
    def title(self) -> str:
        """Return what is drawn upwards."""
        return f"{self.measure.title} (above the minimum)" if self.above else self.measure.title

    @property
    def is_log(self) -> bool:
        """Return whether all medians are positive, so that they have logarithms."""
        middles = [curve.found.middle for curve in self.curves]
        known = np.concatenate([middle[np.isfinite(middle)] for middle in middles])
        return not known.size or bool((known > 0.0).all())

    @property
    def note(self) -> str:
        """Return what the signs mean."""
        seeds = max((curve.found.losses.shape[1] for curve in self.curves), default=0)
        band = f"median and quartiles of {seeds} seeds" if seeds >= BAND_FROM else f"{seeds} seed"
        band += "s" if seeds == 2 else ""
        works = f"; ↔ {self.rule}" if any(curve.tolerance for curve in self.curves) else ""
        return f"★ best{works}; {band}"


def row_of(name: str, curve: Curve) -> str:
    """Return what a legend says of a lane: its best value, and how wide its working range is."""
    if curve.found.best < 0:
        every = curve.found.complete and np.isposinf(curve.found.middle).all()
        return f"{name}  all diverged" if every else f"{name}  …"
    best = value_text(curve.found.values(curve.found.names[0])[curve.found.best])
    width = _width(curve.tolerance)
    return f"{name}  ★ {best}{'  ↔ ' + width if width else ''}"


def _width(range_: Tolerance | None) -> str:
    if range_ is None:
        return ""
    more = "at least " if range_.open_low or range_.open_high else ""
    return f"{more}{range_.decades:.1f} decades" if range_.decades >= 0.05 else "one value only"


def cells_of(found: Swept, cell: int) -> tuple[str, ...]:
    """Return the median, its band and what diverged, for reading."""
    known, failed = int(found.known[cell]), int(found.failed[cell])
    if not known:
        return ("being computed",)
    if not np.isfinite(found.middle[cell]):
        return ("diverged", f"{failed} of {known}")
    cells = [number(float(found.middle[cell]), 4)]
    if known >= BAND_FROM and found.low[cell] != found.high[cell]:  # seeds that change nothing have no band
        ends = [
            number(float(each), 3) if np.isfinite(each) else "∞"
            for each in (found.low[cell], found.high[cell])
        ]
        cells.append(f"({ends[0]} to {ends[1]})")
    if failed:
        cells.append(f"{failed} of {known} diverged")
    return tuple(cells)
