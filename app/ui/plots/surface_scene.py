"""A surface from above, with the paths of the lanes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QTimer

from ...engine.problem import SurfaceProblem
from ...study.spec import SurfaceSpec
from ...study.target import target_loss
from ..frame import Frame, RaceView
from .known import extent_of, marks_of
from .paths import Paths, SurfacePaths
from .push import pushes_of
from .readout import number, row
from .scene import Range, Scene
from .surface_map import Floats, SurfaceMap, level_of, paint_heights, survey
from .tint import mix
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["SurfaceScene"]

_CELLS = 300
_DEBOUNCE_MS = 80


class SurfaceScene(Scene):
    """Colours for heights, contours, known minima and saddles, paths."""

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        assert isinstance(race.problem, SurfaceProblem)
        self.problem = race.problem
        self.titles = race.problem.surface.axes
        self.paths = Paths(race.history.lanes, SurfacePaths(race.history.lanes, race.problem))
        self._map: SurfaceMap | None = None
        self._surveyed: tuple[float, ...] = ()  # the view that the map is of
        self._inherited = False
        self._timer = QTimer(plot)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._timer.timeout.connect(self.settle)

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the surface's domain, wide enough for the start and for paths along a wall."""
        return extent_of(self.problem)

    def inherit(self, old: Scene | None) -> bool:
        """Keep the picture if the surface is the same, as while the start is dragged."""
        same = isinstance(old, SurfaceScene) and _ground(old.race) == _ground(self.race)
        if isinstance(old, SurfaceScene) and same and old._map is not None:
            self._map, self._surveyed = old._map, old._surveyed
            self._inherited = True
        return self._inherited

    def prepare(self) -> None:
        """Draw the surface and place the start."""
        minima = self.problem.surface.minima
        ahead = minima and self.problem.start[0] < np.mean(minima, axis=0)[0]
        self.plot.start.label_left = bool(ahead)
        self.plot.start.place(*self.problem.start)
        self.plot.start.setVisible(True)
        if self._inherited:
            self._inherited = False
            self._draw_target()
            return
        self._draw_field()
        self._paint()

    def settle(self) -> None:
        """Survey the part of the surface in view."""
        self._timer.stop()
        self._surveyed = self.plot.view()
        left, right, bottom, top, width, height = self._surveyed
        scale = _CELLS / max(width, height)
        columns, rows = max(int(width * scale), 16), max(int(height * scale), 16)
        ends = (left, right), (bottom, top)
        self._map = survey(self.problem.surface, *ends, columns, rows, self.plot.overlays.contours)
        self._paint()

    def view_changed(self) -> None:
        """Keep the old picture, stretched, until the view rests."""
        if self._map is None and self.plot.isVisible():
            self.settle()
        elif self._map is None or self._surveyed != self.plot.view():
            self._timer.start()

    def draw(self, frame: Frame) -> None:
        """Draw paths, heads and what is known of the surface."""
        theme = self.plot.theme
        self.paths.dotted = self.plot.overlays.steps
        strokes, signs = self.paths.draw(frame, self.plot.view(), theme, theme.plot, self.plot.moving)
        self.plot.strokes.set_strokes(strokes)
        known = marks_of(self.problem.surface, theme) if self.plot.overlays.known else []
        self.plot.signs.set_marks((*known, *signs))
        view, shown = self.plot.view(), self.plot.overlays
        self.plot.pushes.set_pushes(pushes_of(self.plot.insides, frame, self.paths, view, shown))
        self.plot.caption.set_lines(*self.plot.words(frame)[1])

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show place and height, and the exact step of a path nearby."""
        at = self.plot.box.mapToView(point)
        with np.errstate(all="ignore"):
            height = float(self.problem.surface.value(np.float64(at.x()), np.float64(at.y())))
        head = f"x {number(at.x(), 4)}   y {number(at.y(), 4)}   f {number(height, 5)}"
        mark = self.plot.signs.mark_at(point)
        lane = -1 if self.plot.start.held else self.plot.strokes.lane_at(point)
        rows = []
        if lane >= 0:
            step = self._nearest(frame, lane, point)
            history = self.race.history.lanes[lane]
            look = frame.looks[lane]
            loss, slope = history.batch_loss[step, frame.run], history.gradient_norm[step, frame.run]
            rows.append(
                row(look.colour, look.name, f"step {step:,}", f"f {number(loss)}", f"|g| {number(slope, 4)}")
            )
        push = self.plot.pushes.push_at(point)
        if push is not None:
            rows.append(row(push.colour, push.tip))
        if mark is not None and (mark.lane < 0 or mark.kind == "cross"):
            rows.append(row(mark.colour, mark.tip))
        self.plot.show_readout(head, rows, point)

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Choose a lane on its path, a start elsewhere."""
        lane = self.plot.strokes.lane_at(point) if frame else -1
        if lane >= 0:
            self.plot.choose_lane(lane)
        else:
            self.plot.choose_start(self.plot.box.mapToView(point))

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand."""
        name = self.problem.surface.title
        return ranking(self.race, frame, f"{name} surface") if frame else f"{name} surface, ready to race."

    def overlays_changed(self) -> None:
        """Draw what is switched on, and nothing else."""
        self._draw_field()
        if self.plot.isVisible():
            self.settle()

    def close(self) -> None:
        """Stop the timer and take the ring away."""
        self._timer.stop()
        self._timer.deleteLater()
        self.plot.start.setVisible(False)
        self.plot.field.set_surface(None)
        self.plot.level.set_lines(())

    def _paint(self) -> None:
        if self._map is None:
            return
        theme = self.plot.theme
        image = paint_heights(self._map.shade, theme.surface_map, theme.plot)
        colour = mix(theme.contour, theme.surface_map[len(theme.surface_map) // 2], 0.45)
        self.plot.backdrop.set_image(image, self._map.x, self._map.y, self._map.contours, colour, 1.0)
        self._draw_target()
        self.plot.strokes.invalidate()

    def _draw_field(self) -> None:
        theme = self.plot.theme
        surface = self.problem.surface if self.plot.overlays.gradient else None
        self.plot.field.set_surface(surface, mix(theme.muted, theme.surface_map[1], 0.25))

    def _draw_target(self) -> None:
        """Draw the level of the target as it is for this start."""
        lines: tuple[Floats, ...] = ()
        if self.plot.overlays.target and self._map is not None:
            lines = level_of(self._map, target_loss(self.race.study, self.problem))
        self.plot.level.set_lines(lines, self.plot.theme.text)

    def _nearest(self, frame: Frame, lane: int, point: QPointF) -> int:
        """Return the step of a lane whose point is nearest to a place in pixels."""
        left, right, bottom, top, width, height = self.plot.view()
        points = self.paths.points(frame, lane)
        with np.errstate(all="ignore"):
            x = (points[:, 0] - left) * (width / (right - left)) - point.x()
            y = (top - points[:, 1]) * (height / (top - bottom)) - point.y()
            distance = x * x + y * y
        row = int(np.nanargmin(distance)) if np.isfinite(distance).any() else 0
        return self.paths.source.step_of(lane, row)


def _ground(race: RaceView) -> tuple[object, ...]:
    """Return what the picture of a surface depends on."""
    spec = race.study.problem
    assert isinstance(spec, SurfaceSpec)
    return spec.surface, spec.parameters, spec.expression, spec.domain
