"""The distribution of runtimes over targets and runs, a step curve for each lane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ..theme import LIGHT, Theme
from .readout import number, row
from .result_plot import ResultPlot
from .step import staircase
from .stroke import Stroke

__all__ = ["RuntimeCurves", "RuntimePlot"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RuntimeCurves:
    """Empirical distributions.

    Parameters
    ----------
    curves : tuple of (ndarray, ndarray)
        For each lane the times at which its share rises, and to what.
    restarts : tuple of (ndarray, ndarray)
        The same with simulated restarts; empty to leave them out.
    ends : tuple of float
        Until when each lane was observed.
    unit : str
        The title of the axis.
    note : str
        Which targets they are.
    """

    curves: tuple[tuple[Floats, Floats], ...]
    restarts: tuple[tuple[Floats, Floats], ...]
    ends: tuple[float, ...]
    unit: str
    note: str


class RuntimePlot(ResultPlot):
    """How many of all (target, run) pairs were reached by when; higher and farther left is better."""

    notice = "The share of targets that were reached by when appears here as soon as a race runs."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Runtimes to targets")
        self.legend.set_corner("top left")
        self.axes["bottom"].setLogMode(True, True)
        self.axes["left"].set_title("Share of (target, run) pairs")
        self.axes["left"].setWidth(52)

    def draw_result(self) -> None:
        """Draw the curves of the visible lanes; with restarts, thin and dashed beyond what was observed."""
        result: RuntimeCurves = self.result
        known = [at[at > 0] for at, _ in (*result.curves, *result.restarts)]
        known.append(np.array([end for end in result.ends if end > 0]))
        every = np.concatenate(known)
        low = float(every.min()) if len(every) else 1.0
        high = max(float(every.max()) if len(every) else 10.0, low * 1.5)
        self._first = low
        strokes = []
        for lane, look in enumerate(self.looks):
            if not look.visible:
                continue
            if result.restarts:
                x, y = staircase(*result.restarts[lane], low / 2, high)
                strokes.append(Stroke(np.log10(x), y, look.colour, 1.0, (3.0, 3.0), lane, name="restarts"))
            x, y = staircase(*result.curves[lane], low / 2, max(result.ends[lane], low))
            strokes.append(Stroke(np.log10(x), y, look.colour, 2.0, look.dash, lane, name="runtimes"))
        self.set_view_range((float(np.log10(low)) - 0.03, float(np.log10(high)) + 0.03), (-0.02, 1.04))
        self.axes["bottom"].set_title(result.unit)
        self.strokes.set_strokes(strokes)
        self.strokes.invalidate()
        note = "dashed: with simulated restarts" if result.restarts else ""
        self.legend.set_looks(self.looks, note)
        self.caption.set_lines(result.note, "" if not self.legend.area().isEmpty() else note)

    def hover(self, point: QPointF | None) -> None:
        """Show what share each lane had reached at a time."""
        if point is None or self.result is None:
            return
        at = 10.0 ** self.box.mapToView(point).x()
        shares = [
            (_share(curve, at), look) for curve, look in zip(self.result.curves, self.looks, strict=True)
        ]
        shares.sort(key=lambda entry: -entry[0])
        rows = [row(look.colour, look.name, f"{share:.0%}") for share, look in shares if look.visible]
        head = f"{self.result.unit.partition(' (')[0]} {number(at, 4)}"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())

    def describe(self) -> str:
        """Return what each lane has reached in the end."""
        if self.result is None:
            return "Runtimes to targets: nothing yet."
        said = [
            f"{look.name} {float(share[-1]) if len(share) else 0.0:.0%}"
            for (_, share), look in zip(self.result.curves, self.looks, strict=True)
        ]
        note = f" {self.result.note}." if self.result.note else ""
        return f"Share of targets reached in the end: {', '.join(said)}.{note}"


def _share(curve: tuple[Floats, Floats], at: float) -> float:
    times, share = curve
    place = int(np.searchsorted(times, at, side="right")) - 1
    return float(share[place]) if place >= 0 else 0.0
