"""The row above a verdict: which target counts, in which unit of time, with restarts or not."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ...study.statistics.assessment import TARGETS, Assessment
from ...study.statistics.evidence import UNITS
from ...study.statistics.wording import number_text
from ..controls.budget_section import read_target
from ..controls.combo import Combo
from ..controls.entry import Entry
from ..controls.number import number_text as exact_text
from ..icon import icon
from ..theme import Theme

__all__ = ["VerdictSwitches"]

_TARGET_TITLES = {
    "study": "the study's target",
    "best": "what the best lane reached",
    "all": "what every lane reached",
    "own": "another loss",
}


class VerdictSwitches(QWidget):
    """Combos, a field for a loss, and two buttons, of which ``save`` is the panel's.

    Attributes
    ----------
    asked : Signal
        Another target or unit is wanted.
    restarts : QToolButton
        Whether runtimes are those with simulated restarts.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = Combo()
        self.target.setAccessibleName("Target")
        self.target.setMinimumContentsLength(10)
        self.target.setToolTip("The loss that counts as reached, here only; the study keeps its own.")
        for name, title in _TARGET_TITLES.items():
            self.target.addItem(title, name)
        self.own = Entry(read_target, lambda value: "" if value is None else exact_text(value))
        self.own.setPlaceholderText("loss")
        self.own.setFixedWidth(80)
        self.own.setAccessibleName("Another target loss")
        self.own.hide()
        self.unit = Combo()
        self.unit.setAccessibleName("Unit of time")
        self.unit.setMinimumContentsLength(6)
        self.unit.setToolTip("What time is counted in.")
        for name, title in UNITS.items():
            self.unit.addItem(title, name)
        self.restarts = QToolButton(text="restarts", checkable=True)
        self.restarts.setAccessibleName("Simulated restarts")
        self.restarts.setToolTip(
            "Runtimes with simulated restarts: a run that misses is started again until one succeeds (COCO)."
        )
        self.save = QToolButton()
        self.save.setAccessibleName("Save the numbers as CSV")
        self.save.setToolTip("Save the numbers and sentences of all units as CSV…")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(6)
        row.addWidget(QLabel("until"))
        row.addWidget(self.target, 3)
        row.addWidget(self.own)
        row.addWidget(QLabel("in"))
        row.addWidget(self.unit, 2)
        for widget in (self.restarts, self.save):
            row.addWidget(widget)
        self.target.activated.connect(self._on_target_activated)
        self.own.accepted.connect(self.asked)
        self.unit.activated.connect(self.asked)

    @property
    def wanted(self) -> tuple[str | float, str]:
        """Return the target, by its name or as a loss, and the unit."""
        name, unit = str(self.target.currentData()), str(self.unit.currentData())
        if name in TARGETS:
            return name, unit
        return "study" if self.own.value is None else float(self.own.value), unit

    def set_on_data(self, on_data: bool) -> None:
        """Offer examples as a unit, or not."""
        at = self.unit.findData("examples")
        if on_data and at < 0:
            self.unit.insertItem(2, UNITS["examples"], "examples")
        elif not on_data and at >= 0:
            self.unit.removeItem(at)

    def show_targets(self, assessment: Assessment) -> None:
        """Name the targets with their losses."""
        for name, value in assessment.targets.items():
            text = f" ({number_text(value)})" if isfinite(value) else ""
            self.target.setItemText(self.target.findData(name), _TARGET_TITLES[name] + text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.save.setIcon(icon("save", theme))

    def _on_target_activated(self) -> None:
        own = self.target.currentData() == "own"
        self.own.setVisible(own)
        if own and self.own.value is None:
            self.own.setFocus()
            return
        self.asked.emit()
