"""What the best of n trials is expected to be: how much tuning a method asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ..theme import LIGHT, Theme
from .bands import Band, Bands
from .readout import number, row
from .result_plot import ResultPlot
from .stroke import Stroke

__all__ = ["BestOf", "BestOfPlot"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BestOf:
    """What the plot shows.

    Parameters
    ----------
    curves : tuple of (ndarray of shape (3, trials) or None)
        Expectation and 95 % interval for each lane; None for one that has no curve.
    title : str
        What a trial is judged by.
    """

    curves: tuple[Floats | None, ...]
    title: str


class BestOfPlot(ResultPlot):
    """A falling curve for each lane: flat early means easy to tune."""

    notice = "What the best of n trials is expected to be appears here when three trials have been run."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.bands = Bands(self.box)
        self.bands.setZValue(-5)
        self.setAccessibleName("Expected best of n trials")
        self.axes["left"].setLogMode(True, True)
        self.axes["left"].setWidth(58)
        self.axes["bottom"].set_title("Trials (what a smaller budget would have given)")

    def draw_result(self) -> None:
        """Draw the curves with their intervals."""
        result: BestOf = self.result
        self.axes["left"].set_title(f"Expected best: {result.title}")
        shown = [
            (lane, look, np.log10(np.maximum(curve, 1e-300)))
            for lane, (curve, look) in enumerate(zip(result.curves, self.looks, strict=True))
            if curve is not None and look.visible
        ]
        strokes, bands = [], []
        for lane, look, curve in shown:
            x = np.arange(1, curve.shape[1] + 1, dtype=np.float64)
            strokes.append(Stroke(x, curve[0], look.colour, 2.2, look.dash, lane, name="expected"))
            bands.append(Band((x, curve[1]), (x, curve[2]), look.colour))
        if shown:
            every = np.concatenate([curve.ravel() for _, _, curve in shown])
            low, high = float(every.min()), float(every.max())
            room = 0.06 * max(high - low, 0.2)
            last = max(curve.shape[1] for _, _, curve in shown)
            self.set_view_range((1.0, max(float(last), 2.0)), (low - room, high + room))
        self.strokes.set_strokes(strokes)
        self.strokes.invalidate()
        self.bands.set_bands(bands)
        names = tuple((lane, replace(look, highlighted=False)) for lane, look, _ in shown)
        self.legend.set_rows(names, "band: 95 % of trials drawn again" if shown else "")
        self.legend.set_corner("top right")

    def hover(self, point: QPointF | None) -> None:
        """Show what each lane is expected to reach with so many trials."""
        if point is None or self.result is None:
            return
        at = max(round(self.box.mapToView(point).x()), 1)
        rows = [
            row(
                look.colour,
                look.name,
                number(float(curve[0, at - 1]), 4),
                f"({number(float(curve[1, at - 1]), 3)} to {number(float(curve[2, at - 1]), 3)})",
            )
            for curve, look in zip(self.result.curves, self.looks, strict=True)
            if curve is not None and at <= curve.shape[1] and look.visible
        ]
        head = f"best of {at} trial{'' if at == 1 else 's'}, expected"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())

    def describe(self) -> str:
        """Return what each lane reaches with all its trials."""
        known = []
        if self.result is not None:
            for curve, look in zip(self.result.curves, self.looks, strict=True):
                if curve is not None:
                    known.append(f"{look.name} {number(float(curve[0, -1]), 4)} after {curve.shape[1]}")
        if not known:
            return "Expected best of n trials: nothing yet."
        return f"Expected best of n trials: {'; '.join(known)}."
