"""Any quantity against any clock, one curve for each lane."""

from __future__ import annotations

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from ...engine.quantity import quantities
from ...study.target import target_loss
from ..frame import Frame, RaceView
from ..theme import LIGHT, Theme
from .axis import COUNTS, end_of, places, title_of
from .bands import Bands
from .curves import Curves
from .guides import Guides, Tick
from .limits import hold, round_end, sane_limits
from .plot import Plot
from .readout import number, row
from .scale import Scale
from .spread import Spread

__all__ = ["CurvePlot"]

_EMPTY = "Curves appear here as soon as a race runs."


class CurvePlot(Plot):
    """Curves of a race.

    Signals
    -------
    hovered : float or None
        Where the cursor is on the x axis, in the axis' numbers.

    Attributes
    ----------
    quantity, x : str
    log_x, log_y : bool
    smoothing : float
    spread : Spread
        What is drawn of many seeds.
    """

    hovered = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self.quantity, self.x = "loss", "steps"
        self.log_x, self.log_y = False, True
        self.smoothing = 0.0
        self.spread = Spread()
        self._curves: Curves | None = None
        self._range: tuple[float, float] | None = None
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
        """Draw against another clock of `axis.X_AXES`."""
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
        other._start_again()
        other._range = self._range

    # ------------------------------------------------------------------ drawing

    def draw(self, frame: Frame) -> None:
        """Draw a frame."""
        curves = self._curves
        if curves is None:
            return
        curves.extend(frame)
        notes = self._follow(curves, frame) if self.following else []
        left, right, *_, width, _ = view = self.view()
        picture = curves.draw(frame, self.theme, view)
        self.strokes.set_strokes(picture.strokes)
        self.bands.set_bands(picture.bands)
        self.signs.set_marks(tuple(picture.heads))
        self.guides.set_playhead(_agreed(picture.playhead, 0.6 * (right - left) / width))
        self.guides.set_ticks(self._changes(frame))
        notes.append(curves.gone(frame))
        hidden = curves.hidden(frame)
        if hidden:
            what = "zero or below, or not finite" if self.log_y else "not finite"
            notes.append(f"{hidden:,} {'point' if hidden == 1 else 'points'} not shown: {what}")
        self.legend.set_looks(frame.looks, curves.note)
        if self.legend.area().isEmpty():
            notes.insert(0, curves.note)
        self.caption.set_lines(*notes)
        self.guides.set_taken(self.caption.area())
        if self._point is not None:
            self.hover(self._point)
        self.tell()

    def describe(self) -> str:
        """Return the values at the playhead as one sentence."""
        title = quantities[self.quantity].title
        if self._curves is None or self.frame is None:
            return f"{title}: no race yet." if self.race is None else f"{title}, ready to race."
        return self._curves.describe(self.frame)

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
        x = self.box.mapToView(self._point).x()
        self.guides.set_crosshair(x)
        self._show_values(self._point)
        self.hovered.emit(Scale(self.log_x).value(x))

    def click(self, point: QPointF) -> None:
        """Choose a lane on its curve."""
        lane = self.strokes.lane_at(point)
        if lane >= 0:
            self.lane_clicked.emit(lane)

    def auto_range(self) -> None:
        """Show everything, and follow what comes."""
        self._range = None
        super().auto_range()

    def _start_again(self) -> None:
        """Forget what was derived from the history; it is derived again from the start."""
        quantity = quantities[self.quantity]
        self._curves, self._range = None, None
        self.strokes.set_strokes([])
        self.bands.set_bands([])
        self.signs.set_marks(())
        self.guides.set_playhead(None)
        self.guides.set_crosshair(None)
        self.guides.set_target(None)
        self.guides.set_ticks(())
        self.caption.set_lines()
        for axis, log in (("bottom", self.log_x), ("left", self.log_y)):
            self.axes[axis].setLogMode(log, log)
        unit = f" ({quantity.unit})" if quantity.unit else ""
        self.axes["left"].set_title(f"{quantity.title}{unit}")
        self.axes["bottom"].set_title(title_of(self.x))
        self.legend.set_corner("bottom right" if quantity.better == "higher" else "top right")
        race = self.race
        notice = _EMPTY
        if race is not None:
            notice = ""
            if quantity.asked and quantity.name not in race.asked:
                notice = f"{quantity.title} was not measured: switch it on in Budget > Advanced."
            elif quantity().available(race.problem):
                log = self.log_x, self.log_y
                self._curves = Curves(race, self.quantity, self.x, *log, self.smoothing, self.spread)
                self._place_target(race)
            else:
                notice = f"This problem has no {quantity.title.lower()}. Choose another quantity."
        self.caption.set_notice(notice)
        self.redraw()

    def _follow(self, curves: Curves, frame: Frame) -> list[str]:
        """Move the view to what is recorded, and return what it leaves out in words."""
        done = frame.recorded >= frame.race.ticks
        limits, leaving = sane_limits(curves.extents(frame), self.log_y)
        scale = Scale(self.log_y)
        if limits is not None:
            self._range = hold(self._range, scale.at(limits[0]), scale.at(limits[1]), done)
        y = self._range or ((-3.0, 0.0) if self.log_y else (0.0, 1.0))
        first, reached = curves.reach(frame)
        end = reached if done else round_end(reached, end_of(frame.race.history.plan, self.x))
        if self.log_x:
            low, high = np.log10(first), np.log10(max(end, first * 1.5))
        else:
            low, high = 0.0, max(end, 1e-12)
        pad = 0.015 * (high - low)
        self.set_view_range((float(low - pad), float(high + pad)), y)
        if not leaving:
            return []
        return [f"{leaving} {'lane leaves' if leaving == 1 else 'lanes leave'} the picture"]

    def _place_target(self, race: RaceView) -> None:
        if self.quantity not in ("loss", "suboptimality"):
            return
        target = target_loss(race.study, race.problem)
        if self.quantity == "suboptimality":
            target -= race.problem.surface.lowest
        at = Scale(self.log_y).at(target)
        self.guides.set_target((at, f"target {number(target, 3)}") if isfinite(at) else None)

    def _changes(self, frame: Frame) -> tuple[Tick, ...]:
        scale, ticks = Scale(self.log_x), []
        for lane, (spec, look) in enumerate(zip(frame.race.study.lanes, frame.looks, strict=True)):
            history = frame.race.history.lanes[lane]
            for change in spec.changes if look.visible else ():
                if change.step < history.length:
                    x = scale.at(float(places(history, self.x, np.array([change.step]))[0]))
                    value = number(change.value, 4) if isinstance(change.value, float) else str(change.value)
                    tip = f"{look.name}: {change.name} = {value} from step {change.step:,}"
                    ticks.append(Tick(x, look.colour, tip))
        return tuple(tick for tick in ticks if isfinite(tick.x))

    def _show_values(self, point: QPointF) -> None:
        curves, frame = self._curves, self.frame
        if curves is None or frame is None:
            return
        x = self.box.mapToView(point).x()
        rows = [row(tick.colour, tick.tip) for tick in self.guides.tips_at(point)]
        rows = rows or [row(colour, *cells) for colour, *cells in curves.values_at(frame, x)]
        at = Scale(self.log_x).value(x)
        place = f"{round(at):,}" if self.x in COUNTS and abs(at) < 1e15 else number(at, 5)
        head = f"{title_of(self.x).split(' (')[0]} {place.replace('-', '−')}"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())


def _agreed(places: list[float], within: float) -> float | None:
    """Return the place of all lanes if they stand at the same one."""
    if not places or max(places) - min(places) > within:
        return None
    return places[0]
