"""The trajectory plot with the few switches it needs above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...engine.problem import SurfaceProblem
from ..controls.combo import Combo
from ..controls.label import ElidedLabel
from ..frame import Frame, RaceView
from ..icon import icon
from ..plots.trajectory_plot import TrajectoryPlot
from ..theme import Theme

__all__ = ["TrajectoryPanel"]

_VIEWS = {"surface": "Surface", "regions": "Decision regions", "plane": "Plane of the weights"}


class TrajectoryPanel(QWidget):
    """What is raced on, whose run is drawn, and the picture."""

    run_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = TrajectoryPlot(theme)
        self.title = ElidedLabel()
        self.title.setProperty("heading", True)
        self.view = Combo()
        self.view.setMinimumContentsLength(13)
        self.view.setAccessibleName("View")
        self.seed = Combo()
        self.seed.setMinimumContentsLength(6)
        self.seed.setAccessibleName("Run shown")
        self.seed.setToolTip("Which seed's path is drawn; the curves show all.")
        self.fit = QToolButton()
        self.fit.setToolTip("Fit: show the whole picture again (A, or double click)")
        self.fit.setAccessibleName("Fit the trajectory plot")
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.title, 1)
        for widget in (self.seed, self.view, self.fit):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.view.activated.connect(lambda: self.plot.set_view(str(self.view.currentData())))
        self.seed.activated.connect(self.run_chosen)
        self.fit.clicked.connect(self.plot.auto_range)
        self.set_race(None)

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        self.plot.set_race(race)
        self.title.setText(_title(race))
        views = self.plot.views() if race else ()
        self.view.clear()
        for name in views:
            self.view.addItem(_VIEWS.get(name, name), name)
        self.view.setCurrentIndex(self.view.findData(self.plot.view_name))
        self.view.setVisible(len(views) > 1)
        seeds = race.study.seeds if race else ()
        if [self.seed.itemData(i) for i in range(self.seed.count())] != list(seeds):
            self.seed.clear()
            for seed in seeds:
                self.seed.addItem(f"seed {seed}", seed)
        self.seed.setVisible(len(seeds) > 1)

    def show_frame(self, frame: Frame) -> None:
        """Show the playhead."""
        if self.seed.currentIndex() != frame.run:
            self.seed.setCurrentIndex(frame.run)
        self.plot.show_frame(frame)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fit.setIcon(icon("auto-range", theme))
        self.plot.apply_theme(theme)


def _title(race: RaceView | None) -> str:
    if race is None:
        return ""
    problem = race.problem
    if isinstance(problem, SurfaceProblem):
        return problem.surface.title
    return f"{problem.dataset.title} · {problem.model.title}"
