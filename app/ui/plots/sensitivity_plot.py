"""How a result depends on one hyperparameter: a curve for each lane, with its working range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from ...study.experiment.measure import Measure
from ...study.experiment.swept import BAND_FROM, Swept
from ...study.spec import LaneSpec
from ...study.statistics.tolerance import Tolerance
from ..frame import LaneLook
from ..theme import LIGHT, Theme, font
from .bands import Band, Bands
from .marks import Mark
from .pick_plot import PickPlot
from .readout import number, row
from .stroke import Mapping, Stroke
from .value_axis import ValueAxis, value_text

__all__ = ["Curve", "Sensitivity", "SensitivityPlot", "cells_of"]

Floats = npt.NDArray[np.float64]

_DECADES = 12.0  # at most, below the largest loss that is drawn
_MOST = 4.0  # decades above the third quarter of what is drawn
_BAR = 6.0  # pixels from one working range to the next
_LOW = 200  # pixels of a plot that has no room for a note
_ROOM = 0.17  # of the height, above the curves, for what diverged


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


class SensitivityPlot(PickPlot):
    """Medians over the seeds against the value; what diverged stands at the top.

    The arrow keys and clicks choose a point of a curve.
    """

    notice = "A curve appears here as soon as the first values have been run."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._axis: ValueAxis | None = None
        self._points: list[Floats] = []  # of each curve: settings x (place, loss)
        self._ceiling = 0.0
        self._log = True
        self.cursor: tuple[int, int] = (-1, -1)
        super().__init__(theme, parent)
        self._room = 0.0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_room)
        self.legend.set_above(True)
        self.bands = Bands(self.box)
        self.bands.setZValue(-5)
        self.strokes.grounds.insert(0, _Ceiling(self))
        self.setAccessibleName("Sensitivity")
        self.axes["left"].setWidth(58)
        self.legend.widest = 330.0

    # ------------------------------------------------------------------ drawing

    def draw_result(self) -> None:
        """Draw curves, bands, what diverged, the best, and the ranges that work."""
        result: Sensitivity = self.result
        self._axis = axis = self._axis_of(result)
        axis.dress(self.axes["bottom"])
        title = f"{result.measure.title} (above the minimum)" if result.above else result.measure.title
        self._log = self._is_log(result)
        self.axes["left"].setLogMode(self._log, self._log)
        self.axes["left"].set_title(title)
        self._points = [self._places(axis, curve.found) for curve in result.curves]
        self._fit(axis)
        strokes: list[Stroke] = []
        bands: list[Band] = []
        marks: list[Mark] = []
        for lane, (curve, look) in enumerate(zip(result.curves, self.looks, strict=True)):
            if look.visible:
                self._draw_curve(lane, curve, look, strokes, bands, marks)
        if self.cursor != (-1, -1) and self._has(*self.cursor):
            x, y = self._points[self.cursor[0]][self.cursor[1]]
            marks.append(Mark(x, self._lifted(y), "ring", self.theme.text, self.theme.plot, 15.0))
        self.strokes.set_strokes(strokes)
        self.strokes.invalidate()
        self.bands.set_bands(bands)
        self.signs.set_marks(tuple(marks))
        rows = [
            (lane, replace(look, name=self._row(look.name, curve)))
            for lane, (look, curve) in enumerate(zip(self.looks, result.curves, strict=True))
            if look.visible
        ]
        self.legend.set_rows(tuple(rows), self._note(result) if self.height() >= _LOW else "")
        self._later.start()  # a layout that is changed while it is applied brings Qt down

    def _axis_of(self, result: Sensitivity) -> ValueAxis:
        values = [value for curve in result.curves for value in curve.found.values(result.name)]
        return ValueAxis(result.curves[0].lane, result.name, values)

    @staticmethod
    def _is_log(result: Sensitivity) -> bool:
        known = np.concatenate(
            [curve.found.middle[np.isfinite(curve.found.middle)] for curve in result.curves]
        )
        return not known.size or bool((known > 0.0).all())

    def _places(self, axis: ValueAxis, found: Swept) -> Floats:
        return np.column_stack([axis.places(found.values(axis.name)), self._up(found.middle)])

    def _up(self, losses: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.log10(losses) if self._log else losses

    def _fit(self, axis: ValueAxis) -> None:
        known = [points[np.isfinite(points[:, 1]), 1] for points in self._points]
        for curve in self.result.curves:
            if curve.found.known.max(initial=0) >= BAND_FROM:
                known.append(self._up(curve.found.low)[np.isfinite(self._up(curve.found.low))])
        every = np.concatenate(known) if known else np.zeros(0)
        low, high = (float(every.min()), float(every.max())) if every.size else (-1.0, 1.0)
        if self._log and every.size:
            high = min(high, float(np.quantile(every, 0.75)) + _MOST)
            low = max(low, high - _DECADES)
        span = max(high - low, 0.5 if self._log else 1e-9 + 0.1 * abs(high))
        self._ceiling = high + 0.06 * span
        left, right = (float(end) for end in (axis.edges()[0], axis.edges()[-1]))
        foot = (9.0 + _BAR * len(self.result.curves)) / max(self.box.rect().height(), 60.0)
        below = max(0.06 * span, foot * (1.0 + _ROOM) * span / max(1.0 - foot, 0.5))
        self.set_view_range((left, right), (low - below, self._ceiling + _ROOM * span))

    def _lifted(self, y: float) -> float:
        """Return where a point is drawn: one that diverged, or lies beyond, in the strip at the top."""
        (_, (_, top)) = self.box.viewRange()
        return y if y <= self._ceiling else 0.5 * (self._ceiling + top)

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
        order = np.argsort(self._points[lane][:, 0], kind="stable")
        points = self._points[lane][order]
        there = ~np.isnan(points).any(axis=1)
        points, order = points[there], order[there]
        fine = points[:, 1] <= self._ceiling
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
            x, y_best = self._points[lane][found.best]
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

    def _row(self, name: str, curve: Curve) -> str:
        if curve.found.best < 0:
            every = curve.found.complete and np.isposinf(curve.found.middle).all()
            return f"{name}  all diverged" if every else f"{name}  …"
        best = value_text(curve.found.values(curve.found.names[0])[curve.found.best])
        width = _width(curve.tolerance)
        return f"{name}  ★ {best}{'  ↔ ' + width if width else ''}"

    def _note(self, result: Sensitivity) -> str:
        seeds = max((curve.found.losses.shape[1] for curve in result.curves), default=0)
        band = f"median and quartiles of {seeds} seeds" if seeds >= BAND_FROM else f"{seeds} seed"
        band += "s" if seeds == 2 else ""
        works = f"; ↔ {result.rule}" if any(curve.tolerance for curve in result.curves) else ""
        return f"★ best{works}; {band}"

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
        if self.cursor != (-1, -1) and self._has(*self.cursor):
            return self.sentence(*self.cursor)
        said = "; ".join(
            self._row(look.name, curve) for look, curve in zip(self.looks, self.result.curves, strict=True)
        )
        return f"{self.result.measure.title} against {self.result.name}. {said}."

    # ------------------------------------------------------------------ choosing

    def _has(self, lane: int, cell: int) -> bool:
        return (
            self.result is not None
            and 0 <= lane < len(self._points)
            and 0 <= cell < len(self._points[lane])
            and not np.isnan(self._points[lane][cell]).any()
        )

    def set_cursor(self, lane: int, cell: int) -> None:
        """Mark a point; (-1, -1) for none."""
        self.cursor = (lane, cell) if self._has(lane, cell) else (-1, -1)
        self.redraw()
        self.chosen.emit(*self.cursor)

    def click(self, point: QPointF) -> None:
        """Choose the point nearest to a click."""
        best, found = 24.0, (-1, -1)
        mapping = self.strokes.mapping()
        for lane, points in enumerate(self._points):
            if not self.looks[lane].visible:
                continue
            lifted = np.array([self._lifted(y) for y in points[:, 1]])
            pixels = mapping.points(points[:, 0], lifted)
            distance = np.hypot(pixels[:, 0] - point.x(), pixels[:, 1] - point.y())
            if np.isfinite(distance).any() and np.nanmin(distance) < best:
                best, found = float(np.nanmin(distance)), (lane, int(np.nanargmin(distance)))
        self.set_cursor(*found)

    def picked(self) -> tuple[int, int]:
        """Return lane and setting under the cursor."""
        return self.cursor if self._has(*self.cursor) else (-1, -1)

    def go(self, across: int, up: int) -> None:
        """Move along a curve, or to another lane."""
        if self.picked()[0] < 0:
            self._enter()
        elif across:
            self._move_along(across)
        else:
            self._change_lane(-up)

    def let_go(self) -> None:
        """Choose nothing."""
        self.set_cursor(-1, -1)

    def _move_along(self, step: int) -> None:
        lane, cell = self.cursor
        order = [int(each) for each in np.argsort(self._points[lane][:, 0]) if self._has(lane, int(each))]
        at = min(max(order.index(cell) + step, 0), len(order) - 1)
        self.set_cursor(lane, order[at])

    def _change_lane(self, step: int) -> None:
        lane, cell = self.cursor
        x = self._points[lane][cell, 0]
        for count in range(1, len(self._points)):
            other = (lane + step * count) % len(self._points)
            near = np.abs(self._points[other][:, 0] - x)
            near[np.isnan(self._points[other]).any(axis=1)] = np.inf
            if self.looks[other].visible and np.isfinite(near).any():
                self.set_cursor(other, int(near.argmin()))
                return

    def _enter(self) -> None:
        """Begin at the best point of the first lane that has one."""
        for lane, curve in enumerate(self.result.curves):
            if self.looks[lane].visible and curve.found.best >= 0:
                self.set_cursor(lane, curve.found.best)
                return


class _Ceiling:
    """The strip at the top in which values stand that diverged."""

    def __init__(self, plot: SensitivityPlot) -> None:
        self._plot = plot

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        plot = self._plot
        if plot.result is None or not any(curve.found.failed.any() for curve in plot.result.curves):
            return
        down = (mapping.top - plot._ceiling) * mapping.height / (mapping.top - mapping.bottom)
        strip = QRectF(0.0, 0.0, mapping.width, down)
        colour = QColor(plot.theme.bad)
        colour.setAlphaF(0.10)
        painter.fillRect(strip, colour)
        painter.setFont(font(8.5))
        painter.setPen(QColor(plot.theme.bad))
        metrics = QFontMetricsF(painter.font())
        if down > metrics.height():
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(strip.adjusted(6, 0, 0, 0), flags, "diverged")


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
    if known >= BAND_FROM:
        ends = [
            number(float(each), 3) if np.isfinite(each) else "∞"
            for each in (found.low[cell], found.high[cell])
        ]
        cells.append(f"({ends[0]} to {ends[1]})")
    if failed:
        cells.append(f"{failed} of {known} diverged")
    return tuple(cells)
