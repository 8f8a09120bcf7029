"""The paths of the weights on a plane, over the loss that the network has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF

from ..frame import Frame, RaceView
from .marks import Mark
from .pace import Pace
from .paths import Paths
from .plane import PlanePaths
from .plane_extent import CAPTION, around, outgrown
from .plane_fade import Fade
from .plane_fit import PlaneFit
from .plane_layer import PlaneLayer
from .plane_words import AT_START, caption_of, note_of, titles_of, values_at
from .readout import number, row
from .scene import Range, Scene
from .stroke import Stroke
from .trail import View
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["PlaneScene"]

Floats = npt.NDArray[np.float64]


class PlaneScene(Scene):
    """A projection of the snapshots of all visible lanes.

    The loss behind them is computed when nothing moves the plane: it stays while the race goes on, and is
    computed anew as soon as that pauses or ends. A copy of a plot shows what it is given.

    Attributes
    ----------
    source : PlanePaths
    fit : PlaneFit
    layer : PlaneLayer
        The loss on it.
    still : bool
        A copy: neither plane nor loss is computed.
    """

    grid, gone = True, "hatched"
    on_plane = True
    titles = titles_of("main", np.zeros(2))

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        self.source = PlanePaths(race.history.lanes)
        self.paths = Paths(race.history.lanes, self.source)
        self.fit = PlaneFit(self.source, race)
        self.layer = PlaneLayer(plot, race)
        self.layer.due.connect(self._on_due)
        self.layer.advanced.connect(self._on_advanced)
        self._fade = Fade(self.source)
        self.still = False
        self._pace = Pace(0.25, plot.redraw, plot)
        self._home: tuple[Range, Range] = ((-1.0, 1.0), (-1.0, 1.0))

    # ------------------------------------------------------------------ what the plot asks for

    def inherit(self, old: Scene | None) -> bool:
        """Keep plane and loss of the same race when it is looked at in another way."""
        if isinstance(old, PlaneScene) and old.race is self.race and old.layer.ground is not None:
            self._take(old)
            self.titles = self.fit.titles
            self.layer.inherit(old.layer.ground)
        return False

    def prepare(self) -> None:
        """Take the theme's colours."""
        self.layer.paint()

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the part of the plane that is of interest."""
        return self.extent(frame)

    def extent(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return a frame around all points; it changes only when they have outgrown it, or shrunk in it."""
        if frame is not None:
            self._fit(frame)
            found = [self._recorded(frame, lane) for lane, look in enumerate(frame.looks) if look.visible]
            least = np.array([[-1.0, -1.0], [1.0, 1.0]]) if self.fit.random else np.zeros((1, 2))
            points = np.concatenate([*found, least])
            ends = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            (left, bottom), (right, top) = ends
            order = self.layer.survey.order
            if order is not None:
                self._home = outgrown(order.x, left, right), outgrown(order.y, bottom, top)
            else:
                x, y = self._home if self._going(frame) else (None, None)
                self._home = around(x, left, right), around(y, bottom, top, CAPTION)
        return self._home

    def draw(self, frame: Frame) -> None:
        """Draw the paths, fainter where they are off the plane."""
        self._fit(frame)
        if self._fade.measure(*self._home):
            self.plot.strokes.invalidate()
        self.paint(frame)
        self._tell(frame)
        if self._wants(frame):
            self.layer.wait()

    def paint(self, frame: Frame) -> None:
        """Give the plot paths and signs."""
        casing = "" if self.layer.ground is None else self.plot.theme.plot
        strokes, signs = self.drawn(frame, self.plot.view(), casing)
        self.plot.strokes.set_strokes(strokes)
        self.plot.signs.set_marks(tuple(signs))

    def drawn(self, frame: Frame, view: View, casing: str) -> tuple[list[Stroke], list[Mark]]:
        """Return paths and signs in the coordinates of the plane; arguments as of `Paths.draw`."""
        theme, tone = self.plot.theme, self.layer.tone
        strokes, signs = self.paths.draw(frame, view, theme, casing, self.plot.moving)
        ring = Mark(0.0, 0.0, "ring", theme.text, theme.plot, 13.0, self.fit.origin_name(frame))
        faint = [
            self._fade.mark(mark, frame.run, len(self.paths.points(frame, mark.lane)), tone) for mark in signs
        ]
        return self._fade.strokes(strokes, frame.run, tone), [ring, *faint]

    def settle(self) -> None:
        """Compute the plane from everything there is."""
        self._pace.hurry()

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show the loss of the plane there, and what was recorded at the step of a path nearby."""
        lane = self.plot.strokes.lane_at(point)
        at = self.place_at(point)
        head = ""
        ground = self.layer.ground
        if ground is not None and at is not None:
            value = float(ground.at(np.array(at[0]), np.array(at[1])))
            named = f"{ground.order.part} loss on the plane"
            head = f"{named} ≈ {number(value, 4)}" if np.isfinite(value) else f"no finite {named}"
        if lane < 0 and not head:
            self.plot.readout.hide()
            return
        rows = []
        if lane >= 0:
            index = self.nearest(frame, lane, point)
            step = self.source.step_of(lane, index)
            history, look = self.race.history.lanes[lane], frame.looks[lane]
            loss, slope = history.batch_loss[step, frame.run], history.gradient_norm[step, frame.run]
            cells = (f"step {step:,}", f"mini-batch loss {number(loss)}", f"|g| {number(slope, 4)}")
            rows = [row(look.colour, look.name, *cells)]
            part = self.plot.plane_options.part
            for cells in values_at(self.race, self.source, ground, part, lane, index, frame.run):
                rows.append(row(look.colour, *cells))
            head = ""
        self.plot.show_readout(head, rows, point)

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point of the plane at a place in pixels."""
        at = self.plot.box.mapToView(point)
        return at.x(), at.y()

    def nearest(self, frame: Frame, lane: int, point: QPointF) -> int:
        """Return the row of a lane that is nearest to a place in pixels."""
        left, right, bottom, top, width, height = self.plot.view()
        points = self.paths.points(frame, lane)
        x = (points[:, 0] - left) * (width / (right - left)) - point.x()
        y = (top - points[:, 1]) * (height / (top - bottom)) - point.y()
        return int(np.nanargmin(x * x + y * y))

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Choose a lane on its path."""
        lane = self.plot.strokes.lane_at(point) if frame else -1
        if lane >= 0:
            self.plot.choose_lane(lane)

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand."""
        if frame is None:
            return "Plane of the weights, ready to race."
        kind = f"{'random directions, ' * self.fit.random}{100 * self.source.held:.0f} % of the variance"
        ground = self.layer.ground
        over = "" if ground is None else f", over the {ground.order.part} loss"
        return ranking(self.race, frame, f"Plane of the weights, {kind}{over}")

    def visibility_changed(self, visible: bool) -> None:
        """Compute nothing that nobody sees."""
        if not visible:
            if self.layer.survey.busy:
                self.layer.forget()
        elif self.plot.frame is not None:
            self.plot.redraw()

    def close(self) -> None:
        """Leave neither timer nor process."""
        self._pace.close()
        self.layer.close()
        self.plot.set_note("")

    # ------------------------------------------------------------------ what the person asks for

    @property
    def stale(self) -> bool:
        """Return whether the race has gone on since the plane was computed."""
        return self.source.plane is not None and self.fit.grown

    def options_changed(self) -> None:
        """Begin again with what is chosen now."""
        self.fit.forget()
        self._pace.hurry()
        self.layer.forget()
        self.plot.redraw()

    def refresh(self) -> None:
        """Compute plane and loss now, also while the race goes on."""
        self.layer.hurried = True
        self.options_changed()

    def stop(self) -> None:
        """Compute no more of this plane; what is complete stays."""
        self.layer.stop()
        self.plot.redraw()

    def adopt(self, other: PlaneScene) -> None:
        """Show the plane of another view of the same race, and the loss as far as it has come there."""
        if other.layer.survey.order is None:
            return
        self.still = True
        self._take(other)
        self.layer.adopt(other.layer)
        self._take_titles()

    def _take(self, other: PlaneScene) -> None:
        self.fit.take(other.fit)
        self._home = other._home

    # ------------------------------------------------------------------ the plane

    def _fit(self, frame: Frame) -> None:
        """Compute the plane, unless it is known, or has to wait for the race."""
        if self.still:
            return
        options = self.plot.plane_options
        other, elsewhere = self.fit.differs(frame, options)
        if not other and not self.fit.grown:
            return
        if not elsewhere and self.layer.survey.order is not None and self._going(frame):
            return
        if not other and not self._pace.may():
            return
        self.fit.compute(frame, options)
        self.layer.forget()
        self.paths.clear()
        self._take_titles()

    def _take_titles(self) -> None:
        for axis, title in zip(("bottom", "left"), self.fit.titles, strict=True):
            self.plot.axes[axis].set_title(title)

    # ------------------------------------------------------------------ the loss on it

    def _going(self, frame: Frame) -> bool:
        return frame.running and frame.recorded < frame.race.ticks

    def _wants(self, frame: Frame) -> bool:
        """Return whether the loss on this plane is to be computed now."""
        moved = self.source.count > len(self.race.history.lanes)
        ready = moved and self.source.plane is not None and not (self.still or self.fit.fault)
        return ready and self.layer.may(self._going(frame))

    def _on_due(self) -> None:
        frame, plane = self.plot.frame, self.source.plane
        if frame is not None and plane is not None and self._wants(frame):
            ends = self.extent(frame)
            if self._wants(frame):
                self.layer.ask(plane, *ends)

    def _on_advanced(self, level: bool) -> None:
        if level:
            self.plot.redraw()
        elif self.plot.frame is not None:
            self._tell(self.plot.frame)

    def _tell(self, frame: Frame) -> None:
        """Say what this picture is, and what it is not."""
        survey = self.layer.survey
        waits = self.plot.surveying and survey.order is None and self._going(frame)
        fault, step = self.fit.fault or survey.fault, self.fit.step if self.stale else -1
        held = self.source.held if self.fit.random else -1.0
        lines = caption_of(
            self.race, survey, self.layer.ground, fault, step, waits, held, self.gone, self._fade.seen
        )
        begun = self.source.count > len(self.race.history.lanes)
        self.plot.caption.set_lines(*(lines if begun else (fault, AT_START)))
        self.plot.set_note(note_of(self._fade.reach) if self._fade.seen else "")
        self.plot.plane_changed.emit()

    # ------------------------------------------------------------------ paths

    def _recorded(self, frame: Frame, lane: int) -> Floats:
        """Return the points of a lane that are recorded, without those after it diverged."""
        step = self.race.history.plan.step_at(lane, frame.recorded)
        rows = self.source.rows_until(lane, step)
        diverged = int(self.race.history.lanes[lane].diverged_at[frame.run])
        if diverged >= 0:
            rows = min(rows, self.source.rows_until(lane, diverged - 1))
        points = self.source.points(lane, frame.run, rows)
        return points[np.isfinite(points).all(axis=1)]
