"""One way to look at a race in a plane: what the trajectory plot asks of it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer

from ..frame import Frame, RaceView

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["Pace", "Range", "Scene"]

Range = tuple[float, float]


class Pace:
    """Lets something happen at most so often; the last wish is never forgotten.

    Parameters
    ----------
    seconds : float
        Between two times.
    again : callable
        Called when a wish that came too early may be granted.
    parent : QObject
    """

    def __init__(self, seconds: float, again: Callable[[], None], parent: TrajectoryPlot) -> None:
        self._seconds = seconds
        self._last = 0.0
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(again)

    def may(self) -> bool:
        """Return whether it may happen now; if so, it counts as done."""
        now = perf_counter()
        if now - self._last >= self._seconds:
            self._last = now
            self._timer.stop()
            return True
        if not self._timer.isActive():
            self._timer.start(int(1000 * (self._seconds - now + self._last)) + 1)
        return False

    def hurry(self) -> None:
        """Let it happen the next time it is asked for."""
        self._last = 0.0

    def close(self) -> None:
        """Stop for good."""
        self._timer.stop()
        self._timer.deleteLater()


class Scene:
    """Base class of the views of the trajectory plot.

    Parameters
    ----------
    plot : TrajectoryPlot
        Its items are what a scene draws with.
    race : RaceView
    """

    grid = False
    titles = ("x", "y")

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        self.plot = plot
        self.race = race

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the part of the plane to show while the plot follows."""
        raise NotImplementedError

    def draw(self, frame: Frame) -> None:
        """Give the plot's items what a frame shows."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Draw what does not depend on a frame."""

    def settle(self) -> None:
        """Finish at once what would be drawn a moment later."""

    def view_changed(self) -> None:
        """Answer to zooming, panning and resizing."""

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Answer to the cursor at a place in pixels."""

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Answer to a click at a place in pixels."""

    def describe(self, frame: Frame | None) -> str:
        """Return what is shown as one sentence."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the plot to another scene."""
