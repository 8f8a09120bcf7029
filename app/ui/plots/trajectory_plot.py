"""Where the lanes are: on a surface, in the plane of the weights, or as decision regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from ..frame import Frame, RaceView
from ..theme import LIGHT, Theme
from .backdrop import Backdrop
from .camera import Camera
from .cartoon import Cartoon
from .ghost import Ghost
from .gradient_field import GradientField
from .level_line import LevelLine
from .overlay import Overlays
from .plane_options import PlaneOptions
from .plot import Plot
from .push import words_of
from .pushes import Pushes
from .region_scene import RegionScene
from .scatter import Scatter
from .scene import Scene
from .scene_choice import GROUNDS, same_place, scene_class, views_of
from .start_handle import StartHandle

if TYPE_CHECKING:
    from ...study.inside import Inside
    from .landscape import Landscape
    from .plane_scene import PlaneScene
    from .turntable import Turntable

__all__ = ["TrajectoryPlot"]

_EMPTY = "Nothing is being raced yet.\nChoose a problem and a few optimizers, then run."


class TrajectoryPlot(Plot):
    """The picture of a race in a plane.

    Signals
    -------
    start_chosen : (float, float)
        The person wants the race to start there.
    start_dragged : (float, float)
        The person is still looking for a place.
    plane_changed : ()
        Something about the plane of the weights, or the loss on it, is another.
    turned : ()
        The camera is another.

    Attributes
    ----------
    surveying : bool
        Whether the loss on the plane of the weights is computed; a copy shows what it is given.
    """

    start_chosen = Signal(float, float)
    start_dragged = Signal(float, float)
    plane_changed = Signal()
    turned = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self.scene_shown: Scene | None = None
        self._wanted = ""
        self.camera: Camera | None = None
        self.log_height: bool | None = None
        self.plane_options, self.surveying, self._note = PlaneOptions(), False, ""
        super().__init__(theme, parent)
        self.setAccessibleName("Trajectory plot")
        self.backdrop, self.scatter = Backdrop(), Scatter()
        self.overlays = Overlays()
        self.field, self.level, self.ghost = GradientField(), LevelLine(), Ghost()
        self.strokes.grounds[:0] = [self.backdrop, self.field, self.level, self.ghost, self.scatter]
        self.cartoon = Cartoon(self.box)
        self.pushes = Pushes(self.box)
        self.insides: dict[int, Inside] = {}
        self._landscape: Landscape | None = None
        self._turntable: Turntable | None = None
        self.start = StartHandle(self.box)
        self.start.dragged.connect(self.start_dragged)
        self.start.dropped.connect(self.start_chosen)
        self._pending: tuple[float, float] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_patience_over)
        self.box.sigRangeChanged.connect(self._on_view_changed)
        self.box.sigResized.connect(self._on_view_changed)
        self.apply_theme(theme)
        self.set_race(None)

    @property
    def landscape(self) -> Landscape:
        """Return the relief behind everything, made when it is first wanted."""
        from .landscape import Landscape

        if self._landscape is None:
            self._landscape = Landscape()
            self.strokes.grounds.insert(0, self._landscape)
        return self._landscape

    @property
    def turntable(self) -> Turntable:
        """Return what takes the mouse while a landscape is shown, made when it is first wanted."""
        from .turntable import Turntable

        if self._turntable is None:
            self._turntable = Turntable(self.box)
            self._turntable.setVisible(False)
        return self._turntable

    @property
    def plane_scene(self) -> PlaneScene | None:
        """Return what shows the plane of the weights, if that is looked at."""
        scene = self.scene_shown
        return cast("PlaneScene", scene) if scene is not None and scene.on_plane else None

    def views(self) -> tuple[str, ...]:
        """Return the ways to look at this race."""
        return views_of(self.race)

    @property
    def view_name(self) -> str:
        """Return how the race is looked at; empty if there is none."""
        views = self.views()
        return self._wanted if self._wanted in views else (views[0] if views else "")

    def set_view(self, name: str) -> None:
        """Look at the race in another way; a wish that this race cannot meet is kept for the next."""
        before = self.view_name
        self._wanted = name
        if self.view_name != before:
            frame = self.frame
            self.following = True
            self.seat.forget()
            self._show_scene()
            if frame is not None:
                self.show_frame(frame)

    def set_race(self, race: RaceView | None) -> None:
        """Show another race, or none. The view stays where the person put it if the surface is the same."""
        old = self.race
        super().set_race(race)
        same = old is not None and race is not None and same_place(old, race)
        if not same:
            self.following, self.camera = True, None
            self.seat.forget()
        self.caption.set_notice("" if race else _EMPTY)
        self._show_scene(keep=same)

    def set_overlays(self, overlays: Overlays) -> None:
        """Switch what is drawn on a surface besides the paths."""
        if overlays != self.overlays:
            self.overlays = overlays
            if self.scene_shown is not None:
                self.scene_shown.overlays_changed()
            self.strokes.invalidate()
            self.redraw()

    def set_plane_options(self, options: PlaneOptions) -> None:
        """Choose what is shown on the plane of the weights."""
        if options != self.plane_options:
            self.plane_options = options
            if self.plane_scene is not None:
                self.plane_scene.options_changed()

    def set_note(self, note: str) -> None:
        """Say something below the names of the lanes."""
        self._note = note
        if self.frame is not None and not isinstance(self.scene_shown, RegionScene):
            self.legend.set_looks(self.frame.looks, note)

    def set_insides(self, insides: dict[int, Inside]) -> None:
        """Take the updates that led to the playhead, for what the optimizers carry along."""
        self.insides = insides
        self.redraw()

    def show_ghost(self, race: RaceView | None, run: int = 0) -> None:
        """Keep the paths of a race in sight while others take its place, or let them go."""
        looks = self.frame.looks if self.frame is not None else ()
        fits = race is not None and self.view_name in GROUNDS and len(looks) == len(race.history.lanes)
        self.ghost.set_race(race if fits else None, looks, run, self.theme.plot)
        self.strokes.set_hasty(fits)

    def set_camera(self, camera: Camera) -> None:
        """Look at the landscape from elsewhere; from where one looks first after `auto_range`."""
        if camera != self.camera:
            self.camera = camera
            if self.following:
                self.following = False
                self.following_changed.emit(False)
            self._on_view_changed()
            self.turned.emit()

    def set_log_height(self, log: bool | None) -> None:
        """Draw heights as logarithms of f - f*, or as they are; None: like the colours."""
        if log != self.log_height:
            self.log_height = log
            self._on_view_changed()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.start.apply_theme(theme)
        self.cartoon.apply_theme(theme)
        self.pushes.apply_theme(theme)
        super().apply_theme(theme)
        if self.scene_shown is not None:
            self.scene_shown.prepare()
            self.redraw()

    def draw(self, frame: Frame) -> None:
        """Draw a frame."""
        scene = self.scene_shown
        if scene is None:
            return
        if self.following and not self.start.held:
            self.set_view_range(*scene.home(frame))
        if not isinstance(scene, RegionScene):
            self.legend.set_looks(frame.looks, self._note or self.words(frame)[0])
        scene.draw(frame)
        self.seat.follow(frame.running)
        self.tell()

    def words(self, frame: Frame) -> tuple[str, list[str]]:
        """Return the key of what is drawn at the heads, and which lanes have nothing of it."""
        return words_of(self.insides, frame, self.overlays) if self.view_name in GROUNDS else ("", [])

    def describe(self) -> str:
        """Return what is shown as one sentence."""
        return self.scene_shown.describe(self.frame) if self.scene_shown else "No race yet."

    def settle(self) -> None:
        """Finish at once what would be drawn a moment later."""
        if self.scene_shown is not None:
            self.scene_shown.settle()
            self.redraw()

    def settings_to(self, other: TrajectoryPlot) -> None:
        """Give another plot the same view."""
        other.set_overlays(self.overlays)
        other.camera, other.log_height = self.camera, self.log_height
        other.set_plane_options(self.plane_options)
        other.insides = self.insides
        other.set_view(self.view_name)
        if self.plane_scene is not None and other.plane_scene is not None:
            other.plane_scene.adopt(self.plane_scene)

    def hover(self, point: QPointF | None) -> None:
        """Show exact values under the cursor."""
        if point is not None and self.scene_shown is not None and self.frame is not None:
            self.scene_shown.hover(self.frame, point)

    def click(self, point: QPointF) -> None:
        """Choose a lane or a start."""
        if self.scene_shown is not None:
            self.scene_shown.click(self.frame, point)

    def dots(self) -> npt.NDArray[np.float64]:
        """Return the examples."""
        groups = [group.points for group in self.scatter.groups]
        return np.concatenate(groups) if groups else super().dots()

    def taken(self, more: float = 0.0) -> list[QRectF]:
        """Return the caption, and the ring at the start with its word."""
        if not self.start.isVisible():
            return super().taken(more)
        start = self.start.area()
        ((x, y),) = self.stretched(np.array([start.center().toTuple()]), more)
        start.moveCenter(QPointF(x, y))
        return [*super().taken(more), start]

    def stretched(self, points: npt.NDArray[np.float64], more: float) -> npt.NDArray[np.float64]:
        """Return where points would be if the view were so much higher: a landscape keeps its shape."""
        vista = getattr(self.scene_shown, "vista", None)
        return super().stretched(points, more) if vista is None else vista.stretched(points, more)

    def show_readout(self, head: str, rows: list[str], point: QPointF) -> None:
        """Show exact values in an upper corner, away from the cursor."""
        rect = self.box.rect()
        vertical, horizontal = self.legend.corner.split()
        right = (
            horizontal == "left"
            if vertical == "top" and self.legend.shown
            else point.x() < 0.5 * rect.width()
        )
        if point.y() < 0.3 * rect.height():
            right = point.x() < 0.5 * rect.width()
        self.readout.show_rows(head, rows, right, self.plot_area())

    def choose_start(self, at: QPointF) -> None:
        """Ask for another start; while a double click would mean something else, only after a moment."""
        self._pending = (at.x(), at.y())
        if self.following:
            self._on_patience_over()
        else:
            self._patience.start(QApplication.doubleClickInterval())

    def auto_range(self) -> None:
        """Show everything, and follow what comes."""
        self._pending = None
        if not self.following and self.scene_shown is not None:
            self.set_view_range(*self.scene_shown.home(self.frame))
        if self.camera is not None:
            self.camera = None
            self._on_view_changed()
            self.turned.emit()
        super().auto_range()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.scene_shown is not None:
            self.scene_shown.visibility_changed(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.scene_shown is not None:
            self.scene_shown.visibility_changed(False)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that turn a landscape from being shortcuts while the plot has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._takes(event) and self.scene_shown is not None:
            self.scene_shown.key(Qt.Key(event.key()))
            event.accept()
        else:
            super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if self.scene_shown is None or event.modifiers() & ~plain:
            return False
        return Qt.Key(event.key()) in self.scene_shown.keys

    def _show_scene(self, keep: bool = False) -> None:
        old, self.scene_shown = self.scene_shown, None
        if old is not None:
            old.close()
        self.strokes.set_strokes([])
        self.strokes.invalidate()
        self.signs.set_marks(())
        self.pushes.set_pushes([])
        self.caption.set_lines()
        scene = scene_class(self.view_name)(self, self.race) if self.race is not None else None
        if scene is None or not scene.inherit(old):
            self.backdrop.set_image(None)
        if scene is None:
            return
        self.set_grid(scene.grid)
        for axis, title in zip(("bottom", "left"), scene.titles, strict=True):
            self.axes[axis].set_title(title)
        if (not keep or self.following) and not self.start.held:
            self.set_view_range(*scene.home(None))
        self.scene_shown = scene
        scene.prepare()
        scene.view_changed()
        self.setAccessibleDescription(self.describe())

    def _on_view_changed(self) -> None:
        if self.scene_shown is not None:
            self.scene_shown.view_changed()

    def _on_patience_over(self) -> None:
        if self._pending is not None:
            x, y = self._pending
            self._pending = None
            self.start_chosen.emit(x, y)
