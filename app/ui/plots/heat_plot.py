"""Two hyperparameters of a lane at once: a colour for each pair of values, hatched where it diverged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ...study.experiment.measure import Measure
from ...study.experiment.swept import Swept
from ...study.spec import LaneSpec
from ..theme import LIGHT, Theme
from .basin_picture import RAMP
from .marks import Mark
from .pick_plot import PickPlot
from .readout import row
from .sensitivity import cells_of
from .stroke import Mapping
from .surface_map import colour_table
from .value_axis import ValueAxis, value_text

__all__ = ["Heat", "HeatPlot", "colour_of", "ends_of"]

Floats = npt.NDArray[np.float64]

_DOT = 15.0  # pixels of a point that has no cell
_DECADES = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """What the map shows.

    Parameters
    ----------
    lane : LaneSpec
    index : int
        Of the lane in the sweep.
    found : Swept
        Of two hyperparameters.
    measure : Measure
    ends : (float, float)
        Of the colours, the same for all maps beside each other; as they are drawn, see `ends_of`.
    log : bool
        Whether colours follow the logarithm.
    grid : bool
        Whether the settings are a grid, whose cells touch; else they are drawn as dots.
    above : bool
        Whether losses are heights above the lowest value of a surface.
    """

    lane: LaneSpec
    index: int
    found: Swept
    measure: Measure
    ends: tuple[float, float]
    log: bool = True
    grid: bool = True
    above: bool = False


def ends_of(some: list[Swept]) -> tuple[tuple[float, float], bool]:
    """Return the lowest and highest loss that has a colour of its own, as it is drawn, and whether by log."""
    known = np.concatenate([found.middle[np.isfinite(found.middle)] for found in some] or [np.zeros(0)])
    if not known.size:
        return (0.0, 1.0), True
    log = bool((known > 0.0).all())
    drawn = np.log10(known) if log else known
    low, high = float(drawn.min()), float(drawn.max())
    if log:  # one value near divergence must not take the colours from all others
        high = min(high, float(np.quantile(drawn, 0.75)) + 2.0)
        low = max(low, high - _DECADES)
    return (low, high if high > low else low + 1.0), log


def colour_of(loss: float, ends: tuple[float, float], log: bool) -> QColor:
    """Return the colour of a finite loss."""
    drawn = np.log10(max(loss, 1e-300)) if log else loss
    part = float(np.clip((drawn - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))
    return QColor(int(colour_table(RAMP)[min(int(part * 1024), 1023)]))


class HeatPlot(PickPlot):
    """A map of one lane.

    The arrow keys and clicks choose a cell.
    """

    notice = "Cells appear here as soon as the first values have been run."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._x: ValueAxis | None = None
        self._y: ValueAxis | None = None
        self._places = np.zeros((0, 2))
        self.cursor = -1
        super().__init__(theme, parent)
        self.strokes.grounds.insert(0, _Cells(self))
        self.set_grid(False)
        self.legend.set_shown(False)
        self.setAccessibleName("Heat map")
        self.setMinimumSize(190, 150)

    # ------------------------------------------------------------------ drawing

    def draw_result(self) -> None:
        """Draw the cells, the best and the cursor."""
        heat: Heat = self.result
        first, second = heat.found.names
        self._x = ValueAxis(heat.lane, first, heat.found.values(first))
        self._y = ValueAxis(heat.lane, second, heat.found.values(second))
        self._x.dress(self.axes["bottom"])
        self._y.dress(self.axes["left"])
        self._places = np.column_stack(
            [self._x.places(heat.found.values(first)), self._y.places(heat.found.values(second))]
        )
        x, y = self._x.edges(), self._y.edges()
        self.set_view_range(_room(x, heat.grid), _room(y, heat.grid))
        marks = []
        if heat.found.best >= 0:
            tip = f"best: {self._values(heat.found.best)}"
            marks.append(Mark(*self._places[heat.found.best], "minimum", "#ffffff", "#10141a", 17.0, tip=tip))
        if 0 <= self.cursor < len(self._places):
            marks.append(Mark(*self._places[self.cursor], "ring", "#ffffff", "#10141a", 17.0))
        self.signs.set_marks(tuple(marks))
        self.strokes.invalidate()
        self.setAccessibleName(f"Heat map of {self.looks[0].name}")

    def rectangle(self, cell: int, mapping: Mapping) -> QRectF:
        """Return where a setting is drawn, in pixels."""
        heat: Heat = self.result
        if not heat.grid:
            at = mapping.points(self._places[cell : cell + 1, 0], self._places[cell : cell + 1, 1])[0]
            return QRectF(at[0] - 0.5 * _DOT, at[1] - 0.5 * _DOT, _DOT, _DOT)
        assert self._x is not None
        assert self._y is not None
        ends = []
        for axis, place in ((self._x, self._places[cell, 0]), (self._y, self._places[cell, 1])):
            edges = axis.edges()
            at_edge = int(np.clip(np.searchsorted(edges, place) - 1, 0, len(edges) - 2))
            ends.append((edges[at_edge], edges[at_edge + 1]))
        corners = mapping.points(np.array(ends[0]), np.array(ends[1]))
        (left, bottom), (right, top) = np.rint(corners)
        return QRectF(left, top, right - left, bottom - top)

    # ------------------------------------------------------------------ words

    def _values(self, cell: int) -> str:
        values = self.result.found.settings.values(cell)
        return ", ".join(f"{name} = {value_text(value)}" for name, value in values.items())

    def hover(self, point: QPointF | None) -> None:
        """Show the values and the loss of the cell under the cursor."""
        if point is None or self.result is None:
            return
        cell = self.cell_at(point)
        if cell < 0:
            self.readout.hide()
            return
        rows = [row(self.looks[0].colour, self.looks[0].name, *cells_of(self.result.found, cell))]
        at_left = point.x() < 0.5 * self.box.rect().width()
        self.readout.show_rows(self._values(cell), rows, at_left, self.plot_area())

    def sentence(self, cell: int) -> str:
        """Return one cell in words."""
        return f"{self.looks[0].name}, {self._values(cell)}: {' '.join(cells_of(self.result.found, cell))}"

    def describe(self) -> str:
        """Return the map in words, or the cell under the cursor."""
        if self.result is None:
            return "Heat map: nothing yet."
        heat: Heat = self.result
        if 0 <= self.cursor < len(self._places):
            return self.sentence(self.cursor)
        gone = int(np.isposinf(heat.found.middle).sum())
        best = f"best {self._values(heat.found.best)}" if heat.found.best >= 0 else "no best yet"
        named = " and ".join(heat.found.names)
        return (
            f"{heat.measure.title} of {self.looks[0].name} over {named}: {best}; {gone} of "
            f"{len(heat.found.settings)} settings diverged."
        )

    # ------------------------------------------------------------------ choosing

    def cell_at(self, point: QPointF) -> int:
        """Return the setting at a place in the view box' pixels, or -1."""
        if self.result is None or not len(self._places):
            return -1
        mapping = self.strokes.mapping()
        pixels = mapping.points(self._places[:, 0], self._places[:, 1])
        near = np.argsort(np.hypot(pixels[:, 0] - point.x(), pixels[:, 1] - point.y()))
        for cell in near[:4].tolist():
            if self.rectangle(cell, mapping).adjusted(0, 0, 1, 1).contains(point):
                return int(cell)
        return -1

    def set_cursor(self, cell: int) -> None:
        """Mark a cell; -1 for none."""
        self.cursor = cell if 0 <= cell < len(self._places) else -1
        self.redraw()
        self.chosen.emit(*self.picked())

    def drop_cursor(self) -> None:
        """Mark no cell, without a signal: another map has the cursor."""
        if self.cursor >= 0:
            self.cursor = -1
            self.redraw()

    def click(self, point: QPointF) -> None:
        """Choose the cell under a click."""
        self.set_cursor(self.cell_at(point))

    def picked(self) -> tuple[int, int]:
        """Return lane and setting under the cursor."""
        return (self.result.index, self.cursor) if self.result is not None and self.cursor >= 0 else (-1, -1)

    def let_go(self) -> None:
        """Choose nothing."""
        self.set_cursor(-1)

    def go(self, across: int, up: int) -> None:
        """Go to the nearest cell in a direction; from nowhere to the best."""
        if self.cursor < 0:
            self.set_cursor(max(self.result.found.best, 0))
            return
        assert self._x is not None
        assert self._y is not None
        way = (self._places - self._places[self.cursor]) / np.array([self._x.step, self._y.step])
        along = way[:, 0] * across + way[:, 1] * up
        aside = np.abs(way[:, 1] * across) + np.abs(way[:, 0] * up)
        cost = np.where(along > 1e-6, along + 3.0 * aside, np.inf)
        if np.isfinite(cost).any():
            self.set_cursor(int(cost.argmin()))


def _room(edges: Floats, grid: bool) -> tuple[float, float]:
    """Return the range of the view: the cells of a grid fill it, dots need some room around them."""
    low, high = float(edges[0]), float(edges[-1])
    more = 0.0 if grid else 0.04 * (high - low)
    return low - more, high + more


class _Cells:
    """The cells as a ground of the strokes: a picture, or vectors in a file of vectors."""

    def __init__(self, plot: HeatPlot) -> None:
        self._plot = plot

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        plot = self._plot
        if plot.result is None:
            return
        heat: Heat = plot.result
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not heat.grid)
        for cell, loss in enumerate(heat.found.middle.tolist()):
            where = plot.rectangle(cell, mapping)
            if np.isfinite(loss):
                self._fill(painter, where, QBrush(colour_of(loss, heat.ends, heat.log)), heat.grid)
            elif loss == loss:  # diverged
                self._fill(painter, where, QBrush(QColor(plot.theme.panel)), heat.grid)
                hatch = QBrush(QColor(plot.theme.bad), Qt.BrushStyle.BDiagPattern)
                self._fill(painter, where, hatch, heat.grid)
        if heat.grid:
            self._outline(painter, mapping)

    @staticmethod
    def _fill(painter: QPainter, where: QRectF, brush: QBrush, grid: bool) -> None:
        painter.setBrush(brush)
        painter.setPen(Qt.PenStyle.NoPen)
        if grid:
            painter.drawRect(where)
        else:
            painter.setPen(QPen(QColor("#10141a"), 0.8))
            painter.drawEllipse(where)

    def _outline(self, painter: QPainter, mapping: Mapping) -> None:
        """Draw the border of the region that diverged."""
        plot = self._plot
        heat: Heat = plot.result
        gone = {
            (float(x), float(y))
            for (x, y), loss in zip(plot._places, heat.found.middle, strict=True)
            if np.isposinf(loss)
        }
        if not gone or plot._x is None or plot._y is None:
            return
        columns = np.sort(plot._x.places(plot._x.values)).tolist()
        lines = np.sort(plot._y.places(plot._y.values)).tolist()
        painter.setPen(QPen(QColor(plot.theme.bad), 1.4))
        for cell, (x, y) in enumerate(plot._places.tolist()):
            if (x, y) not in gone:
                continue
            r = plot.rectangle(cell, mapping)
            i, j = columns.index(x), lines.index(y)
            if i and (columns[i - 1], y) not in gone:
                painter.drawLine(r.topLeft(), r.bottomLeft())
            if i + 1 < len(columns) and (columns[i + 1], y) not in gone:
                painter.drawLine(r.topRight(), r.bottomRight())
            if j and (x, lines[j - 1]) not in gone:
                painter.drawLine(r.bottomLeft(), r.bottomRight())
            if j + 1 < len(lines) and (x, lines[j + 1]) not in gone:
                painter.drawLine(r.topLeft(), r.topRight())
