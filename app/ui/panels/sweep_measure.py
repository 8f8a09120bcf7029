"""By what the settings of a sweep are compared, and what counts as working."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ...study.experiment.measure import MEASURES, Measure, measures_of
from ...study.experiment.swept import RULES, Rule
from ...study.spec import DataSpec, Study
from ..controls.combo import Combo

__all__ = ["SweepMeasure"]


class SweepMeasure(QWidget):
    """Two lists in a row; the second is of use for curves only.

    Attributes
    ----------
    changed : Signal
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_data: bool | None = None
        self.combo, self.rules = Combo(), Combo()
        self.combo.setAccessibleName("What is compared")
        self.combo.setMinimumContentsLength(15)
        self.rules.setAccessibleName("What counts as working")
        self.rules.setMinimumContentsLength(19)
        for name, (title, tip) in RULES.items():
            self.rules.addItem(title, name)
            self.rules.setItemData(self.rules.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._works = QLabel("works:")
        self._works.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.combo, self._works, self.rules):
            row.addWidget(widget)
        for combo in (self.combo, self.rules):
            combo.activated.connect(self._on_activated)

    @property
    def measure(self) -> Measure:
        """Return what is compared."""
        name = self.combo.currentData()
        return next((each for each in MEASURES if each.name == name), MEASURES[0])

    @property
    def rule(self) -> Rule:
        """Return what counts as working."""
        name: Rule = self.rules.currentData()
        return name

    def set_ruled(self, ruled: bool) -> None:
        """Ask what counts as working, or not."""
        self._works.setVisible(ruled)
        self.rules.setVisible(ruled)

    def offer(self, shown: Study) -> None:
        """Offer the measures that the runs have; on a surface the target first, on data the validation."""
        self._explain()
        wanted = [measure.name for measure in measures_of(shown)]
        if wanted == [self.combo.itemData(row) for row in range(self.combo.count())]:
            return
        before = self.combo.currentData()
        self.combo.clear()
        for measure in measures_of(shown):
            self.combo.addItem(measure.title, measure.name)
            self.combo.setItemData(self.combo.count() - 1, measure.help, Qt.ItemDataRole.ToolTipRole)
        on_data = isinstance(shown.problem, DataSpec)
        usual = "validation_final" if on_data and "validation_final" in wanted else "final"
        if on_data != self._was_data:
            before = None
        self._was_data = on_data
        self.combo.setCurrentIndex(self.combo.findData(before if before in wanted else usual))
        if before is None:
            self.rules.setCurrentIndex(self.rules.findData("tenth" if on_data else "target"))
        self._explain()

    def _explain(self) -> None:
        self.combo.setToolTip(self.measure.help)
        self.rules.setToolTip(RULES[self.rule][1])

    def _on_activated(self) -> None:
        self._explain()
        self.changed.emit()
