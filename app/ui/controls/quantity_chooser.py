"""Which quantities are measured besides those that cost nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.quantity import MeasuredQuantity, quantities
from ...study.spec import DataSpec, Study
from ..theme import Theme
from .check import Check
from .label import Caption

__all__ = ["QuantityChooser", "cost_text"]


def cost_text(quantity: type[MeasuredQuantity]) -> str:
    """Return in words what a value takes."""
    if not quantity.cost:
        return "It takes no gradients."
    count = f"{quantity.cost:g} gradient{'' if quantity.cost == 1.0 else 's'}"
    return f"Each value takes as long as {count} of the whole training set (on a surface: of the function)."


class QuantityChooser(QWidget):
    """A check box for each quantity that is measured only for who asks."""

    edited = Signal(object, str)
    """The names that are asked for, in the order of the list, and a text for the undo menu."""

    def __init__(self, study: Study, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        heading = Caption("Measure too")
        heading.setToolTip("At each evaluation of the whole sets, on a surface at up to 501 steps.")
        column.addWidget(heading)
        self.boxes: dict[str, Check] = {}
        self._kinds = [kind for kind in quantities if issubclass(kind, MeasuredQuantity)]
        for kind in self._kinds:
            box = Check(kind.title, theme)
            box.setToolTip(f"{kind.description}\n{cost_text(kind)}")
            box.setAccessibleName(f"Measure: {kind.title}")
            box.clicked.connect(lambda on, name=kind.name: self._on_clicked(name, on))
            self.boxes[kind.name] = box
            column.addWidget(box)
        self.set_study(study)

    def set_study(self, study: Study) -> None:
        """Show what a study asks for, without a signal."""
        self._asked = tuple(study.quantities)
        on_data = isinstance(study.problem, DataSpec)
        brought = {quantities[name].reference for name in self._asked if name in self.boxes}  # type: ignore[attr-defined]
        for kind in self._kinds:
            box = self.boxes[kind.name]
            box.setVisible(on_data or not kind.data_only)
            box.setChecked(kind.name in self._asked or kind.name in brought)
            box.setEnabled(kind.name in self._asked or kind.name not in brought)

    def _on_clicked(self, name: str, on: bool) -> None:
        wanted = {*self._asked, name} if on else {*self._asked} - {name}
        title = quantities[name].title
        names = tuple(kind.name for kind in self._kinds if kind.name in wanted)
        self.edited.emit(names, f"Measure: {title}" if on else f"Do not measure: {title}")
