"""A surface as a landscape that can be turned, with the paths of the lanes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from ...engine.problem import SurfaceProblem
from ...study.spec import SurfaceSpec
from ..frame import Frame, RaceView
from .known import extent_of, marks_of
from .legend import emptiest_corner
from .marks import Mark
from .orbit import Orbit
from .pace import Pace
from .paths import Paths, SurfacePaths
from .readout import number, row
from .scene import Range, Scene
from .stroke import Stroke
from .vista import Vista
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["LandscapeScene"]

_HINT = "Drag or arrow keys turn it, the wheel zooms, a click starts there"
_FINER = 1.3  # than the screen, as slopes are longer than the ground below them


class LandscapeScene(Orbit):
    """Heights as heights: dragged, zoomed, and clicked like the map."""

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        assert isinstance(race.problem, SurfaceProblem)
        self.problem = race.problem
        self.titles = race.problem.surface.axes
        self.paths = Paths(race.history.lanes, SurfacePaths(race.history.lanes, race.problem))
        self.vista: Vista = Vista(plot, race.problem)
        self._recorded = -1
        self._pace = Pace(1.0, plot.redraw, plot)
        self.take_mouse()

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the picture's own coordinates: the camera moves, not the view."""
        return (-1.0, 1.0), (-1.0, 1.0)

    def inherit(self, old: Scene | None) -> bool:
        """Keep the relief if the surface is the same."""
        if isinstance(old, LandscapeScene) and _ground(old) == _ground(self):
            self.vista.inherit(old.vista)
            self._recorded = old._recorded
        return False

    def prepare(self) -> None:
        """Take the theme's colours."""
        self.vista.take_theme()
        if self._recorded < 0:
            self.plot.legend.set_corner("top right")
        self.vista.go_on()

    def settle(self) -> None:
        """Paint the fine picture now."""
        self.vista.settle()

    def view_changed(self) -> None:
        """Answer to the camera, and to resizing."""
        self.vista.go_on()

    def draw(self, frame: Frame) -> None:
        """Lay paths, heads and what is known onto the landscape."""
        theme, drape = self.plot.theme, self.vista.drape
        relief = drape.relief
        width, height = self.vista.size
        view = (*relief.x, *relief.y, _FINER * width, _FINER * height)
        # Edges take half of the time that lines take.
        casing = "" if self.vista.moving else theme.plot
        strokes, signs = self.paths.draw(frame, view, theme, casing)
        laid = [drape.stroke(stroke, theme) for stroke in strokes]
        seen = [before for _, before in laid]
        self.plot.strokes.set_strokes([behind for behind, _ in laid] + seen)
        start = Mark(*self.problem.start, "ring", theme.text, theme.plot, 13.0, "start", "the start")
        known = [*marks_of(self.problem.surface, theme), start]
        marks = [drape.mark(mark, theme) for mark in (*known, *signs)]
        self.plot.signs.set_marks(tuple(mark for mark in marks if mark is not None))
        turned = self.plot.camera is not None or self.plot.strokes.printed
        self.plot.caption.set_lines("" if turned else _HINT)
        if frame.recorded != self._recorded and self._pace.may():
            self._recorded = frame.recorded
            self._choose_corner(seen)

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show place and height of the ground, and the exact step of a path nearby."""
        at = self.vista.place_at(point)
        mark = self.plot.signs.mark_at(point)
        lane = self.plot.strokes.lane_at(point)
        head, rows = "beside the landscape", []
        if at is not None:
            with np.errstate(all="ignore"):
                value = float(self.problem.surface.value(np.float64(at[0]), np.float64(at[1])))
            head = f"x {number(at[0], 4)}   y {number(at[1], 4)}   f {number(value, 5)}"
        if lane >= 0:
            step = self.paths.source.step_of(lane, self.row_at(lane, point))
            history, look = self.race.history.lanes[lane], frame.looks[lane]
            loss, slope = history.batch_loss[step, frame.run], history.gradient_norm[step, frame.run]
            rows.append(
                row(look.colour, look.name, f"step {step:,}", f"f {number(loss)}", f"|g| {number(slope, 4)}")
            )
        if mark is not None and (mark.lane < 0 or mark.kind in ("cross", "hollow")):
            rows.append(row(mark.colour, mark.tip))
        if at is None and not rows:
            self.plot.readout.hide()
        else:
            self.plot.show_readout(head, rows, point)

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Choose a lane on its path, a start where the ground is seen elsewhere."""
        lane = self.plot.strokes.lane_at(point) if frame else -1
        at = self.vista.place_at(point)
        if lane >= 0:
            self.plot.lane_clicked.emit(lane)
        elif at is not None:
            self.plot.choose_start(QPointF(*at))

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand."""
        name = f"{self.problem.surface.title} landscape"
        return ranking(self.race, frame, name) if frame else f"{name}, ready to race."

    def close(self) -> None:
        """Leave nothing behind."""
        self.vista.close()
        self._pace.close()
        self.leave_mouse()

    def _choose_corner(self, strokes: list[Stroke]) -> None:
        x = np.concatenate([stroke.x for stroke in strokes] or [np.zeros(0)])
        y = np.concatenate([stroke.y for stroke in strokes] or [np.zeros(0)])
        kept = np.isfinite(x)
        legend = self.plot.legend
        legend.set_corner(emptiest_corner(0.5 * (x[kept] + 1), 0.5 * (y[kept] + 1), legend.corner))


def _ground(scene: LandscapeScene) -> tuple[object, ...]:
    """Return what a relief depends on."""
    spec = scene.race.study.problem
    assert isinstance(spec, SurfaceSpec)
    return spec.surface, spec.parameters, spec.expression, extent_of(scene.problem)
