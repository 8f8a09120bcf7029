"""One way to look at a race in a plane: what the trajectory plot asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from ..frame import Frame, RaceView

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["Range", "Scene"]

Range = tuple[float, float]


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
    on_plane = False  # of the weights
    keys: frozenset[Qt.Key] = frozenset()

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        self.plot = plot
        self.race = race

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the part of the plane to show while the plot follows."""
        raise NotImplementedError

    def draw(self, frame: Frame) -> None:
        """Give the plot's items what a frame shows."""
        raise NotImplementedError

    def inherit(self, old: Scene | None) -> bool:
        """Take over what another scene has drawn below the paths; return whether it stays."""
        return False

    def prepare(self) -> None:
        """Draw what does not depend on a frame."""

    def settle(self) -> None:
        """Finish at once what would be drawn a moment later."""

    def view_changed(self) -> None:
        """Answer to zooming, panning and resizing."""

    def visibility_changed(self, visible: bool) -> None:
        """Answer to the plot coming into sight, or leaving it."""

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Answer to the cursor at a place in pixels."""

    def click(self, frame: Frame | None, point: QPointF) -> None:
        """Answer to a click at a place in pixels."""

    def key(self, key: Qt.Key) -> None:
        """Answer to one of its `keys`."""

    def describe(self, frame: Frame | None) -> str:
        """Return what is shown as one sentence."""
        raise NotImplementedError

    def overlays_changed(self) -> None:
        """Draw what is switched on now, before a frame comes."""

    def close(self) -> None:
        """Leave the plot to another scene."""
