"""The switches of the basin maps: what they show, which lanes are compared, how many starts and steps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QToolButton, QWidget

from ...study.basin.lattice import RESOLUTIONS
from ...study.experiment.spec import BasinSpec
from ..basin_view import BasinView
from ..controls.combo import Combo
from ..controls.export_button import ExportButton
from ..controls.report_button import ReportButton
from ..icon import icon
from ..plots.basin_picture import MEASURES
from ..theme import Theme

__all__ = ["BasinControls"]

_STEPS = 1_000_000


class BasinControls(QWidget):
    """One line of controls, or two where there is no width.

    Parameters
    ----------
    spec : BasinSpec
        How many starts and steps there are at first.
    parent : QWidget, optional

    Attributes
    ----------
    changed : Signal
        Something else is to be shown.
    asked : Signal(BasinSpec)
        Another number of starts or steps.
    """

    changed = Signal()
    asked = Signal(object)

    def __init__(self, spec: BasinSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._make_choice()
        self._make_amount()
        self.show_spec(spec)
        self.stop, self.fit = QToolButton(), QToolButton()
        self.fit.setToolTip("Fit: show the whole domain again (A, or double click)")
        self.fit.setAccessibleName("Fit the maps")
        tip = "Save the maps as a picture, or their numbers as CSV"
        self.export = ExportButton("basins", "the maps", tip, ("png", "svg", "csv"))
        self.report = ReportButton("the basin maps")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(8, 4, 8, 2)
        self._box.setSpacing(6)
        left, right = QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (left, (self.measure, self.first, self.against, self.second)),
            (right, (self.resolution, self.steps, self.stop, self.fit, self.report, self.export)),
        ):
            row.setSpacing(6)
            for widget in widgets:
                row.addWidget(widget, 10 if widget in (self.first, self.second) else 0)
        left.addStretch(1)
        self._rows = (left, right)
        self._box.addLayout(left, 1)
        self._box.addLayout(right)

    def _make_choice(self) -> None:
        self.measure = Combo()
        for name, text in MEASURES.items():
            self.measure.addItem(text, name)
        self.measure.setMinimumContentsLength(14)
        self.measure.setAccessibleName("What the maps show")
        self.measure.setToolTip(
            "Minimum: colour says which, darker is later. Steps and evaluations: how many until the loss is "
            "at the target that a race from that start has."
        )
        self.measure.activated.connect(self.changed)
        self.first, self.second = Combo(), Combo()
        for combo, name, tip in (
            (self.first, "First lane of the difference", "The lane that is compared."),
            (self.second, "Second lane of the difference", "Show where the two differ, beside their maps."),
        ):
            combo.setMinimumContentsLength(6)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setMaximumWidth(190)
            combo.setAccessibleName(name)
            combo.setToolTip(tip)
            combo.activated.connect(self.changed)
        self.against = QLabel("against")
        self.against.setProperty("muted", True)

    def _make_amount(self) -> None:
        self.resolution = Combo()
        for level in RESOLUTIONS:
            self.resolution.addItem(f"{level} × {level}", level)
        self.resolution.setMinimumContentsLength(8)
        self.resolution.setAccessibleName("Starts")
        self.resolution.setToolTip(
            "How many starts: finer maps keep the points of coarser ones, and what is computed stays."
        )
        self.steps = QSpinBox(minimum=0, maximum=_STEPS, singleStep=100, keyboardTracking=False)
        self.steps.setSpecialValueText("as the race")
        self.steps.setSuffix(" steps")
        self.steps.setAccessibleName("Steps of each run")
        self.steps.setToolTip("How many steps each run has; 0: as many as the race.")
        self.resolution.activated.connect(lambda _: self.asked.emit(self.spec))
        self.steps.valueChanged.connect(lambda _: self.asked.emit(self.spec))

    # ------------------------------------------------------------------ what is chosen

    @property
    def spec(self) -> BasinSpec:
        """Return how many starts and steps are asked for."""
        return BasinSpec(resolution=self.resolution.currentData(), steps=self.steps.value())

    def show_spec(self, spec: BasinSpec) -> None:
        """Show other numbers, without a signal."""
        self.resolution.setCurrentIndex(RESOLUTIONS.index(spec.resolution))
        self.steps.blockSignals(True)
        self.steps.setValue(spec.steps)
        self.steps.blockSignals(False)

    @property
    def pair(self) -> tuple[int, int] | None:
        """Return the lanes whose difference is shown; None for no difference."""
        one, other = self.first.currentData(), self.second.currentData()
        if other is None or other < 0 or other == one or len(self._names) < 2:
            return None
        return one, other

    def offer(self, view: BasinView) -> None:
        """Offer the lanes of a view; those that are chosen stay."""
        names = tuple(view.names[lane] for lane in view.lanes)
        if names != self._names:
            chosen = self.first.currentText(), self.second.currentText()
            self._names = names
            self.first.clear()
            self.second.clear()
            self.second.addItem("no other lane", -1)
            for name, lane in zip(names, view.lanes, strict=True):
                self.first.addItem(name, lane)
                self.second.addItem(name, lane)
            for combo, text in zip((self.first, self.second), chosen, strict=True):
                combo.setCurrentIndex(max(combo.findText(text), 0))
        for widget in (self.first, self.against, self.second):
            widget.setVisible(len(names) > 1)

    # ------------------------------------------------------------------ how they look

    @property
    def least_width(self) -> int:
        """Return the width of the longer of two lines."""
        return max(layout.minimumSize().width() for layout in self._rows) + 16

    def set_one_line(self, one: bool) -> None:
        """Stand in one line, or in two."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(across if one else down)

    def set_there(self, there: bool) -> None:
        """Say whether there are maps."""
        for widget in (self.measure, self.first, self.against, self.second):
            widget.setVisible(there)
        for widget in (self.resolution, self.steps, self.fit, self.export):
            widget.setEnabled(there)

    def show_state(self, computing: bool, can_stop: bool, theme: Theme) -> None:
        """Show the button that stops, or goes on."""
        name, text, tip = (
            ("close", "Stop computing the maps", "Stop; what is computed stays (Esc)")
            if computing
            else ("play", "Go on computing the maps", "Go on with what is missing")
        )
        if self.stop.accessibleName() != text or self.stop.icon().isNull():
            self.stop.setAccessibleName(text)
            self.stop.setToolTip(tip)
        self.stop.setIcon(icon(name, theme))
        self.stop.setEnabled(can_stop)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fit.setIcon(icon("auto-range", theme))
        self.export.apply_theme(theme)
