"""How a file of one's own is read: the target, and what a file does not say of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from ..study.intake.options import FileSpec
from ..study.intake.preview import ColumnView
from .controls.combo import Combo

__all__ = ["ImportForm"]

_DELIMITERS = (("by content", ""), ("comma  ,", ","), ("semicolon  ;", ";"), ("tab", "\t"), ("bar  |", "|"))
_TASKS = (
    ("by the target", ""),
    ("classification: which class", "classification"),
    ("regression: how much", "regression"),
)
_MISSING = (
    ("say so, and stop", "refuse"),
    ("leave such rows out", "drop"),
    ("fill with the mean, or a category of their own", "mean"),
)


@dataclass(frozen=True, slots=True)
class _Choices:
    """A combo box whose entries stand for values."""

    box: Combo

    def value(self) -> str:
        return str(self.box.currentData()) if self.box.count() else ""

    def set(self, value: str) -> None:
        self.box.setCurrentIndex(max(self.box.findData(value), 0))


class ImportForm(QWidget):
    """The options of a file.

    Attributes
    ----------
    changed : Signal
        By the person.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_header: bool | None = None
        self.target = self._choice("Target", "The column that is to be predicted.")
        self.task = self._choice("Task", "What a prediction is: a class, or a number.", _TASKS)
        self.missing = self._choice("Missing values", "What happens where a cell is empty.", _MISSING)
        self.delimiter = self._choice("Delimiter", "What stands between two cells.", _DELIMITERS)
        self.header = QCheckBox("The first line has the names of the columns")
        self.header.clicked.connect(self._on_header_clicked)
        self.comma = QCheckBox("Decimal comma: 3,14")
        self.comma.clicked.connect(self.changed)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.addRow("&Target", self.target.box)
        form.addRow("Tas&k", self.task.box)
        form.addRow("&Missing values", self.missing.box)
        form.addRow("&Delimiter", self.delimiter.box)
        form.addRow("", self.header)
        form.addRow("", self.comma)
        self._text_only = (self.delimiter.box, self.header, self.comma, self.target.box, self.missing.box)

    def show_options(self, spec: FileSpec, columns: Sequence[ColumnView]) -> None:
        """Show how a file is read, and what can be its target; arrays have no columns."""
        for widget in self._text_only:
            widget.setEnabled(bool(columns))
        self.target.box.clear()
        for at, column in enumerate(columns):
            last = " (the last column)" if at == len(columns) - 1 else ""
            self.target.box.addItem(column.name + last, column.name)
        if columns:
            self.target.set(spec.target or columns[-1].name)
        self._has_header = spec.header
        self.header.setChecked(bool(spec.header))
        self.comma.setChecked(spec.decimal == ",")
        self.task.set(spec.task)
        self.missing.set(spec.missing)
        self.delimiter.set(spec.delimiter)

    def chosen(self, spec: FileSpec) -> FileSpec:
        """Return a file with the options as they stand here."""
        return msgspec.structs.replace(
            spec,
            delimiter=self.delimiter.value(),
            header=self._has_header,
            decimal="," if self.comma.isChecked() else ".",
            target=self.target.value(),
            task=self.task.value(),
            missing=self.missing.value(),
        )

    def field(self, where: str) -> QWidget | None:
        """Return the field of an option, by its name in a `FileSpec`."""
        choices = {
            "target": self.target,
            "task": self.task,
            "missing": self.missing,
            "delimiter": self.delimiter,
        }
        return choices[where].box if where in choices else None

    def _choice(self, name: str, tip: str, entries: tuple[tuple[str, str], ...] = ()) -> _Choices:
        box = Combo()
        box.setAccessibleName(name)
        box.setToolTip(tip)
        for text, value in entries:
            box.addItem(text, value)
        box.activated.connect(self.changed)
        return _Choices(box)

    def _on_header_clicked(self, checked: bool) -> None:
        self._has_header = checked  # until then it is as the file itself has it
        self.changed.emit()
