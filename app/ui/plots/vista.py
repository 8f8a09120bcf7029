"""The picture of a landscape as it is kept up: coarse while the camera moves, fine as soon as it rests."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QTimer

from ...engine.problem import SurfaceProblem
from .camera import HOME, Camera, Projection
from .drape import Drape
from .dye import Dyes, dye
from .known import extent_of
from .outlook import outlook
from .relief import Relief, raise_relief
from .sweep import Seen, Sweep, sweep

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["Vista"]

Floats = npt.NDArray[np.float64]

_POINTS = 400
_REST_MS = 140
# Pixels of the relief while it moves, from a slow machine's to a fast one's, and when it rests.
_LEAST, _MOVING, _RESTING = 40_000, 150_000, 1_800_000
# Seconds that a picture takes while it moves, and that a slice of the finer one takes.
_PAINT, _SLICE = 0.008, 0.008
_SMOOTH = 2.0  # twice as fine as the screen, edges are smooth


class Vista:
    """What the trajectory plot's camera sees of a surface.

    Parameters
    ----------
    plot : TrajectoryPlot
        Its camera, its choice of height, its size; redrawn whenever there is a new picture.
    problem : SurfaceProblem

    Attributes
    ----------
    relief : Relief or None
        Raised when it is first needed.
    seen : Seen or None
    painted : int
        How many pictures there were.
    """

    def __init__(self, plot: TrajectoryPlot, problem: SurfaceProblem) -> None:
        self._plot, self._problem = plot, problem
        self.relief: Relief | None = None
        self.seen: Seen | None = None
        self.painted = 0
        self._log = False
        self._home = HOME
        self._work: Sweep | None = None
        self._shown: tuple[object, ...] = ()
        self._theme = plot.theme
        self._dyes: Dyes = dye(plot.theme)
        self._coarse = False
        self._most = float(_MOVING)
        self._soon = self._timer(0, self._on_soon)
        self._rest = self._timer(_REST_MS, self._on_rest)
        self._next = self._timer(0, self._on_next)

    @property
    def log(self) -> bool:
        """Return whether heights are logarithms of f - f*; like the colours until somebody chooses."""
        chosen = self._plot.log_height
        return self._problem.surface.colour_scale == "log" if chosen is None else chosen

    @property
    def camera(self) -> Camera:
        """Return from where the landscape is seen."""
        return self._plot.camera or self._home

    @property
    def moving(self) -> bool:
        """Return whether the picture is the coarse one."""
        return self._rest.isActive() or self._work is not None

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of the picture in pixels."""
        *_, width, height = self._plot.view()
        return width, height

    @property
    def projection(self) -> Projection:
        """Return where points fall."""
        return self.camera.projection(*self.size)

    def stretched(self, points: Floats, more: float) -> Floats:
        """Return where points of it, shape (n, 2) in pixels, would fall if it were so much higher."""
        width, height = self.size
        now, then = self.projection, self.camera.projection(width, height + more)
        return then.centre + (points - now.centre) * (then.scale / now.scale)

    @property
    def drape(self) -> Drape:
        """Return what lays lines on the landscape as it is seen now; it is painted first if need be."""
        if self.seen is None or self._shown != self._key():
            self._paint()
        assert self.relief is not None
        assert self.seen is not None
        return Drape(self.relief, self.projection, self.seen, self.size)

    def inherit(self, old: Vista) -> None:
        """Take the relief of another picture of the same surface, and the picture as it is now."""
        self.relief, self._log, self._home = old.relief, old._log, old._home
        self._most = old._most
        if old.seen is not None and old._shown == self._key():
            unfinished = old._coarse
            self._show(old.seen, unfinished)
            if unfinished:
                self._rest.start()

    def take_theme(self) -> None:
        """Take the plot's colours."""
        if self._plot.theme is not self._theme:
            self._theme = self._plot.theme
            self._dyes = dye(self._theme)
            self._shown = ()

    def go_on(self) -> None:
        """Paint another picture as soon as nothing else is to be done; nothing while the plot is hidden."""
        if self._plot.isVisible():
            self._soon.start()

    def settle(self) -> None:
        """Paint the fine picture now."""
        self._stop()
        self._show(sweep(*self._wanted(_RESTING), fine=True))

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point of the surface that is seen at a place in pixels; None beside the ground."""
        if self.seen is None or self.relief is None:
            return None
        across, down = np.array([point.x()]), np.array([point.y()])
        away = self.seen.away_at(across, down)
        if not np.isfinite(away[0]) or self.seen.wall_at(across, down)[0]:
            return None
        x, y = self.projection.ground(across, away.astype(np.float64))
        return self.relief.plane(float(np.clip(x[0], -1, 1)), float(np.clip(y[0], -1, 1)))

    def close(self) -> None:
        """Stop for good."""
        self._stop()
        for timer in (self._soon, self._rest, self._next):
            timer.deleteLater()
        self._plot.landscape.clear()

    def _timer(self, delay: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self._plot)
        timer.setSingleShot(True)
        timer.setInterval(delay)
        timer.timeout.connect(slot)
        return timer

    def _key(self) -> tuple[object, ...]:
        return self.camera, self.size, self.log

    def _wanted(self, most: float) -> tuple[Relief, Projection, tuple[float, float], float, Dyes]:
        log = self.log
        if self.relief is None or self._log != log:
            x, y = extent_of(self._problem)
            self.relief, self._log = raise_relief(self._problem.surface, x, y, log, _POINTS), log
            self._home = outlook(self.relief, self._problem.start)
        width, height = self.size
        ratio = min(max(self._plot.devicePixelRatioF(), _SMOOTH), sqrt(most / (width * height)))
        return self.relief, self.projection, (width, height), ratio, self._dyes

    def _paint(self) -> None:
        self._stop()
        wanted = self._wanted(self._most)
        began = perf_counter()
        self._show(sweep(*wanted, fine=False), coarse=True)
        self._rest.start()
        self._most *= sqrt(_PAINT / max(perf_counter() - began, 1e-4))
        self._most = min(max(self._most, _LEAST), _MOVING)

    def _show(self, seen: Seen, coarse: bool = False) -> None:
        assert self.relief is not None
        plot = self._plot
        self.seen, self._shown, self._coarse = seen, self._key(), coarse
        self.painted += 1
        plot.landscape.printed = plot.strokes.printed
        plot.landscape.show_seen(
            self.relief, self.projection, seen, self._dyes, plot.theme, self._problem.surface.axes
        )
        plot.strokes.invalidate()

    def _stop(self) -> None:
        self._work = None
        for timer in (self._soon, self._rest, self._next):
            timer.stop()

    def _on_soon(self) -> None:
        if self._plot.isVisible() and self._shown != self._key():
            self._paint()
            self._plot.redraw()

    def _on_rest(self) -> None:
        if self._plot.isVisible():
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
            seen, self._work = self._work.seen(), None
            self._show(seen)
            self._plot.redraw()
        else:
            self._next.start()
