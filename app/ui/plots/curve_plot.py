"""Any quantity against any clock, or against another quantity: one curve for each lane."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ...engine.quantity import quantities
from ..frame import Frame, RaceView
from ..reference import Reference
from ..theme import LIGHT, Theme
from .axis import is_clock, title_of
from .bands import Bands
from .companion import Companion, companion_of
from .curve_reading import agreed, changes_at, head_at, target_at, values_at
from .curves import Curves
from .following import Following
from .guides import Guides
from .path_reading import changes_on, reading
from .plot import Plot
from .portrait import Portrait
from .readout import number, row
from .scale import Scale
from .spread import Spread

__all__ = ["CurvePlot"]

_LOW = 140  # pixels
_EMPTY = "Curves appear here as soon as a race runs."


class CurvePlot(Plot):
    """Curves of a race.

    Signals
    -------
    hovered : float or None
        Where the cursor is on the x axis, in the axis' numbers; on a path, its nearest point.

    Attributes
    ----------
    quantity, x : str
        What goes upwards, and what across: one of `axis.X_AXES` or another quantity.
    log_x, log_y : bool
    smoothing : float
    ignores_outliers : bool
    levels : tuple of float
        Reference lines.
    spread : Spread
        What is drawn of many seeds.
    """

    hovered = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self.quantity, self.x = "loss", "steps"
        self.log_x, self.log_y = False, True
        self.smoothing = 0.0
        self.ignores_outliers = False
        self.levels: tuple[float, ...] = ()
        self.reference: Reference | None = None
        self.spread = Spread()
        self._curves: Curves | Portrait | None = None
        self._companion: Companion | None = None
        self._follows = Following(self.x, self.log_x, self.log_y)
        self._point: QPointF | None = None
        super().__init__(theme, parent)
        self.setAccessibleName("Curve plot")
        self.bands = Bands(self.box)
        self.guides = Guides(self.box)
        self.axes["left"].setWidth(58)
        self.apply_theme(theme)
        self.set_race(None)

    # ------------------------------------------------------------------ what is drawn against what

    def set_quantity(self, name: str) -> None:
        """Draw another quantity; a race that does not have it shows a notice."""
        if name != self.quantity:
            quantities[name]
            self.quantity = name
            self._start_again()

    def set_x(self, name: str) -> None:
        """Draw against another clock of `axis.X_AXES`, or against a quantity."""
        if name != self.x:
            title_of(name)
            self.x = name
            self.following = True
            self._start_again()

    def set_log(self, x: bool, y: bool) -> None:
        """Choose logarithmic axes."""
        if (x, y) != (self.log_x, self.log_y):
            self.log_x, self.log_y = x, y
            self.following = True
            self._start_again()

    def set_smoothing(self, weight: float) -> None:
        """Choose the weight of the past in the average that is drawn over the raw curve, 0 to 0.99."""
        weight = min(max(weight, 0.0), 0.99)
        if weight != self.smoothing:
            self.smoothing = weight
            self._start_again()

    def set_ignores_outliers(self, on: bool) -> None:
        """Choose whether the axis follows spikes."""
        if on != self.ignores_outliers:
            self.ignores_outliers, self.following = on, True
            self._follows = Following(self.x, self.log_x, self.log_y)
            self.redraw()

    def set_levels(self, levels: tuple[float, ...]) -> None:
        """Draw other reference lines."""
        if levels != self.levels:
            self.levels = levels
            self._place_levels()
            self.redraw()

    def set_reference(self, reference: Reference | None) -> None:
        """Draw another race behind this one's curves, or none."""
        if reference is not self.reference:
            self.reference = reference
            self.following = True
            self._start_again()

    def set_spread(self, spread: Spread) -> None:
        """Choose what is drawn of many seeds."""
        if spread != self.spread:
            self.spread = spread
            self._start_again()

    def set_race(self, race: RaceView | None) -> None:
        """Show another race, or none."""
        super().set_race(race)
        self.following = True
        self.hovered.emit(None)
        self._start_again()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; data stays."""
        self.guides.apply_theme(theme)
        super().apply_theme(theme)

    def settings_to(self, other: CurvePlot) -> None:
        """Give another plot the same quantity, axes, smoothing and treatment of seeds."""
        other.spread = self.spread
        other.quantity, other.x, other.smoothing = self.quantity, self.x, self.smoothing
        other.log_x, other.log_y = self.log_x, self.log_y
        other.reference = self.reference
        other.levels, other.ignores_outliers = self.levels, self.ignores_outliers
        other._start_again()
        other._follows.ranges = self._follows.ranges

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Where it is low, the curves need the room of a title that the lists above say as well."""
        if hasattr(self, "axes"):  # the first comes before it is ready
            self.axes["bottom"].set_named(self.height() >= _LOW)
        super().resizeEvent(event)

    # ------------------------------------------------------------------ drawing

    def draw(self, frame: Frame) -> None:
        """Draw a frame."""
        curves = self._curves
        if curves is None:
            return
        curves.extend(frame)
        if isinstance(curves, Portrait) and curves.pending:
            QTimer.singleShot(0, self, self._go_on)  # so much is recorded that it takes several turns
        companion, notes = self._companion, []
        if self.following:
            *ranges, note = self._follows.view(curves, companion, frame, self.theme, self.ignores_outliers)
            self.set_view_range(*ranges)
            notes.append(note)
        left, right, *_, width, _ = view = self.view()
        if isinstance(curves, Portrait):
            picture = curves.draw(frame, self.theme, view, self.moving)
        else:
            picture = curves.draw(frame, self.theme, view)
        if companion is not None:
            companion.add_to(picture, frame, self.theme, view)
        self.strokes.set_strokes(picture.strokes)
        self.bands.set_bands(picture.bands)
        changed = changes_on(curves, frame, self.theme) if isinstance(curves, Portrait) else []
        self.signs.set_marks((*picture.heads, *changed))
        self.guides.set_playhead(agreed(picture.playhead, 0.6 * (right - left) / width))
        self.guides.set_ticks(changes_at(frame, self.x, self.log_x))
        notes.append(curves.gone(frame))
        hidden = curves.hidden(frame) + (companion.hidden(frame, self.theme) if companion else 0)
        if hidden:
            clock = is_clock(self.x)
            low = self.log_y or (self.log_x and not clock)
            what = "zero or below, or not finite" if low else "not finite"
            if low and not clock and self.log_x != self.log_y:
                what = f"zero or below {'across' if self.log_x else 'upwards'}, or not finite"
            notes.append(f"{hidden:,} {'point' if hidden == 1 else 'points'} not shown: {what}")
        rows = tuple((index, look) for index, look in enumerate(frame.looks) if look.visible)
        if companion is not None:
            rows += companion.rows(frame, self.theme)
            notes.append(companion.note())
        self.legend.set_rows(rows, curves.note)
        if self.legend.area().isEmpty():
            notes.insert(0, curves.note)
        self.caption.set_lines(*notes)
        self.guides.set_taken(self.caption.area())
        self.seat.follow(frame.running)
        if self._point is not None:
            self.hover(self._point)
        self.tell()

    def settle(self) -> None:
        """Take in all that is recorded at once."""
        curves, frame = self._curves, self.frame
        if isinstance(curves, Portrait) and frame is not None and curves.pending:
            curves.extend(frame, whole=True)
            self.redraw()

    def describe(self) -> str:
        """Return the values at the playhead as one sentence."""
        title = quantities[self.quantity].title
        if not is_clock(self.x):
            across = title_of(self.x)
            title = f"{title} against {across[:1].lower()}{across[1:]}"
        if self._curves is None or self.frame is None:
            return f"{title}: no race yet." if self.race is None else f"{title}, ready to race."
        said = self._curves.describe(self.frame)
        if self._companion is not None:
            said = f"{said} {self._companion.describe(self.frame, self.theme)}"
        return said

    def show_crosshair(self, x: float | None) -> None:
        """Show where another plot's cursor is on the same axis."""
        self.guides.set_crosshair(None if x is None else Scale(self.log_x).at(x))

    def hover(self, point: QPointF | None) -> None:
        """Show exact values under the cursor."""
        self._point = point if self._curves is not None and self.frame is not None else None
        if self._point is None:
            self.guides.set_crosshair(None)
            self.hovered.emit(None)
            return
        if isinstance(self._curves, Portrait):
            self._hover_path(self._curves, self._point)
            return
        x = self.box.mapToView(self._point).x()
        self.guides.set_crosshair(x)
        self._show_values(self._point)
        self.hovered.emit(Scale(self.log_x).value(x))

    def click(self, point: QPointF) -> None:
        """Choose a lane on its curve."""
        lane = self.strokes.lane_at(point)
        if lane >= 0:
            self.choose_lane(lane)

    def auto_range(self) -> None:
        """Show everything, and follow what comes."""
        self._follows = Following(self.x, self.log_x, self.log_y)
        super().auto_range()

    def _start_again(self) -> None:
        """Forget what was derived from the history; it is derived again from the start."""
        quantity = quantities[self.quantity]
        self._curves = self._companion = None
        self._follows = Following(self.x, self.log_x, self.log_y)
        self.strokes.set_strokes([])
        self.bands.set_bands([])
        self.signs.set_marks(())
        self.guides.set_playhead(None)
        self.guides.set_crosshair(None)
        self.guides.set_target(None)
        self.guides.set_goal(None)
        self.guides.set_ticks(())
        self.caption.set_lines()
        for axis, log in (("bottom", self.log_x), ("left", self.log_y)):
            self.axes[axis].setLogMode(log, log)
        unit = f" ({quantity.unit})" if quantity.unit else ""
        self.axes["left"].set_title(f"{quantity.title}{unit}")
        self.axes["bottom"].set_title(title_of(self.x))
        self.seat.forget()
        race = self.race
        notice = _EMPTY
        if race is not None:
            notice = self._missing(race)
            if not notice:
                how = self.quantity, self.x, self.log_x, self.log_y, self.smoothing, self.spread
                self._curves = (Curves if is_clock(self.x) else Portrait)(race, *how)
                self._companion = companion_of(self.reference, race, *how)
                self.guides.set_goal(target_at(race, self.x, self.log_x))
                self.guides.set_target(target_at(race, self.quantity, self.log_y))
        self._place_levels()
        self.caption.set_notice(notice)
        self.redraw()

    def _missing(self, race: RaceView) -> str:
        """Return why a race cannot be drawn like this; empty if it can."""
        for name in (self.quantity,) if is_clock(self.x) else (self.quantity, self.x):
            quantity = quantities[name]
            if quantity.asked and name not in race.asked:
                return f"{quantity.title} was not measured: switch it on in Budget > Advanced."
            if not quantity().available(race.problem):
                which = "quantity" if name == self.quantity else "horizontal axis"
                return f"This problem has no {quantity.title.lower()}. Choose another {which}."
        return ""

    def _go_on(self) -> None:
        """Take in the next part; it is drawn when all of it is there."""
        curves, frame = self._curves, self.frame
        if not isinstance(curves, Portrait) or frame is None or not curves.pending:
            return
        if not self.isVisible():
            self._stale = True
            return
        curves.extend(frame)
        if curves.pending:
            QTimer.singleShot(0, self, self._go_on)
        else:
            self.redraw()

    def _place_levels(self) -> None:
        scale = Scale(self.log_y)
        places = ((scale.at(level), number(level, 4)) for level in self.levels)
        self.guides.set_levels(tuple(place for place in places if isfinite(place[0])))

    def _hover_path(self, curves: Portrait, point: QPointF) -> None:
        """Show the point of a path that is nearest to the cursor, its step and both values."""
        frame, at = self.frame, self.box.mapToView(point)
        spot = curves.nearest(frame, self.view(), at.x(), at.y()) if frame is not None else None
        if spot is None or frame is None:
            self.guides.set_crosshair(None)
            self.readout.hide()
            self.hovered.emit(None)
            return
        self.guides.set_crosshair(spot.x, spot.y)
        axes, mark = (self.x, self.quantity), self.signs.mark_at(point)
        shown = reading(spot, curves, self._companion, frame, self.theme, axes, mark)
        self.readout.show_rows(*shown, point.x() < 0.5 * self.box.rect().width(), self.plot_area())
        self.hovered.emit(Scale(self.log_x).value(spot.x))

    def _show_values(self, point: QPointF) -> None:
        curves, frame = self._curves, self.frame
        if not isinstance(curves, Curves) or frame is None:
            return
        x = self.box.mapToView(point).x()
        rows = [row(tick.colour, tick.tip) for tick in self.guides.tips_at(point)]
        rows = rows or values_at(curves, self._companion, frame, self.theme, x)
        head = head_at(self.x, Scale(self.log_x).value(x))
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())
