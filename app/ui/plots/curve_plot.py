"""Any quantity against any clock, one curve for each lane."""

from __future__ import annotations

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from ...engine.quantity import quantities
from ...study.target import target_loss
from ..frame import Frame, RaceView
from ..reference import Reference
from ..theme import LIGHT, Theme
from .axis import COUNTS, end_of, places, title_of
from .bands import Bands
from .companion import Companion, companion_of
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
        self._counted: tuple[tuple[object, ...], int] = ((), 0)
        self.reference: Reference | None = None
        self.spread = Spread()
        self._curves: Curves | None = None
        self._companion: Companion | None = None
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

    def set_ignores_outliers(self, on: bool) -> None:
        """Choose whether the axis follows spikes."""
        if on != self.ignores_outliers:
            self.ignores_outliers, self.following = on, True
            self._range = None
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
        companion = self._companion
        if companion is not None:
            companion.add_to(picture, frame, self.theme, view)
        self.strokes.set_strokes(picture.strokes)
        self.bands.set_bands(picture.bands)
        self.signs.set_marks(tuple(picture.heads))
        self.guides.set_playhead(_agreed(picture.playhead, 0.6 * (right - left) / width))
        self.guides.set_ticks(self._changes(frame))
        notes.append(curves.gone(frame))
        hidden = curves.hidden(frame) + (companion.hidden(frame, self.theme) if companion else 0)
        if hidden:
            what = "zero or below, or not finite" if self.log_y else "not finite"
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
        if self._point is not None:
            self.hover(self._point)
        self.tell()

    def describe(self) -> str:
        """Return the values at the playhead as one sentence."""
        title = quantities[self.quantity].title
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
        self._range = None
        super().auto_range()

    def _start_again(self) -> None:
        """Forget what was derived from the history; it is derived again from the start."""
        quantity = quantities[self.quantity]
        self._curves, self._companion, self._range = None, None, None
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
                how = self.quantity, self.x, self.log_x, self.log_y, self.smoothing, self.spread
                self._curves = Curves(race, *how)
                self._companion = companion_of(self.reference, race, *how)
                self._place_target(race)
            else:
                notice = f"This problem has no {quantity.title.lower()}. Choose another quantity."
        self._place_levels()
        self.caption.set_notice(notice)
        self.redraw()

    def _follow(self, curves: Curves, frame: Frame) -> list[str]:
        """Move the view to what is recorded, and return what it leaves out in words."""
        done = frame.recorded >= frame.race.ticks
        usual = self.ignores_outliers
        extents, reach = curves.extents(frame, usual), curves.reach(frame)
        end = end_of(frame.race.history.plan, self.x)
        if self._companion is not None:
            extents = extents + self._companion.extents(frame, self.theme, usual)
            far = self._companion.reach(frame, self.theme)
            reach = min(reach[0], far[0]), max(reach[1], far[1])
            end = None if end is None else max(end, far[1])
        limits, leaving = sane_limits(extents, self.log_y)
        scale = Scale(self.log_y)
        if limits is not None:
            self._range = hold(self._range, scale.at(limits[0]), scale.at(limits[1]), done)
        y = self._range or ((-3.0, 0.0) if self.log_y else (0.0, 1.0))
        first, reached = reach
        end = reached if done else round_end(reached, end)
        if self.log_x:
            low, high = np.log10(first), np.log10(max(end, first * 1.5))
        else:
            low, high = 0.0, max(end, 1e-12)
        pad = 0.015 * (high - low)
        self.set_view_range((float(low - pad), float(high + pad)), y)
        if usual:
            return [self._beyond(curves, frame, scale.value(y[0]), scale.value(y[1]))]
        if not leaving:
            return []
        return [f"{leaving} {'lane leaves' if leaving == 1 else 'lanes leave'} the picture"]

    def _beyond(self, curves: Curves, frame: Frame, low: float, high: float) -> str:
        """Say how many points the picture leaves out; counted where the race rests, as that takes time."""
        if frame.running and not frame.recorded >= frame.race.ticks:
            return "Outliers are not followed"
        key = (curves, frame.recorded, frame.looks, low, high)
        if self._counted[:1] != (key,):
            self._counted = key, curves.beyond(frame, low, high)
        count = self._counted[1]
        return f"{count:,} {'outlier' if count == 1 else 'outliers'} beyond the picture" if count else ""

    def _place_levels(self) -> None:
        scale = Scale(self.log_y)
        places = ((scale.at(level), number(level, 4)) for level in self.levels)
        self.guides.set_levels(tuple(place for place in places if isfinite(place[0])))

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
        if not rows:
            values = curves.values_at(frame, x)
            if self._companion is not None:
                values += self._companion.values_at(frame, self.theme, x)
            rows = [row(colour, *cells) for colour, *cells in values]
        at = Scale(self.log_x).value(x)
        place = f"{round(at):,}" if self.x in COUNTS and abs(at) < 1e15 else number(at, 5)
        head = f"{title_of(self.x).split(' (')[0]} {place.replace('-', '−')}"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())


def _agreed(places: list[float], within: float) -> float | None:
    """Return the place of all lanes if they stand at the same one."""
    if not places or max(places) - min(places) > within:
        return None
    return places[0]
