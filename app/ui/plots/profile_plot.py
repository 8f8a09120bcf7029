"""Performance profiles: on which share of the problems was a lane within a factor of the fastest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ...study.statistics.performance_profile import MOST, integrated_score
from ..theme import LIGHT, Theme
from .readout import number, row
from .result_plot import ResultPlot
from .step import staircase
from .stroke import Stroke

__all__ = ["ProfilePlot", "Profiles"]

Floats = npt.NDArray[np.float64]

_LEAST = 5  # problems


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What a profile is drawn from.

    Parameters
    ----------
    ratios : ndarray, shape (problems, lanes)
        Multiples of the fastest; infinite for a problem that was not solved.
    unit : str
        Of the times, in words.
    """

    ratios: Floats
    unit: str


class ProfilePlot(ResultPlot):
    """Step curves of all lanes; the height at 1 is how often it was the fastest, the end what it solved."""

    notice = "A performance profile takes several problems: run a suite."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Performance profile")
        self.legend.set_corner("bottom right")
        self.axes["bottom"].setLogMode(True, True)
        self.axes["left"].set_title("Share of problems solved")
        self.axes["left"].setWidth(52)

    def draw_result(self) -> None:
        """Draw the profiles, and say what they cannot show."""
        result: Profiles = self.result
        finite = result.ratios[np.isfinite(result.ratios)]
        high = max(float(finite.max(initial=1.0)) * 1.15, MOST * 1.1)
        problems = len(result.ratios)
        at_four = float(np.log10(MOST))
        limit = np.array([at_four, at_four]), np.array([0.0, 1.0])
        strokes = [Stroke(*limit, self.theme.muted, 1.0, (3.0, 3.0), name="limit")]
        for lane, look in enumerate(self.looks):
            if look.visible:
                at = np.sort(result.ratios[:, lane])
                at = at[np.isfinite(at)]
                x, y = staircase(at, np.arange(1, len(at) + 1) / problems, 1.0, high)
                strokes.append(Stroke(np.log10(x), y, look.colour, 2.0, look.dash, lane, name="profile"))
        self.set_view_range((-0.015 * float(np.log10(high)), float(np.log10(high))), (-0.02, 1.04))
        self.axes["bottom"].set_title(
            f"{result.unit[:1].upper()}{result.unit[1:]}, as a multiple of the fastest"
        )
        self.strokes.set_strokes(strokes)
        self.strokes.invalidate()
        self.legend.set_looks(self.looks, "dashed: 4 ×, up to where the score counts")
        self.seat.forget()
        self.seat.follow(moving=False)
        few = f"{problems} problems are too few for a profile ({_LEAST})" if problems < _LEAST else ""
        self.caption.set_lines(few)

    def hover(self, point: QPointF | None) -> None:
        """Show shares at a factor, and each lane's score."""
        if point is None or self.result is None:
            return
        tau = max(10.0 ** self.box.mapToView(point).x(), 1.0)
        shares = (self.result.ratios <= tau).mean(axis=0)
        scores = integrated_score(self.result.ratios)
        order = np.argsort(-shares, kind="stable")
        rows = [
            row(
                self.looks[lane].colour,
                self.looks[lane].name,
                f"{shares[lane]:.0%}",
                f"score {scores[lane]:.2f}",
            )
            for lane in order
            if self.looks[lane].visible
        ]
        head = f"within {number(tau, 3)} × the fastest"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())

    def describe(self) -> str:
        """Return wins, solved problems and scores."""
        if self.result is None:
            return "Performance profile: nothing yet."
        ratios = self.result.ratios
        said = [
            f"{look.name} fastest on {int((ratios[:, lane] == 1.0).sum())}, solved "
            f"{int(np.isfinite(ratios[:, lane]).sum())}, score {integrated_score(ratios)[lane]:.2f}"
            for lane, look in enumerate(self.looks)
        ]
        return f"Performance profile over {len(ratios)} problems: {'; '.join(said)}."
