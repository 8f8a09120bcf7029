"""How a result depends on one hyperparameter: a curve for each lane, with its working range."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QTimer
from PySide6.QtWidgets import QWidget

from ...study.experiment.swept import BAND_FROM, Swept
from ...study.statistics.tolerance import Tolerance
from ..frame import LaneLook
from ..theme import LIGHT, Theme
from .bands import Band, Bands
from .curve_points import CurvePoints
from .diverged_strip import DivergedStrip
from .marks import Mark
from .pick_plot import PickPlot
from .readout import row
from .sensitivity import Curve, Sensitivity, cells_of, row_of
from .stroke import Stroke
from .value_axis import ValueAxis, value_text

__all__ = ["SensitivityPlot"]

Floats = npt.NDArray[np.float64]

_DECADES = 12.0  # at most, below the largest loss that is drawn
_MOST = 4.0  # decades above the third quarter of what is drawn
_BAR = 6.0  # pixels from one working range to the next
_LOW = 200  # pixels of a plot that has no room for a note
_ROOM = 0.17  # of the height, above the curves, for what diverged


class SensitivityPlot(PickPlot):
    """Medians over the seeds against the value; what diverged stands at the top.

    The arrow keys and clicks choose a point of a curve.
    """

    notice = "A curve appears here as soon as the first values have been run."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._axis: ValueAxis | None = None
        self.points = CurvePoints((), ())
        self.ceiling = 0.0
        self._log = True
        self.cursor: tuple[int, int] = (-1, -1)
        super().__init__(theme, parent)
        self._room = 0.0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_room)
        self.legend.set_above(True)
        self.bands = Bands(self.box)
        self.bands.setZValue(-5)
        self.strokes.grounds.insert(0, DivergedStrip(self))
        self.setAccessibleName("Sensitivity")
        self.axes["left"].setWidth(58)
        self.legend.widest = 330.0

    # ------------------------------------------------------------------ drawing

    def draw_result(self) -> None:
        """Draw curves, bands, what diverged, the best, and the ranges that work."""
        result: Sensitivity = self.result
        self._axis = axis = self._axis_of(result)
        axis.dress(self.axes["bottom"])
        self._log = result.is_log
        self.axes["left"].setLogMode(self._log, self._log)
        self.axes["left"].set_title(result.title)
        places = [self._places(axis, curve.found) for curve in result.curves]
        self.points = CurvePoints(places, [look.visible for look in self.looks])
        self._fit(axis)
        strokes: list[Stroke] = []
        bands: list[Band] = []
        marks: list[Mark] = []
        for lane, (curve, look) in enumerate(zip(result.curves, self.looks, strict=True)):
            if look.visible:
                self._draw_curve(lane, curve, look, strokes, bands, marks)
        if self.cursor != (-1, -1) and self.points.has(*self.cursor):
            x, y = self.points.of[self.cursor[0]][self.cursor[1]]
            marks.append(Mark(x, self._lifted(y), "ring", self.theme.text, self.theme.plot, 15.0))
        self.strokes.set_strokes(strokes)
        self.strokes.invalidate()
        self.bands.set_bands(bands)
        self.signs.set_marks(tuple(marks))
        rows = [
            (lane, replace(look, name=row_of(look.name, curve)))
            for lane, (look, curve) in enumerate(zip(self.looks, result.curves, strict=True))
            if look.visible
        ]
        self.legend.set_rows(tuple(rows), result.note if self.height() >= _LOW else "")
        self._later.start()  # a layout that is changed while it is applied brings Qt down

    def _axis_of(self, result: Sensitivity) -> ValueAxis:
        values = [value for curve in result.curves for value in curve.found.values(result.name)]
        return ValueAxis(result.curves[0].lane, result.name, values)

    def _places(self, axis: ValueAxis, found: Swept) -> Floats:
        return np.column_stack([axis.places(found.values(axis.name)), self._up(found.middle)])

    def _up(self, losses: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.log10(losses) if self._log else losses

    def _fit(self, axis: ValueAxis) -> None:
        known = [points[np.isfinite(points[:, 1]), 1] for points in self.points.of]
        for curve in self.result.curves:
            if curve.found.known.max(initial=0) >= BAND_FROM:
                known.append(self._up(curve.found.low)[np.isfinite(self._up(curve.found.low))])
        every = np.concatenate(known) if known else np.zeros(0)
        low, high = (float(every.min()), float(every.max())) if every.size else (-1.0, 1.0)
        if self._log and every.size:
            high = min(high, float(np.quantile(every, 0.75)) + _MOST)
            low = max(low, high - _DECADES)
        span = max(high - low, 0.5 if self._log else 1e-9 + 0.1 * abs(high))
        self.ceiling = high + 0.06 * span
        left, right = (float(end) for end in (axis.edges()[0], axis.edges()[-1]))
        foot = (9.0 + _BAR * len(self.result.curves)) / max(self.box.rect().height(), 60.0)
        below = max(0.06 * span, foot * (1.0 + _ROOM) * span / max(1.0 - foot, 0.5))
        self.set_view_range((left, right), (low - below, self.ceiling + _ROOM * span))

    def _lifted(self, y: float) -> float:
        """Return where a point is drawn: one that diverged, or lies beyond, in the strip at the top."""
        (_, (_, top)) = self.box.viewRange()
        return y if y <= self.ceiling else 0.5 * (self.ceiling + top)

    def _draw_curve(
        self,
        lane: int,
        curve: Curve,
        look: LaneLook,
        strokes: list[Stroke],
        bands: list[Band],
        marks: list[Mark],
    ) -> None:
        found = curve.found
        order = np.argsort(self.points.of[lane][:, 0], kind="stable")
        points = self.points.of[lane][order]
        there = ~np.isnan(points).any(axis=1)
        points, order = points[there], order[there]
        fine = points[:, 1] <= self.ceiling
        # A run that diverged breaks the line: nothing lies between it and its neighbour.
        y = np.where(fine, points[:, 1], np.nan)
        if self._axis is not None and self._axis.kind != "choice":
            strokes.append(
                Stroke(points[:, 0], y, look.colour, 2.2, look.dash, lane, dots=5.0, name="median")
            )
        for (x, high), good in zip(points, fine, strict=True):
            if not good:
                marks.append(
                    Mark(x, self._lifted(high), "cross", look.colour, self.theme.plot, 8.0, lane=lane)
                )
            elif self._axis is not None and self._axis.kind == "choice":
                marks.append(Mark(x, high, "point", look.colour, self.theme.plot, 9.0, lane=lane))
        many = found.known[order] >= BAND_FROM
        if many.sum() > 1:
            (_, (_, top)) = self.box.viewRange()
            part = order[many]
            ends = [np.where(np.isfinite(each), each, top) for each in self._quartiles(found, part)]
            bands.append(
                Band((points[many, 0], ends[0]), (points[many, 0], np.minimum(ends[1], top)), look.colour)
            )
        if found.best >= 0:
            x, y_best = self.points.of[lane][found.best]
            tip = f"best of {look.name}: {value_text(found.values(found.names[0])[found.best])}"
            marks.append(Mark(x, y_best, "minimum", look.colour, self.theme.plot, 15.0, tip=tip, lane=lane))
        if curve.tolerance is not None and curve.tolerance.high > curve.tolerance.low:
            self._draw_range(lane, curve.tolerance, look, strokes)

    def _quartiles(self, found: Swept, cells: Any) -> tuple[Floats, Floats]:
        return self._up(found.low[cells]), self._up(found.high[cells])

    def _draw_range(self, lane: int, range_: Tolerance, look: LaneLook, strokes: list[Stroke]) -> None:
        """Draw the working range as a bar at the foot of the plot, one lane above the other."""
        (_, (bottom, top)) = self.box.viewRange()
        height = max(self.box.rect().height(), 1.0)
        y = bottom + (top - bottom) * (5.0 + _BAR * lane) / height
        x = np.array([range_.low, range_.high])
        if self._axis is not None and self._axis.kind != "linear":
            x = np.log10(x)
        strokes.append(
            Stroke(x, np.array([y, y]), look.colour, 4.0, (), lane, casing=self.theme.plot, name="range")
        )

    def settle(self) -> None:
        """Make room for the legend at once."""
        self._later.stop()
        self._make_room()

    def _make_room(self) -> None:
        """Have the legend stand above the plot, where it covers no curve."""
        height = self.legend.area().height() if self.legend.shown and self.result is not None else 0.0
        if height != self._room:
            self._room = height
            # Row 1 holds the axis on top, which is hidden; the view box is in the next.
            self.plotItem.layout.setRowSpacing(1, height)

    # ------------------------------------------------------------------ words

    def hover(self, point: QPointF | None) -> None:
        """Show what the lanes have at the value nearest to the cursor."""
        if point is None or self.result is None or self._axis is None:
            return
        x = self.box.mapToView(point).x()
        places = self._axis.places(self._axis.values)
        self._show_at(int(np.nanargmin(np.abs(places - x))), point.x() < 0.5 * self.box.rect().width())

    def _show_at(self, at: int, right: bool) -> None:
        assert self._axis is not None
        value = self._axis.values[at]
        rows = []
        for curve, look in zip(self.result.curves, self.looks, strict=True):
            values = curve.found.values(self.result.name)
            if look.visible and value in values:
                rows.append(row(look.colour, look.name, *cells_of(curve.found, values.index(value))))
        self.readout.show_rows(f"{self.result.name} = {value_text(value)}", rows, right, self.plot_area())

    def sentence(self, lane: int, cell: int) -> str:
        """Return one point in words."""
        found = self.result.curves[lane].found
        value = value_text(found.values(self.result.name)[cell])
        return f"{self.looks[lane].name}, {self.result.name} = {value}: {' '.join(cells_of(found, cell))}"

    def describe(self) -> str:
        """Return the curves in words, or the point under the cursor."""
        if self.result is None:
            return "Sensitivity: nothing yet."
        if self.cursor != (-1, -1) and self.points.has(*self.cursor):
            return self.sentence(*self.cursor)
        said = "; ".join(
            row_of(look.name, curve) for look, curve in zip(self.looks, self.result.curves, strict=True)
        )
        return f"{self.result.measure.title} against {self.result.name}. {said}."

    # ------------------------------------------------------------------ choosing

    def set_cursor(self, lane: int, cell: int) -> None:
        """Mark a point; (-1, -1) for none."""
        self.cursor = (lane, cell) if self.points.has(lane, cell) else (-1, -1)
        self.redraw()
        self.chosen.emit(*self.cursor)

    def click(self, point: QPointF) -> None:
        """Choose the point nearest to a click."""
        self.set_cursor(*self.points.nearest(point.x(), point.y(), self.strokes.mapping(), self._lifted))

    def picked(self) -> tuple[int, int]:
        """Return lane and setting under the cursor."""
        return self.cursor if self.points.has(*self.cursor) else (-1, -1)

    def go(self, across: int, up: int) -> None:
        """Move along a curve, or to another lane."""
        if self.picked()[0] < 0:
            bests = [curve.found.best for curve in self.result.curves]
            self.set_cursor(*self.points.first(bests))
        elif across:
            self.set_cursor(*self.points.along(*self.cursor, across))
        else:
            self.set_cursor(*self.points.across(*self.cursor, -up))

    def let_go(self) -> None:
        """Choose nothing."""
        self.set_cursor(-1, -1)
