"""The paths of the weights on the plane of their two main directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF

from ..frame import Frame, RaceView
from .legend import emptiest_corner
from .marks import Mark
from .pace import Pace
from .paths import Paths
from .plane import PlanePaths
from .readout import number, row
from .scene import Range, Scene
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["PlaneScene"]

Floats = npt.NDArray[np.float64]

_CAUTION = "A projection: distances off this plane are not seen."
_ORDINALS = ("First", "Second")


class PlaneScene(Scene):
    """A projection of the snapshots of all visible lanes."""

    grid = True
    titles = ("First main direction", "Second main direction")

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        self.source = PlanePaths(race.history.lanes)
        self.paths = Paths(race.history.lanes, self.source)
        self._key: tuple[object, ...] = ()
        self._moved = False
        self._pace = Pace(0.25, plot.redraw, plot)
        self._home: tuple[Range, Range] = ((-1.0, 1.0), (-1.0, 1.0))

    def prepare(self) -> None:
        """Say what this picture is not."""
        self.plot.caption.set_lines(_CAUTION)

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return a frame around all points; it changes only when they have outgrown it, or shrunk in it."""
        if frame is not None:
            self._fit(frame)
            found = [self._recorded(frame, lane) for lane, look in enumerate(frame.looks) if look.visible]
            points = np.concatenate([*found, np.zeros((1, 2))])
            low, high = points.min(axis=0), points.max(axis=0)
            self._home = tuple(  # type: ignore[assignment]
                _hold(now, float(a), float(b)) for now, a, b in zip(self._home, low, high, strict=True)
            )
        return self._home

    def draw(self, frame: Frame) -> None:
        """Draw the paths."""
        self._fit(frame)
        if self._moved:
            self._moved = False
            self._choose_corner(frame)
        theme = self.plot.theme
        strokes, signs = self.paths.draw(frame, self.plot.view(), theme, "")
        self.plot.strokes.set_strokes(strokes)
        ring = Mark(0.0, 0.0, "ring", theme.text, theme.plot, 13.0, "start")
        self.plot.signs.set_marks((ring, *signs))

    def settle(self) -> None:
        """Compute the plane from everything there is."""
        self._pace.hurry()

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show the loss at the step of a path nearby."""
        lane = self.plot.strokes.lane_at(point)
        if lane < 0:
            self.plot.readout.hide()
            return
        left, right, bottom, top, width, height = self.plot.view()
        points = self.paths.points(frame, lane)
        x = (points[:, 0] - left) * (width / (right - left)) - point.x()
        y = (top - points[:, 1]) * (height / (top - bottom)) - point.y()
        step = self.source.step_of(lane, int(np.nanargmin(x * x + y * y)))
        history, look = self.race.history.lanes[lane], frame.looks[lane]
        loss, slope = history.batch_loss[step, frame.run], history.gradient_norm[step, frame.run]
        cells = (f"step {step:,}", f"mini-batch loss {number(loss)}", f"|g| {number(slope, 4)}")
        self.plot.show_readout("", [row(look.colour, look.name, *cells)], point)

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Choose a lane on its path."""
        lane = self.plot.strokes.lane_at(point) if frame else -1
        if lane >= 0:
            self.plot.choose_lane(lane)

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand."""
        if frame is None:
            return "Plane of the weights, ready to race."
        share = 100 * float(self.source.shares.sum())
        return ranking(self.race, frame, f"Plane of the weights, {share:.0f} % of the movement")

    def close(self) -> None:
        """Stop the timer."""
        self._pace.close()

    def _fit(self, frame: Frame) -> None:
        lanes = [lane for lane, look in enumerate(frame.looks) if look.visible]
        key = (frame.run, tuple(lanes))
        if key == self._key and self.source.count == self.source.fitted:
            return
        if key == self._key and not self._pace.may():
            return
        self._key = key
        self.source.fit(frame.run, lanes)
        self.paths.clear()
        self.plot.strokes.invalidate()
        self._moved = True
        for axis, ordinal, share in zip(("bottom", "left"), _ORDINALS, self.source.shares, strict=True):
            text = f"{ordinal} main direction"
            self.plot.axes[axis].set_title(f"{text} ({100 * share:.0f} % of the movement)" if share else text)

    def _choose_corner(self, frame: Frame) -> None:
        """Move the legend to where the paths are not."""
        points = [self._recorded(frame, lane) for lane, look in enumerate(frame.looks) if look.visible]
        if points:
            (left, right), (bottom, top) = self._home
            x, y = np.concatenate(points).T
            place = (x - left) / (right - left), (y - bottom) / (top - bottom)
            self.plot.legend.set_corner(emptiest_corner(*place, self.plot.legend.corner))

    def _recorded(self, frame: Frame, lane: int) -> Floats:
        """Return the points of a lane that are recorded, without those after it diverged."""
        step = self.race.history.plan.step_at(lane, frame.recorded)
        rows = self.source.rows_until(lane, step)
        diverged = int(self.race.history.lanes[lane].diverged_at[frame.run])
        if diverged >= 0:
            rows = min(rows, self.source.rows_until(lane, diverged - 1))
        points = self.source.points(lane, frame.run, rows)
        return points[np.isfinite(points).all(axis=1)]


def _hold(now: Range, low: float, high: float) -> Range:
    """Return the range itself if low..high fits well into it, otherwise a new one with a margin."""
    span = high - low
    if now[0] <= low and high <= now[1] and span >= 0.55 * (now[1] - now[0]):
        return now
    pad = 0.12 * span if span > 0 else max(abs(low) * 0.1, 1e-3)
    return low - pad, high + pad
