"""The trajectory plot with the few switches it needs above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...engine.problem import SurfaceProblem
from ..controls.combo import Combo
from ..controls.label import ElidedLabel
from ..frame import Frame, RaceView
from ..icon import icon
from ..plots.overlay import Overlays
from ..plots.paths import dot_interval
from ..plots.plane_options import PlaneOptions
from ..plots.trajectory_plot import TrajectoryPlot
from ..theme import Theme
from .overlay_button import OverlayButton
from .plane_button import PlaneButton

__all__ = ["TrajectoryPanel"]

_VIEWS = {
    "surface": "From above",
    "landscape": "Landscape (3-D)",
    "regions": "Decision regions",
    "plane": "Plane of the weights",
    "relief": "Plane in 3-D",
}


class TrajectoryPanel(QWidget):
    """What is raced on, whose run is drawn, and the picture."""

    run_chosen = Signal(int)
    overlays_chosen = Signal(object)
    plane_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = TrajectoryPlot(theme)
        self.plot.surveying = True
        self.side = QToolButton()
        self.side.hide()
        self.title = ElidedLabel(least=12, bare=8)
        self.title.setProperty("heading", True)
        self.view = Combo()
        self.view.setMinimumContentsLength(13)
        self.view.setAccessibleName("View")
        self.log_height = QToolButton(text="log f", checkable=True)
        self.log_height.setToolTip("Heights are the logarithm of f - f*, the distance to the lowest value")
        self.log_height.setAccessibleName("Logarithmic height")
        self.seed = Combo()
        self.seed.setMinimumContentsLength(4)
        self.seed.setAccessibleName("Run shown")
        self.seed.setToolTip("Which seed's path is drawn; the curves show all.")
        self.overlays = OverlayButton()
        self.plane = PlaneButton(self.plot)
        self.fit = QToolButton()
        self.fit.setToolTip("Fit: show the whole picture again (A, or double click)")
        self.fit.setAccessibleName("Fit the trajectory plot")
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.side)
        row.addWidget(self.title, 1)
        for widget in (self.seed, self.log_height, self.view, self.overlays, self.plane, self.fit):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.view.activated.connect(self._on_view_activated)
        self.log_height.clicked.connect(self.plot.set_log_height)
        self.view.activated.connect(self._offer_overlays)
        self.overlays.chosen.connect(self._on_overlays_chosen)
        self.plane.chosen.connect(self._on_plane_chosen)
        self.plot.plane_changed.connect(self._offer_height)
        self.seed.activated.connect(self.run_chosen)
        self.fit.clicked.connect(self.plot.auto_range)
        self.set_race(None)

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        self.plot.set_race(race)
        self.title.setText(_title(race))
        views = self.plot.views() if race else ()
        if [self.view.itemData(i) for i in range(self.view.count())] != list(views):
            self.view.clear()
            for name in views:
                self.view.addItem(_VIEWS.get(name, name), name)
        self.view.setCurrentIndex(self.view.findData(self.plot.view_name))
        self.view.setVisible(len(views) > 1)
        self._offer_overlays()
        if race is not None:
            self.overlays.set_interval(dot_interval(race.ticks))
        self._offer_height()
        seeds = race.study.seeds if race else ()
        if [self.seed.itemData(i) for i in range(self.seed.count())] != list(seeds):
            self.seed.clear()
            for seed in seeds:
                self.seed.addItem(f"seed {seed}", seed)
        self.seed.setVisible(len(seeds) > 1)

    def offer_side(self, action: QAction) -> None:
        """Have a button for what hides the column beside the picture."""
        self.side.setDefaultAction(action)
        self.side.setAccessibleName("Hide or show the study panel")
        self.side.show()

    def set_overlays(self, overlays: Overlays) -> None:
        """Switch what is drawn on a surface, without a signal."""
        self.overlays.set_overlays(overlays)
        self.plot.set_overlays(overlays)

    def set_plane_options(self, options: PlaneOptions) -> None:
        """Choose what is shown on the plane of the weights, without a signal."""
        self.plane.set_options(options)
        self.plot.set_plane_options(options)

    def _offer_overlays(self) -> None:
        self.overlays.setVisible(self.plot.view_name in ("surface", "landscape"))
        self.overlays.set_flat(self.plot.view_name == "surface")
        self.plane.offer()

    def _on_overlays_chosen(self, overlays: Overlays) -> None:
        self.plot.set_overlays(overlays)
        self.overlays_chosen.emit(overlays)

    def _on_plane_chosen(self, options: PlaneOptions) -> None:
        self.plot.set_plane_options(options)
        self.plane_chosen.emit(options)

    def show_frame(self, frame: Frame) -> None:
        """Show the playhead."""
        if self.seed.currentIndex() != frame.run:
            self.seed.setCurrentIndex(frame.run)
        self.plot.show_frame(frame)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fit.setIcon(icon("auto-range", theme))
        self.overlays.apply_theme(theme)
        self.plane.apply_theme(theme)
        self.plot.apply_theme(theme)

    def _on_view_activated(self) -> None:
        self.plot.set_view(str(self.view.currentData()))
        self._offer_height()

    def _offer_height(self) -> None:
        vista = getattr(self.plot.scene_shown, "vista", None)  # of a landscape alone
        self.log_height.setVisible(vista is not None)
        if vista is not None:
            self.log_height.setChecked(vista.log)


def _title(race: RaceView | None) -> str:
    if race is None:
        return ""
    problem = race.problem
    if isinstance(problem, SurfaceProblem):
        return problem.surface.title
    return f"{problem.dataset.title} · {problem.model.title}"
