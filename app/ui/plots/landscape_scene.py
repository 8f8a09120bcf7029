"""A surface as a landscape that can be turned, with the paths of the lanes on it."""

from __future__ import annotations

from math import sqrt
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer

from ...engine.problem import SurfaceProblem
from ...study.spec import SurfaceSpec
from ..frame import Frame, RaceView
from .camera import HOME, Camera, Projection
from .drape import Drape
from .known import extent_of, marks_of
from .legend import emptiest_corner
from .marks import Mark
from .outlook import outlook
from .pace import Pace
from .paths import Paths, SurfacePaths
from .readout import number, row
from .relief import Relief, raise_relief
from .scene import Range, Scene
from .stroke import Stroke
from .sweep import Seen, Sweep, Words, dye, sweep
from .words import ranking

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["LandscapeScene"]

_POINTS = 400
_REST_MS = 140
# Pixels of the relief while it moves, and when it rests; a slice of the finer picture takes so long.
_MOVING, _RESTING, _SLICE = 150_000, 1_800_000, 0.008
_DEGREES = 0.4  # for a pixel of dragging
_KEYS = {
    Qt.Key.Key_Left: (-5.0, 0.0),
    Qt.Key.Key_Right: (5.0, 0.0),
    Qt.Key.Key_Up: (0.0, 4.0),
    Qt.Key.Key_Down: (0.0, -4.0),
}
_NEARER = {Qt.Key.Key_Plus: 1.2, Qt.Key.Key_Equal: 1.2, Qt.Key.Key_Minus: 1 / 1.2}
_HINT = "Drag to turn, wheel to zoom, click to start there"


class LandscapeScene(Scene):
    """Heights as heights: dragged, zoomed, and clicked like the map."""

    keys = frozenset((*_KEYS, *_NEARER, Qt.Key.Key_0, Qt.Key.Key_Home))

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        assert isinstance(race.problem, SurfaceProblem)
        self.problem = race.problem
        self.titles = race.problem.surface.axes
        self.paths = Paths(race.history.lanes, SurfacePaths(race.history.lanes, race.problem))
        self.relief: Relief | None = None
        self.painted = 0
        self._log = False
        self._home = HOME
        self._seen: Seen | None = None
        self._work: Sweep | None = None
        self._shown: tuple[object, ...] = ()
        self._colours = dye(plot.theme)
        self._recorded = -1
        self._pace = Pace(1.0, plot.redraw, plot)
        self._soon, self._rest, self._next = (QTimer(plot) for _ in range(3))
        for timer, delay, slot in (
            (self._soon, 0, self._on_soon),
            (self._rest, _REST_MS, self._on_rest),
            (self._next, 0, self._on_next),
        ):
            timer.setSingleShot(True)
            timer.setInterval(delay)
            timer.timeout.connect(slot)
        plot.turntable.turned.connect(self._on_turned)
        plot.turntable.moved.connect(self._on_moved)
        plot.turntable.zoomed.connect(self._on_zoomed)
        plot.turntable.setVisible(True)
        plot.cartoon.setVisible(False)
        for axis in plot.axes.values():
            axis.hide()

    # ------------------------------------------------------------------ what the plot asks for

    @property
    def log(self) -> bool:
        """Return whether heights are logarithms of f - f*; like the colours until somebody chooses."""
        chosen = self.plot.log_height
        return self.problem.surface.colour_scale == "log" if chosen is None else chosen

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the picture's own coordinates: the camera moves, not the view."""
        return (-1.0, 1.0), (-1.0, 1.0)

    @property
    def camera(self) -> Camera:
        """Return from where the landscape is seen."""
        return self.plot.camera or self._home

    def inherit(self, old: Scene | None) -> bool:
        """Keep the relief if the surface is the same."""
        if isinstance(old, LandscapeScene) and _ground(old) == _ground(self):
            self.relief, self._log, self._recorded = old.relief, old._log, old._recorded
            self._home = old._home
        return False

    def prepare(self) -> None:
        """Take the theme's colours."""
        self._colours = dye(self.plot.theme)
        self._shown = ()
        if self._recorded < 0:
            self.plot.legend.set_corner("top right")
        self.view_changed()

    def settle(self) -> None:
        """Paint the fine picture now."""
        self._stop()
        self._show(sweep(*self._wanted(_RESTING), fine=True))

    def view_changed(self) -> None:
        """Paint another picture as soon as nothing else is to be done."""
        if self.plot.isVisible():
            self._soon.start()

    def draw(self, frame: Frame) -> None:
        """Lay paths, heads and what is known onto the landscape."""
        if self._seen is None or self._shown != self._key():
            self._paint()
        drape, theme = self._drape(), self.plot.theme
        assert self.relief is not None
        width, height = self._size()
        view = (*self.relief.x, *self.relief.y, 1.3 * width, 1.3 * height)
        strokes, signs = self.paths.draw(frame, view, theme, theme.plot)
        hidden: list[Stroke] = []
        seen: list[Stroke] = []
        for stroke in strokes:
            behind, before = drape.stroke(stroke, theme)
            hidden.append(behind)
            seen.append(before)
        self.plot.strokes.set_strokes(hidden + seen)
        marks = [drape.mark(mark, theme) for mark in (*self._known(), *signs)]
        self.plot.signs.set_marks(tuple(mark for mark in marks if mark is not None))
        if frame.recorded != self._recorded and self._pace.may():
            self._recorded = frame.recorded
            self._choose_corner(seen)

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show place and height of the ground, and the exact step of a path nearby."""
        at = self.place_at(point)
        mark = self.plot.signs.mark_at(point)
        lane = self.plot.strokes.lane_at(point)
        rows = []
        if lane >= 0:
            step = self._nearest(lane, point)
            history, look = self.race.history.lanes[lane], frame.looks[lane]
            loss, slope = history.batch_loss[step, frame.run], history.gradient_norm[step, frame.run]
            rows.append(
                row(look.colour, look.name, f"step {step:,}", f"f {number(loss)}", f"|g| {number(slope, 4)}")
            )
        if mark is not None and (mark.lane < 0 or mark.kind in ("cross", "hollow")):
            rows.append(row(mark.colour, mark.tip))
        if at is None and not rows:
            self.plot.readout.hide()
            return
        head = _HINT
        if at is not None:
            with np.errstate(all="ignore"):
                value = float(self.problem.surface.value(np.float64(at[0]), np.float64(at[1])))
            head = f"x {number(at[0], 4)}   y {number(at[1], 4)}   f {number(value, 5)}"
        self.plot.show_readout(head, rows, point)

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Choose a lane on its path, a start where the ground is seen elsewhere."""
        lane = self.plot.strokes.lane_at(point) if frame else -1
        at = self.place_at(point)
        if lane >= 0:
            self.plot.lane_clicked.emit(lane)
        elif at is not None:
            self.plot.choose_start(QPointF(*at))

    def key(self, key: Qt.Key) -> None:
        """Turn, zoom or reset the camera."""
        if key in _KEYS:
            self.plot.set_camera(self.camera.turned(*_KEYS[key]))
        elif key in _NEARER:
            self.plot.set_camera(self.camera.zoomed(_NEARER[key]))
        else:
            self.plot.auto_range()

    def describe(self, frame: Frame | None) -> str:
        """Return where the lanes stand, and how the landscape is seen."""
        name = f"{self.problem.surface.title} landscape"
        return ranking(self.race, frame, name) if frame else f"{name}, ready to race."

    def close(self) -> None:
        """Leave nothing behind."""
        self._stop()
        for timer in (self._soon, self._rest, self._next):
            timer.deleteLater()
        self._pace.close()
        table = self.plot.turntable
        table.turned.disconnect(self._on_turned)
        table.moved.disconnect(self._on_moved)
        table.zoomed.disconnect(self._on_zoomed)
        table.setVisible(False)
        self.plot.cartoon.setVisible(True)
        self.plot.landscape.clear()
        if self.plot.race is not None:
            for axis in self.plot.axes.values():
                axis.show()

    # ------------------------------------------------------------------ places

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point of the surface that is seen at a place in pixels; None beside the landscape."""
        if self._seen is None or self.relief is None:
            return None
        across, down = np.array([point.x()]), np.array([point.y()])
        away = self._seen.away_at(across, down)
        if not np.isfinite(away[0]) or self._seen.wall_at(across, down)[0]:
            return None
        x, y = self._projection().ground(across, away.astype(np.float64))
        return self.relief.plane(float(np.clip(x[0], -1, 1)), float(np.clip(y[0], -1, 1)))

    def _nearest(self, lane: int, point: QPointF) -> int:
        """Return the step of a lane whose point is drawn nearest to a place in pixels."""
        width, height = self._size()
        best, found = np.inf, 0
        for stroke in self.plot.strokes.strokes:
            if stroke.lane != lane or stroke.rows is None or not len(stroke.rows):
                continue
            distance = np.hypot(
                0.5 * (stroke.x + 1.0) * width - point.x(), 0.5 * (1.0 - stroke.y) * height - point.y()
            )
            if np.isfinite(distance).any() and np.nanmin(distance) < best:
                best = float(np.nanmin(distance))
                found = int(stroke.rows[int(np.nanargmin(distance))])
        return self.paths.source.step_of(lane, found)

    def _known(self) -> list[Mark]:
        theme = self.plot.theme
        start = Mark(*self.problem.start, "ring", theme.text, theme.plot, 13.0, "start", "the start")
        return [*marks_of(self.problem.surface, theme), start]

    def _choose_corner(self, strokes: list[Stroke]) -> None:
        x = np.concatenate([stroke.x for stroke in strokes] or [np.zeros(0)])
        y = np.concatenate([stroke.y for stroke in strokes] or [np.zeros(0)])
        kept = np.isfinite(x)
        legend = self.plot.legend
        legend.set_corner(emptiest_corner(0.5 * (x[kept] + 1), 0.5 * (y[kept] + 1), legend.corner))

    # ------------------------------------------------------------------ the picture

    def _size(self) -> tuple[float, float]:
        *_, width, height = self.plot.view()
        return width, height

    def _projection(self) -> Projection:
        return self.camera.projection(*self._size())

    def _drape(self) -> Drape:
        assert self.relief is not None
        assert self._seen is not None
        return Drape(self.relief, self._projection(), self._seen, self._size())

    def _key(self) -> tuple[object, ...]:
        return self.camera, self._size(), self.log

    def _wanted(
        self, most: float
    ) -> tuple[Relief, Projection, tuple[float, float], float, tuple[Words, Words]]:
        surface, log = self.problem.surface, self.log
        if self.relief is None or self._log != log:
            self.relief, self._log = raise_relief(surface, *extent_of(self.problem), log, _POINTS), log
            self._home = outlook(self.relief, self.problem.start)
        width, height = size = self._size()
        # A picture twice as fine as the screen has smooth edges.
        ratio = min(max(self.plot.devicePixelRatioF(), 2.0), sqrt(most / (width * height)))
        return self.relief, self._projection(), size, ratio, self._colours

    def _paint(self) -> None:
        """Paint the coarse picture, and the fine one when nothing has moved for a moment."""
        self._stop()
        self._show(sweep(*self._wanted(_MOVING), fine=False))
        self._rest.start()

    def _show(self, seen: Seen) -> None:
        assert self.relief is not None
        self._seen, self._shown = seen, self._key()
        self.plot.landscape.printed = self.plot.strokes.printed
        self.painted += 1
        self.plot.landscape.show_seen(
            self.relief, self._projection(), seen, self._colours, self.plot.theme, self.titles
        )
        self.plot.strokes.invalidate()

    def _stop(self) -> None:
        self._work = None
        for timer in (self._soon, self._rest, self._next):
            timer.stop()

    def _on_soon(self) -> None:
        if self.plot.isVisible() and self._shown != self._key():
            self._paint()
            self.plot.redraw()

    def _on_rest(self) -> None:
        if self.plot.isVisible():
            self._work = Sweep(*self._wanted(_RESTING), fine=True)
            self._next.start()

    def _on_next(self) -> None:
        """Go on with the fine picture for a moment."""
        if self._work is None:
            return
        began = perf_counter()
        while not self._work.done and perf_counter() - began < _SLICE:
            self._work.go_on()
        if self._work.done:
            self._show(self._work.seen())
            self._work = None
            self.plot.redraw()
        else:
            self._next.start()

    def _on_turned(self, across: float, down: float) -> None:
        self.plot.set_camera(self.camera.turned(_DEGREES * across, _DEGREES * down))

    def _on_moved(self, across: float, down: float) -> None:
        width, height = self._size()
        self.plot.set_camera(self.camera.moved(across / width, down / height))

    def _on_zoomed(self, factor: float, across: float, down: float) -> None:
        width, height = self._size()
        self.plot.set_camera(self.camera.zoomed(factor, (across / width - 0.5, down / height - 0.5)))


def _ground(scene: LandscapeScene) -> tuple[object, ...]:
    """Return what a relief depends on."""
    spec = scene.race.study.problem
    assert isinstance(spec, SurfaceSpec)
    return spec.surface, spec.parameters, spec.expression, extent_of(scene.problem)
