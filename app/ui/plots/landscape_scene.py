"""A surface as a landscape that can be turned, with the paths of the lanes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from ...engine.problem import SurfaceProblem
from ...study.spec import SurfaceSpec
from ..frame import Frame, RaceView
from .known import extent_of, marks_of
from .landscape_overlay import LandscapeOverlay, draped
from .orbit import Orbit
from .paths import Paths, SurfacePaths
from .push import pushes_of
from .readout import number, row
from .scene import Range, Scene
from .vista import Vista
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["LandscapeScene"]

_HINT = "Drag or arrow keys turn it, the wheel zooms, a click or the ring starts elsewhere"
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
        self.overlay = LandscapeOverlay(self)
        self.take_mouse()
        plot.ghost.flat = False

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the picture's own coordinates: the camera moves, not the view."""
        return (-1.0, 1.0), (-1.0, 1.0)

    def inherit(self, old: Scene | None) -> bool:
        """Keep the relief if the surface is the same."""
        if isinstance(old, LandscapeScene) and _ground(old) == _ground(self):
            self.vista.inherit(old.vista)
            self.overlay.inherit(old.overlay)
        return False

    def prepare(self) -> None:
        """Take the theme's colours."""
        self.vista.take_theme()
        self.plot.start.place(*self.problem.start)
        self.plot.start.setVisible(True)
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
        self.paths.dotted = self.plot.overlays.steps
        # Edges take half of the time that lines take.
        casing = "" if self.vista.moving else theme.plot
        strokes, signs = self.paths.draw(frame, view, theme, casing)
        laid = [drape.stroke(stroke, theme) for stroke in strokes]
        seen = [before for _, before in laid]
        under = self.overlay.strokes(drape, theme)
        self.plot.strokes.set_strokes(under + [behind for behind, _ in laid] + seen)
        self.plot.start.set_ground(self)
        plan = (*relief.x, *relief.y, width, height)
        pushes = pushes_of(self.plot.insides, frame, self.paths, plan, self.plot.overlays)
        self.plot.pushes.set_pushes(draped(pushes, drape))
        known = marks_of(self.problem.surface, theme) if self.plot.overlays.known else []
        marks = [drape.mark(mark, theme) for mark in (*known, *signs)]
        self.plot.signs.set_marks(tuple(mark for mark in marks if mark is not None))
        turned = self.plot.camera is not None or self.plot.strokes.printed or self.plot.start.fixed
        self.plot.caption.set_lines(*self.plot.words(frame)[1], "" if turned else _HINT)

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
        push = self.plot.pushes.push_at(point)
        if push is not None:
            rows.append(row(push.colour, push.tip))
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
            self.plot.choose_lane(lane)
        elif at is not None:
            self.plot.choose_start(QPointF(*at))

    def seen_at(self, x: float, y: float) -> tuple[float, float, bool]:
        """Return where a point of the surface is in the view, and whether a hill hides it."""
        if self.vista.seen is None:
            return np.nan, np.nan, False
        across, up, hidden = self.vista.drape.points(np.array([x]), np.array([y]))
        return float(across[0]), float(up[0]), bool(hidden[0])

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point of the surface that is seen at a place in pixels."""
        return self.vista.place_at(point)

    def overlays_changed(self) -> None:
        """Paint the ground again, as lines on it come and go."""
        self.plot.strokes.invalidate()

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand."""
        name = f"{self.problem.surface.title} landscape"
        return ranking(self.race, frame, name) if frame else f"{name}, ready to race."

    def close(self) -> None:
        """Leave nothing behind."""
        self.vista.close()
        self.leave_mouse()
        self.plot.start.setVisible(False)
        self.plot.start.set_ground(None)
        self.plot.ghost.flat = True


def _ground(scene: LandscapeScene) -> tuple[object, ...]:
    """Return what a relief depends on."""
    spec = scene.race.study.problem
    assert isinstance(spec, SurfaceSpec)
    return spec.surface, spec.parameters, spec.expression, extent_of(scene.problem)
