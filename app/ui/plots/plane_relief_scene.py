"""The loss on the plane of the weights as a landscape that can be turned, with the paths on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF

from ..frame import Frame, RaceView
from .camera import Camera
from .orbit import Orbit
from .plane_ground import PlaneGround
from .plane_scene import PlaneScene
from .plane_surface import PlaneProblem, PlaneSurface
from .scene import Range
from .vista import Vista

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["PlaneReliefScene"]

_WAIT = "The loss on this plane is not there yet."
_OFF = "Paths alone are chosen: there is no landscape."
_FINER = 1.3  # than the screen, as slopes are longer than the ground below them


class _Vista(Vista):
    """What the camera sees; at first from a little farther away, as the caption has more lines."""

    @property
    def camera(self) -> Camera:
        return self._plot.camera or self._home.zoomed(0.9).moved(0.0, -0.04)


class PlaneReliefScene(PlaneScene, Orbit):
    """The same plane and the same loss as on the map: heights are losses, or their logarithms."""

    grid, gone = False, "holes"

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        self.layer.flat = False
        self._raised: PlaneGround | None = None
        self.take_mouse()

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the picture's own coordinates: the camera moves, not the view."""
        if frame is not None:
            self.extent(frame)
        return (-1.0, 1.0), (-1.0, 1.0)

    def prepare(self) -> None:
        """Take the theme's colours."""
        super().prepare()
        if self.vista is not None:
            self.vista.take_theme()
            self.vista.go_on()

    def settle(self) -> None:
        """Paint the fine picture now."""
        super().settle()
        self._raise()
        if self.vista is not None:
            self.vista.settle()

    def view_changed(self) -> None:
        """Answer to the camera, and to resizing."""
        if self.vista is not None:
            self.vista.go_on()

    def close(self) -> None:
        """Leave nothing behind."""
        super().close()
        self._lower()
        self.plot.caption.set_notice("")
        self.leave_mouse()

    def paint(self, frame: Frame) -> None:
        """Lay paths and heads onto the landscape."""
        self._raise()
        plot, theme = self.plot, self.plot.theme
        if self.vista is None:
            plot.strokes.set_strokes([])
            plot.signs.set_marks(())
            plot.caption.set_notice(_OFF if plot.plane_options.directions == "off" else _WAIT)
            return
        plot.caption.set_notice("")
        drape = self.vista.drape
        width, height = self.vista.size
        view = (*drape.relief.x, *drape.relief.y, _FINER * width, _FINER * height)
        casing = "" if self.vista.moving else theme.plot
        strokes, signs = self.drawn(frame, view, casing)
        laid = [drape.stroke(stroke, theme) for stroke in strokes]
        plot.strokes.set_strokes([behind for behind, _ in laid] + [before for _, before in laid])
        marks = [drape.mark(mark, theme) for mark in signs]
        plot.signs.set_marks(tuple(mark for mark in marks if mark is not None))

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point of the plane that is seen at a place in pixels."""
        return None if self.vista is None else self.vista.place_at(point)

    def nearest(self, frame: Frame, lane: int, point: QPointF) -> int:
        """Return the row of a lane that is drawn nearest to a place in pixels."""
        return self.row_at(lane, point)

    def _raise(self) -> None:
        """Make a landscape of the newest losses, or have none if there are none."""
        ground = self.layer.ground
        if ground is self._raised:
            return
        self._lower()
        self._raised = ground
        if ground is not None:
            problem: Any = PlaneProblem(PlaneSurface(ground))
            self.vista = _Vista(self.plot, problem)

    def _lower(self) -> None:
        self._raised = None
        if self.vista is not None:
            self.vista.close()
            self.vista = None
            self.plot.strokes.invalidate()
