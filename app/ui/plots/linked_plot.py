"""The trajectory of a reference: it looks where the race's plot looks, and cannot be changed."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ..frame import Frame, RaceView
from ..reference import Reference, same_ground
from ..theme import LIGHT, Theme
from .camera import Camera
from .trajectory_plot import TrajectoryPlot

__all__ = ["LinkedPlot"]


class LinkedPlot(TrajectoryPlot):
    """A second trajectory plot; on the same surface the axes and the camera of both are linked.

    Parameters
    ----------
    leader : TrajectoryPlot
        Who is moved moves the other.
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    reference : Reference or None
        What it shows.
    """

    def __init__(self, leader: TrajectoryPlot, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._leader = leader
        self._following_leader = False
        self.reference: Reference | None = None
        super().__init__(theme, parent)
        self.setAccessibleName("Trajectory plot of the reference")
        self.named_elsewhere = True  # beside the race's, which may have the same names and colours
        self.start.fixed = True
        leader.box.sigRangeChanged.connect(self._on_leader_moved)
        leader.turned.connect(self._on_leader_moved)
        self.box.sigRangeChangedManually.connect(self._on_self_moved)

    @property
    def linked(self) -> bool:
        """Return whether both look at the same plane in the same way."""
        ours, theirs = self.race, self._leader.race
        if ours is None or theirs is None or self.view_name != self._leader.view_name:
            return False
        grounds = self.view_name in ("surface", "landscape")
        return grounds and same_ground(ours.study, theirs.study)

    @property
    def leader(self) -> TrajectoryPlot:
        """Return the plot of the race that this is compared with."""
        return self._leader

    def set_reference(self, reference: Reference | None) -> None:
        """Show another reference, or none."""
        self.reference = reference
        self.set_race(reference.race if reference is not None else None)

    def set_race(self, race: RaceView | None) -> None:
        """Show the race of another reference, or none."""
        super().set_race(race)
        self.follow_leader()

    def follow_leader(self) -> None:
        """Look in the way and at the place where the leader looks; by itself where that is another plane."""
        leader = self._leader
        if self.race is None:
            return
        self.set_view(leader.view_name)
        # What its optimizers remembered went with its engine.
        self.set_overlays(msgspec.structs.replace(leader.overlays, momentum=False, squares=False))
        self.set_log_height(leader.log_height)
        if self.linked:
            self._on_leader_moved()
        elif not self.following:
            self.following = True
            self.redraw()

    def draw(self, frame: Frame) -> None:
        """Draw a frame; names and colours that stand in the leader's legend are not said again."""
        theirs = self._leader.frame
        named = () if theirs is None else {(look.name, look.colour) for look in theirs.looks if look.visible}
        shown = any((look.name, look.colour) not in named for look in frame.looks if look.visible)
        if shown != self.legend.shown:
            self.legend.set_shown(shown)
        super().draw(frame)

    def auto_range(self) -> None:
        """Fit both."""
        if self.linked:
            self._leader.auto_range()
        else:
            super().auto_range()

    def set_camera(self, camera: Camera) -> None:
        """Turn both."""
        if self.linked and not self._following_leader:
            self._leader.set_camera(camera)
        else:
            super().set_camera(camera)

    def choose_start(self, at: QPointF) -> None:
        """Do nothing: what was recorded has its start."""

    def _fresh(self, theme: Theme, parent: QWidget | None) -> TrajectoryPlot:  # type: ignore[override]
        """Return a plot that is linked to nothing: a copy is a picture."""
        return TrajectoryPlot(theme, parent)

    def _on_leader_moved(self) -> None:
        if not self.isVisible() or not self.linked:
            return
        self._following_leader = True
        if self.view_name == "surface":
            self.following = False
            self.set_view_range(*map(tuple, self._leader.box.viewRange()))
        elif self._leader.camera is not None:
            super().set_camera(self._leader.camera)
        elif self.camera is not None:
            super().auto_range()
        self._following_leader = False

    def _on_self_moved(self) -> None:
        if self.linked and self.view_name == "surface":
            if self._leader.following:
                self._leader.following = False
                self._leader.following_changed.emit(False)
            self._leader.set_view_range(*map(tuple, self.box.viewRange()))
            self._leader.redraw()
