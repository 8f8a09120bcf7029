"""What every plot has in common: axes, theme, legend, readout, following, and how it is copied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from ..frame import Frame, RaceView
from ..theme import LIGHT, Theme
from .caption import Caption
from .choosing import signal_for
from .grid import Grid
from .legend import Legend
from .legend_seat import LegendSeat
from .limits import FARTHEST
from .marks import Marks
from .pace import Pace
from .readout import Readout
from .strokes import Strokes
from .tick_axis import TickAxis
from .tint import recoloured

__all__ = ["Plot"]

Range = tuple[float, float]

_STILL_MS = 250  # without a move, and the view rests
_MARGINS = (4.0, 10.0, 20.0, 4.0)


class Plot(pg.PlotWidget):
    """Base class of the plots.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    named_elsewhere : bool
        The window has the names beside it, so that it does without a legend; a picture has not.
    filled : bool
        Every place says something, so a picture has its legend above it.
    least : (int, int)
        Width and height of a picture below which its text becomes smaller.

    Signals
    -------
    lane_clicked, lane_soloed, lane_muted : int
        The person chose a lane: by a click, with Shift, or with Ctrl.
    following_changed : bool
        False when the person has zoomed or panned away, True after `auto_range`.
    """

    lane_clicked = Signal(int)
    lane_soloed = Signal(int)
    lane_muted = Signal(int)
    following_changed = Signal(bool)
    filled = False
    least = (240, 160)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        axes = {"left": TickAxis("left"), "bottom": TickAxis("bottom")}
        super().__init__(parent, axisItems=axes, viewBox=pg.ViewBox(enableMenu=False), enableMenu=False)
        self.box: pg.ViewBox = self.plotItem.vb
        self.axes: dict[str, TickAxis] = axes
        self.theme = theme
        self.race: RaceView | None = None
        self.frame: Frame | None = None
        self.following = True
        self.named_elsewhere = False
        self._stale = False
        self._held = Qt.KeyboardModifier.NoModifier  # with the last click
        self._pace = Pace(0.5, self.tell, self)
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(lambda: self._set_moving(False))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 96)
        self.plotItem.hideButtons()
        self.plotItem.layout.setContentsMargins(*_MARGINS)
        self.box.disableAutoRange()
        self.box.setLimits(xMin=-FARTHEST, xMax=FARTHEST, yMin=-FARTHEST, yMax=FARTHEST)
        self.box.setDefaultPadding(0.0)
        self.strokes = Strokes(self.box)
        self.grid = Grid(axes["bottom"], axes["left"])
        self.strokes.grounds.append(self.grid)
        self.signs = Marks(self.box)
        self.signs.setZValue(20)
        self.legend = Legend(self.plotItem)
        self.caption = Caption(self.box)
        self.readout = Readout(self)
        self.seat = LegendSeat(self)
        self.box.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.box.sigResized.connect(self.redraw)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)

    # ------------------------------------------------------------------ the interface of every plot

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; data stays."""
        self.theme = theme
        self.setBackground(theme.plot)
        for axis in self.axes.values():
            axis.apply_theme(theme)
        for part in (self.legend, self.caption, self.readout, self.grid):
            part.apply_theme(theme)
        self.strokes.background = theme.plot
        self.strokes.invalidate()
        self.redraw()

    def set_race(self, race: RaceView | None) -> None:
        """Show another race, or none."""
        self.race, self.frame = race, None
        self.readout.hide()
        self.strokes.set_strokes([])
        self.signs.set_marks(())
        self.legend.set_rows(())
        self.caption.set_lines()
        for axis in self.axes.values():
            if axis.isVisibleTo(self.plotItem) != (race is not None):  # else it would be laid out anew
                # setVisible would not give the axis its width back.
                (axis.show if race is not None else axis.hide)()
        self.box.setMouseEnabled(race is not None, race is not None)
        self.setAccessibleDescription(self.describe())

    def show_frame(self, frame: Frame) -> None:
        """Show the playhead; costs nothing while the plot is hidden."""
        if self.race is None or frame.race.history is not self.race.history:
            return
        self.frame = frame
        self._stale = True
        if self.isVisible():
            self.redraw()

    def describe(self) -> str:
        """Return what is shown as one sentence, for those who listen to it."""
        raise NotImplementedError

    def draw(self, frame: Frame) -> None:
        """Give the items what a frame shows."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the last frame again."""
        self._stale = False
        if self.frame is not None and self.race is not None:
            self.draw(self.frame)

    def auto_range(self) -> None:
        """Show everything, and follow what comes."""
        if not self.following:
            self.following = True
            self.following_changed.emit(True)
        self.redraw()

    def set_grid(self, shown: bool) -> None:
        """Switch the grid on or off."""
        if shown != self.grid.shown:
            self.grid.shown = shown
            self.strokes.invalidate()

    def settle(self) -> None:
        """Finish at once what would be drawn a moment later."""

    def tell(self) -> None:
        """Let screen readers know, at most twice a second."""
        if self._pace.may():
            self.setAccessibleDescription(self.describe())

    def set_legend(self, shown: bool) -> None:
        """Switch the legend on or off."""
        self.legend.set_shown(shown)

    def dots(self) -> npt.NDArray[np.float64]:
        """Return places of the view, shape (n, 2), to be kept in sight besides lines and signs."""
        return np.zeros((0, 2))

    def taken(self, more: float = 0.0) -> list[QRectF]:
        """Return what is written over the plot, in pixels, as if that were so much higher."""
        return [self.caption.area().translated(0.0, more)]

    def stretched(self, points: npt.NDArray[np.float64], more: float) -> npt.NDArray[np.float64]:
        """Return where points of the view, shape (n, 2) in pixels, would be if it were so much higher."""
        return points * (1.0, 1.0 + more / max(self.box.rect().height(), 1.0))

    # ------------------------------------------------------------------ copies for pictures

    def settings_to(self, other: Self) -> None:
        """Give another plot of the same class the same settings."""

    def clone(
        self, theme: Theme | None = None, parent: QWidget | None = None, race: RaceView | None = None
    ) -> Self:
        """Return a fresh plot of the same race with the same settings.

        Parameters
        ----------
        theme : Theme, optional
            The same by default.
        parent : QWidget, optional
        race : RaceView, optional
            The same race as it stood at some moment; by default as it is, and goes on.
        """
        other = self._fresh(theme or self.theme, parent)
        race = race or self.race
        other.set_race(race)
        self.settings_to(other)
        other.seat.choose(self.seat.text)
        if not self.following:
            other.following = False
            other.set_view_range(*map(tuple, self.box.viewRange()))
        if self.frame is not None and race is not None:
            looks = recoloured(self.frame.looks, self.theme, other.theme)
            other.show_frame(replace(self.frame, race=race, looks=looks))
        return other

    # ------------------------------------------------------------------ for subclasses

    def _fresh(self, theme: Theme, parent: QWidget | None) -> Self:
        """Return an empty plot that can become a copy of this one."""
        return type(self)(theme, parent)

    def set_view_range(self, x: Range, y: Range) -> None:
        """Look at a part of the plane; does nothing where it is looked at already."""
        if [list(x), list(y)] != self.box.viewRange():
            self.box.setRange(xRange=x, yRange=y, padding=0.0, disableAutoRange=False)

    def view(self) -> tuple[float, float, float, float, float, float]:
        """Return left, right, bottom and top of the view, and its width and height in pixels."""
        (left, right), (bottom, top) = self.box.viewRange()
        rect = self.box.rect()
        return left, right, bottom, top, max(rect.width(), 1.0), max(rect.height(), 1.0)

    def plot_area(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of the view box in the widget's pixels."""
        rect = self.box.mapRectToScene(self.box.rect())
        return int(rect.left()), int(rect.top()), int(rect.right()), int(rect.bottom())

    def hover(self, point: QPointF | None) -> None:
        """Answer to the cursor at a place in the view box' pixels; None when it has left."""

    def click(self, point: QPointF) -> None:
        """Answer to a click at a place in the view box' pixels."""

    def choose_lane(self, lane: int) -> None:
        """Say that a click has met a lane, on its line or its name."""
        signal = signal_for(self._held, self.lane_clicked, self.lane_soloed, self.lane_muted)
        signal.emit(lane)

    # ------------------------------------------------------------------ events

    def close(self) -> None:
        """Close for good: what would be drawn a moment later has nothing to be drawn on."""
        self._still.stop()
        self.seat.stop()
        super().close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.readout.hide()
        self.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.auto_range()
            event.accept()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.race is not None:
            point = self.box.mapFromScene(self.mapToScene(event.position().toPoint()))
            if self.seat.used and self.legend.area().contains(point):
                self.seat.release()
            else:
                self.auto_range()

    @property
    def moving(self) -> bool:
        """Return whether a person is moving the view: what takes long may wait."""
        return self._still.isActive()

    def _set_moving(self, moving: bool) -> None:
        """Hurry while a person moves the view; shortly afterwards all is in order again."""
        for part in (self.strokes, *self.axes.values()):
            part.set_moving(moving)
        if moving:
            self._still.start()
        else:
            self.redraw()

    def _on_moved_by_hand(self, *_: Any) -> None:
        if self.following:
            self.following = False
            self.following_changed.emit(False)
        self._set_moving(True)
        self.redraw()

    def _on_mouse_moved(self, place: QPointF) -> None:
        point = self.box.mapFromScene(place)
        inside = self.race is not None and self.box.rect().contains(point)
        if not inside:
            self.readout.hide()
        self.hover(point if inside else None)

    def _on_mouse_clicked(self, event: Any) -> None:
        point = self.box.mapFromScene(event.scenePos())
        if (
            event.button() != Qt.MouseButton.LeftButton
            or event.double()
            or not self.box.rect().contains(point)
        ):
            return
        self._held = event.modifiers()
        lane = self.legend.lane_at(point)
        if lane >= 0:
            self.choose_lane(lane)
        elif self.race is not None:
            self.click(point)
