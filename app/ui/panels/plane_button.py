"""The buttons above the plane of the weights: which plane, which loss, and whether it is computed now."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ...engine.problem import DataProblem
from ...study.plane_loss import LEVELS, MOST_EXAMPLES
from ..icon import icon
from ..plots.plane_options import PlaneOptions
from ..plots.trajectory_plot import TrajectoryPlot
from ..theme import Theme

__all__ = ["PlaneButton"]

_DIRECTIONS = {
    "off": ("&Paths alone", "The paths in the plane of the two main directions; the loss is not computed."),
    "main": (
        "Loss on the &main directions",
        "The plane that is nearest to the recorded weights of all lanes that are shown.",
    ),
    "random": (
        "Loss on &random directions",
        "Two random directions from the weights of the highlighted lane (else of the lane with the lowest "
        "loss) at the playhead, as long in each filter as the weights are there (Li et al. 2018).",
    ),
}
_PARTS = {
    "training": ("&Training loss", "Over the whole training set"),
    "validation": ("&Validation loss", "Over the whole validation set"),
}
_FINE = {
    False: ("&Coarse", f"{LEVELS[-2]} × {LEVELS[-2]} points"),
    True: ("&Fine", f"{LEVELS[-1]} × {LEVELS[-1]} points, four times the work"),
}
_TIP = (
    "Loss landscape: the loss of the network on the plane of the picture.\n"
    "Where a path is faint, the weights are far off that plane, and the loss below it is not theirs."
)
_REFRESH = "Compute plane and loss anew, from what is recorded now"
_STOP = "Compute no more of the loss on this plane; what is complete stays"


class PlaneButton(QWidget):
    """A menu of choices, and a button that refreshes or stops.

    Parameters
    ----------
    plot : TrajectoryPlot

    Signals
    -------
    chosen : PlaneOptions
        The person has changed one of them.
    help_requested : str
        The person wants to read what the picture shows.
    """

    chosen = Signal(object)
    help_requested = Signal(str)

    def __init__(self, plot: TrajectoryPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        self.options = PlaneOptions()
        self.choices = QToolButton()
        self.choices.setToolTip(_TIP)
        self.choices.setAccessibleName("Loss landscape")
        self.choices.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.now = QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.now)
        row.addWidget(self.choices)
        self.choices.setMenu(self._menu())
        self.now.clicked.connect(self._on_now)
        plot.plane_changed.connect(self._on_plane_changed)
        self.set_options(self.options)
        self._on_plane_changed()

    def set_options(self, options: PlaneOptions) -> None:
        """Show the choices, without a signal."""
        self.options = options
        self.directions[options.directions].setChecked(True)
        self.parts[options.part].setChecked(True)
        self.resolutions[options.fine].setChecked(True)
        random = options.directions == "random"
        self.another.setText(f"&Another random plane (this is seed {options.seed})")
        self.another.setEnabled(random)
        for action in (*self.parts.values(), *self.resolutions.values()):
            action.setEnabled(options.directions != "off")
        self._offer_validation()
        self.now.setVisible(options.directions != "off")

    def offer(self) -> None:
        """Show the buttons where there is a plane with a loss."""
        on_data = self._plot.race is not None and isinstance(self._plot.race.problem, DataProblem)
        self.setVisible(on_data and self._plot.view_name in ("plane", "relief"))
        self._offer_validation()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.choices.setIcon(icon("layers", theme))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.directions = self._group(menu, "directions", _DIRECTIONS)
        self.another = menu.addAction("")
        self.another.setToolTip("The same weights in the middle, two other random directions")
        self.another.triggered.connect(lambda: self._choose("seed", self.options.seed + 1))
        menu.addSeparator()
        self.parts = self._group(menu, "part", _PARTS)
        for part in self.parts.values():
            part.setToolTip(f"{part.toolTip()}; over the first {MOST_EXAMPLES:,} examples of a larger one")
        menu.addSeparator()
        self.resolutions = self._group(menu, "fine", _FINE)
        menu.addSeparator()
        about = menu.addAction("&What can mislead here")
        about.setToolTip("What such a picture shows, and what it hides: a page of the help")
        about.triggered.connect(lambda: self.help_requested.emit("plane"))
        return menu

    def _group(self, menu: QMenu, name: str, texts: dict) -> dict:
        group, found = QActionGroup(menu), {}
        for value, (text, tip) in texts.items():
            action: QAction = group.addAction(text)
            action.setCheckable(True)
            action.setToolTip(tip)
            action.triggered.connect(lambda _, value=value: self._choose(name, value))
            menu.addAction(action)
            found[value] = action
        return found

    def _choose(self, name: str, value: bool | int | str) -> None:
        options = msgspec.structs.replace(self.options, **{name: value})
        if options != self.options:
            self.set_options(options)
            self.chosen.emit(options)

    def _offer_validation(self) -> None:
        race = self._plot.race
        there = race is not None and "validation_loss" in getattr(race.problem, "evaluated", ())
        self.parts["validation"].setEnabled(there and self.options.directions != "off")

    def _on_now(self) -> None:
        scene = self._plot.plane_scene
        if scene is not None:
            (scene.stop if scene.layer.survey.busy else scene.refresh)()

    def _on_plane_changed(self) -> None:
        scene = self._plot.plane_scene
        busy = scene is not None and scene.layer.survey.busy
        text = f"Stop ({100 * scene.layer.survey.share:.0f} %)" if busy else "Refresh"
        if text == self.now.text():
            return  # it is called with every frame
        self.now.setText(text)
        self.now.setToolTip(_STOP if busy else _REFRESH)
        self.now.setAccessibleName("Stop the loss landscape" if busy else "Refresh the loss landscape")
