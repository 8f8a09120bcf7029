"""One map of basins: every point of the surface in the colour of what becomes of a start there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ...study.basin.lattice import FINEST, offset_of, stride_of
from ...study.basin.text import shares_sentence
from ..frame import RaceView
from ..theme import LIGHT, Theme
from .basin_ground import BasinGround
from .basin_picture import (
    Difference,
    difference_of,
    minimum_colour,
    paint_difference,
    paint_minima,
    paint_numbers,
)
from .basin_shown import LABELLED, BasinShown
from .marks import Mark
from .plot import Plot
from .readout import number, row

__all__ = ["BasinPlot"]

_EDGE = "#10141a"
_ROOMY = 250  # pixels of a map that has room for a label inside
_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BasinPlot(Plot):
    """A map with its minima; a click takes the start under it.

    Signals
    -------
    start_chosen : (float, float)
    pointed : (int, int) or None
        Column and row, on the finest level, of the start under the cursor.
    """

    start_chosen = Signal(float, float)
    pointed = Signal(object)
    filled = True

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self.shown: BasinShown | None = None
        self._difference: Difference | None = None
        self._painted: tuple[object, ...] = ()  # what the image depends on
        self._cursor: tuple[int, int] | None = None  # column and row on the level that is drawn
        super().__init__(theme, parent)
        self.setAccessibleName("Basin map")
        self.ground = BasinGround()
        self.strokes.grounds[:0] = [self.ground]
        self.set_grid(False)
        self.legend.spots = True
        self.apply_theme(theme)
        self.set_race(None)

    # ------------------------------------------------------------------ what is shown

    @property
    def title(self) -> str:
        """Return the heading of a picture of it."""
        return self.shown.heading if self.shown is not None else ""

    def show_map(self, shown: BasinShown | None) -> None:
        """Show a map, or none; the view stays if the surface has the same domain."""
        before = self.shown
        same = before is not None and shown is not None and before.surface.domain == shown.surface.domain
        level = before.level if before is not None else 0
        self.shown, self._difference = shown, None
        if shown is not None and shown.against is not None and shown.level:
            self._difference = difference_of(shown.found, shown.against[2], shown.measure)
        if shown is None:
            self.set_race(None)
            return
        if self.race is None:
            self.set_race(_stand_in())
        for axis, title in zip(("bottom", "left"), shown.surface.axes, strict=True):
            self.axes[axis].set_title(title)
        if not same:
            self._cursor = None
            self.following = True
        elif self._cursor is not None and level and shown.level and level != shown.level:
            self._cursor = tuple(place * shown.level // level for place in self._cursor)  # type: ignore[assignment]
        if self.following:
            self.set_view_range(*shown.surface.domain)
        self.setAccessibleName(f"Basin map of {shown.title}")
        self._stale = True
        if self.isVisible():
            self.redraw()

    def set_race(self, race: RaceView | None) -> None:
        """Show axes or an empty plot; what is in it comes with `show_map`."""
        super().set_race(race)
        if race is None:
            self._painted = ()
            self.ground.set_image(None)
            self.strokes.invalidate()

    def redraw(self) -> None:
        """Paint the map again."""
        self._stale = False
        shown = self.shown
        if shown is None:
            return
        ends = shown.ends if shown.measure != "minimum" else None
        key = (shown.found, shown.level, shown.measure, ends, shown.steps, self.theme.name, shown.colour)
        key += (shown.against, shown.surface.domain)
        if key != self._painted:  # a lane that is not touched keeps its picture
            self._painted = key
            self.ground.set_image(self._paint(shown) if shown.level else None, *shown.extent)
            self.caption.set_notice("" if shown.level else "Being computed…")
            self.strokes.invalidate()
        self._mark()
        self.legend.set_rows(tuple((-1, look) for look in shown.rows(self._difference, self.theme)))
        self.tell()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().apply_theme(theme)
        self.redraw()

    def settings_to(self, other: BasinPlot) -> None:
        """Give another plot the same map."""
        if self.shown is None:
            other.show_map(None)
            return
        known = dict(zip(self.theme.lanes, other.theme.lanes, strict=True))
        shown = replace(self.shown, colour=known.get(self.shown.colour, self.shown.colour))
        if shown.against is not None:
            name, colour, found = shown.against
            shown = replace(shown, against=(name, known.get(colour, colour), found))
        other.show_map(shown)

    def auto_range(self) -> None:
        """Show the whole domain."""
        if self.shown is not None:
            self.set_view_range(*self.shown.surface.domain)
        super().auto_range()

    def describe(self) -> str:
        """Return what is shown as one sentence."""
        shown = self.shown
        if shown is None:
            return "No basin map."
        if not shown.level:
            return f"Basin map of {shown.title}, being computed."
        if self._cursor is not None:
            return ". ".join((shown.head(*self._cursor), *shown.sentences(*self._cursor)))
        if shown.against is None:
            return f"Basin map, {shown.level} starts along each side. " + shares_sentence(
                shown.name, shown.found, shown.surface
            )
        assert self._difference is not None
        return (
            f"Difference of {shown.title}: "
            + "; ".join(f"{text} {self._difference.share(kind):.1%}" for kind, text in shown.words if kind)
            + (f". {shown.paired[1]}" if shown.paired[1] else ".")
        )

    # ------------------------------------------------------------------ inside

    def _paint(self, shown: BasinShown) -> Any:
        if shown.against is not None and self._difference is not None:
            return paint_difference(self._difference, (shown.colour, shown.against[1]), self.theme)
        if shown.measure == "minimum":
            return paint_minima(shown.found, shown.steps, self.theme)
        return paint_numbers(shown.found, shown.measure, shown.ends, self.theme)

    def _mark(self) -> None:
        shown = self.shown
        assert shown is not None
        marks = []
        for index, (x, y) in enumerate(shown.surface.minima):
            tip = f"minimum {index + 1} at ({number(x, 4)}, {number(y, 4)})"
            label = str(index + 1) if len(shown.surface.minima) <= LABELLED else ""
            plain = shown.against is not None
            colour, edge = (self.theme.text, self.theme.plot) if plain else (minimum_colour(index), _EDGE)
            marks.append(Mark(x, y, "minimum", colour, edge, 15.0, label=label, tip=tip))
        marks.append(
            Mark(*shown.start, "ring", self.theme.text, self.theme.plot, 11.0, tip="start of the race")
        )
        if self._cursor is not None and shown.level:
            x, y = shown.start_of(*self._cursor)
            marks.append(Mark(x, y, "cross", self.theme.text, self.theme.plot, 11.0))
        self.signs.set_marks(tuple(marks))

    def _cell(self, point: QPointF) -> tuple[int, int] | None:
        """Return column and row of the drawn level at a place in pixels."""
        shown = self.shown
        if shown is None or not shown.level:
            return None
        at = self.box.mapToView(point)
        cell = []
        for value, (low, high) in zip((at.x(), at.y()), shown.extent, strict=True):
            cell.append(int((value - low) / (high - low) * shown.level // 1))
        inside = all(0 <= place < shown.level for place in cell)
        return (cell[0], cell[1]) if inside else None

    # ------------------------------------------------------------------ mouse and keys

    def hover(self, point: QPointF | None) -> None:
        """Read the start under the cursor."""
        cell = self._cell(point) if point is not None else None
        if cell is None or point is None:
            self.pointed.emit(None)
            return
        self._read(cell, right=point.x() < 0.5 * self.box.rect().width())

    def read_at(self, place: tuple[int, int] | None) -> None:
        """Mark the start that is pointed at in another map; None for none."""
        level = self.shown.level if self.shown is not None else 0
        cell = tuple(each * level // FINEST for each in place) if place and level else None
        if cell != self._cursor:
            self._cursor = cell  # type: ignore[assignment]
            if self.shown is not None:
                self._mark()

    def click(self, point: QPointF) -> None:
        """Take the start under the cursor."""
        cell = self._cell(point)
        if cell is not None and self.shown is not None:
            self.start_chosen.emit(*self.shown.start_of(*cell))

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move the cursor from being shortcuts while the plot has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event) or self.shown is None:
            super().keyPressEvent(event)
            return
        event.accept()
        level, key = self.shown.level, Qt.Key(event.key())
        cell = self._cursor or (level // 2, level // 2)
        if key in _TAKE:
            self.start_chosen.emit(*self.shown.start_of(*cell))
            return
        many = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        moved = (
            min(max(place + many * by, 0), level - 1) for place, by in zip(cell, _MOVES[key], strict=True)
        )
        self._read((next(moved), next(moved)), right=cell[0] < level // 2)

    def _takes(self, event: Any) -> bool:
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if self.shown is None or not self.shown.level or event.modifiers() & ~plain:
            return False
        return Qt.Key(event.key()) in _MOVES or Qt.Key(event.key()) in _TAKE

    def _read(self, cell: tuple[int, int], right: bool) -> None:
        assert self.shown is not None
        level = self.shown.level
        self._cursor = cell
        colours = [self.shown.colour] + ([self.shown.against[1]] if self.shown.against else [])
        rows = []
        for colour, text in zip(colours, self.shown.sentences(*cell), strict=True):
            first, *more = text.replace(": ", "; ", 1).split("; ")  # a line each: a map is small
            rows += [row(colour, first), *(row("#00000000", line) for line in more)]
        left, top, end, _ = self.plot_area()
        if end - left >= _ROOMY:
            self.readout.show_rows(self.shown.head(*cell), rows, right, self.plot_area())
        else:  # a label inside would cover the map, and be cut off
            at = self.mapToGlobal(QPoint(end, top))
            QToolTip.showText(at, f"{self.shown.head(*cell)}<table>{''.join(rows)}</table>", self)
        self._mark()
        self.setAccessibleDescription(self.describe())
        self.pointed.emit(tuple(each * stride_of(level) + offset_of(level) for each in cell))

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        QToolTip.hideText()
        super().leaveEvent(event)
        if self.shown is not None:
            self._mark()


def _stand_in() -> RaceView:
    """Return what tells a plot that it has something to show: a map has no race."""
    return RaceView(None, None, None)  # type: ignore[arg-type]
