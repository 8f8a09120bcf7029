"""A file of one's own: what is in it, which column is the target, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..engine.error import InputError
from ..study.intake.options import FileSpec
from ..study.intake.preview import Preview, preview
from .controls.combo import Combo
from .importer import Importer
from .setting import Settings
from .theme import Theme

__all__ = ["FILTER", "ImportDialog"]

FILTER = "Data (*.csv *.tsv *.txt *.tab *.data *.dat *.npz *ubyte *.idx *.gz *.parquet);;All files (*)"

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
_SETTLE_MS = 250


@dataclass(frozen=True, slots=True)
class _Choices:
    """A combo box whose entries stand for values."""

    box: Combo

    def value(self) -> str:
        return str(self.box.currentData())

    def set(self, value: str) -> None:
        self.box.setCurrentIndex(max(self.box.findData(value), 0))


class ImportDialog(QDialog):
    """Preview and options; the file is read in a process when it is accepted.

    Parameters
    ----------
    parent : QWidget
    settings : Settings
    theme : Theme
    spec : FileSpec, optional
        A file to begin with.

    Signals
    -------
    chosen : FileSpec
        A file that is read, ready to be raced on.
    """

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, settings: Settings, theme: Theme, spec: FileSpec | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Data from a file")
        self.setObjectName("importDialog")
        self._settings = settings
        self._theme = theme
        self._spec = spec or FileSpec(path="")
        self._preview: Preview | None = None
        self._left_out: set[str] = set(self._spec.leave_out)
        self._filling = False
        self.importer = Importer(self)
        self.importer.advanced.connect(lambda share: self.progress.setValue(round(1000 * share)))
        self.importer.read.connect(self._on_read)
        self.importer.failed.connect(self._on_failed)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._make_widgets()
        self.resize(760, 560)
        self.path.setText(self._spec.path)
        self.look()

    # ---------------------------------------- building

    def _make_widgets(self) -> None:
        self.path = QLineEdit(placeholderText="A CSV or TSV table, an NPZ archive, or MNIST's IDX files")
        self.path.setAccessibleName("File")
        self.path.textEdited.connect(lambda: self._settle.start())
        self.browse = QPushButton("Choose…")
        self.browse.setAccessibleName("Choose a file")
        self.browse.clicked.connect(self.ask)
        first = QHBoxLayout()
        first.addWidget(self.path, 1)
        first.addWidget(self.browse)
        self.message = QLabel(wordWrap=True)
        self.message.setAccessibleName("What is wrong")
        self.message.setProperty("error", True)
        self.message.hide()
        self.target = self._choice("Target", "The column that is to be predicted.")
        self.task = self._choice("Task", "What a prediction is: a class, or a number.", _TASKS)
        self.missing = self._choice("Missing values", "What happens where a cell is empty.", _MISSING)
        self.delimiter = self._choice("Delimiter", "What stands between two cells.", _DELIMITERS)
        self.header = QCheckBox("The first line has the names of the columns")
        self.comma = QCheckBox("Decimal comma: 3,14")
        for box in (self.header, self.comma):
            box.clicked.connect(self._on_option_changed)
        form = QFormLayout()
        form.addRow("&Target", self.target.box)
        form.addRow("Tas&k", self.task.box)
        form.addRow("&Missing values", self.missing.box)
        form.addRow("&Delimiter", self.delimiter.box)
        form.addRow("", self.header)
        form.addRow("", self.comma)
        self._text_only = (self.delimiter.box, self.header, self.comma, self.target.box, self.missing.box)
        self.table = QTableWidget(editTriggers=QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName("First rows of the file")
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.verticalHeader().setVisible(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("muted", True)
        self.progress = QProgressBar(maximum=1000, textVisible=False)
        self.progress.setAccessibleName("Share of the file that is read")
        self.progress.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setText("Use this data")
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setProperty("primary", True)
        self.buttons.accepted.connect(self.read)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(first)
        column.addWidget(self.message)
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        self.task.set(self._spec.task)
        self.missing.set(self._spec.missing)
        self.delimiter.set(self._spec.delimiter)

    def _choice(self, name: str, tip: str, entries: tuple[tuple[str, str], ...] = ()) -> _Choices:
        box = Combo()
        box.setAccessibleName(name)
        box.setToolTip(tip)
        for text, value in entries:
            box.addItem(text, value)
        box.activated.connect(self._on_option_changed)
        return _Choices(box)

    # ---------------------------------------- choosing

    def ask(self) -> None:
        """Let the person choose a file."""
        folder = self._settings.text("data/folder") or str(Path.home())
        dialog = QFileDialog(self, "Choose a file with data", folder, FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.show_file)
        dialog.open()

    def show_file(self, path: str) -> None:
        """Look at another file, with nothing known of it."""
        self._settings.set("data/folder", str(Path(path).parent))
        self._spec = FileSpec(path=path, missing=self._spec.missing)
        self._left_out = set()
        self.path.setText(path)
        self.delimiter.set("")
        self.task.set("")
        self.look()

    def look(self) -> None:
        """Show the first part of the file as the options have it."""
        self._settle.stop()
        path = self.path.text().strip()
        if path != self._spec.path:
            self._spec = FileSpec(path=path, missing=self._spec.missing)
            self._left_out = set()
        self._preview = None
        if not path:
            self._show("", "Choose a file, or drop one on the window.")
            return
        try:
            self._preview = preview(self._spec)
        except InputError as error:
            self._show(error.message, "")
            return
        self._spec = self._preview.spec
        self._show("", "")

    def _show(self, error: str, hint: str) -> None:
        found = self._preview
        self._filling = True
        self.message.setText(error)
        self.message.setVisible(bool(error))
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(found is not None)
        is_text = found is not None and bool(found.columns)
        for widget in self._text_only:
            widget.setEnabled(is_text)
        self.table.setVisible(is_text)
        columns = found.columns if found is not None else ()
        self.target.box.clear()
        for at, column in enumerate(columns):
            last = " (the last column)" if at == len(columns) - 1 else ""
            self.target.box.addItem(column.name + last, column.name)
        if columns:
            self.target.set(self._spec.target or columns[-1].name)
            if self.target.value() != self._spec.target and not self._spec.target:
                self.target.set(columns[-1].name)
        self.header.setChecked(bool(self._spec.header))
        self.comma.setChecked(self._spec.decimal == ",")
        self.delimiter.set(self._spec.delimiter)
        self._fill_table()
        self.note.setText(hint or self._describe())
        self._filling = False

    def _fill_table(self) -> None:
        found = self._preview
        columns = found.columns if found is not None else ()
        rows = found.rows if found is not None else ()
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(rows))
        target = self.target.value()
        faint, strong = QColor(self._theme.muted), QColor(self._theme.accent)
        for at, column in enumerate(columns):
            role = "target" if column.name == target else "left out" if column.name in self._left_out else ""
            kind = "text" if column.text else "number"
            item = QTableWidgetItem(f"{column.name}\n{role or kind}")
            item.setToolTip(
                f"{column.name}: {kind}, {column.distinct} different values and {column.missing} missing "
                "ones in the part looked at. Click to leave it out, or to take it back."
            )
            if role:
                item.setForeground(strong if role == "target" else faint)
            self.table.setHorizontalHeaderItem(at, item)
            for line, row in enumerate(rows):
                cell = QTableWidgetItem(row[at] if at < len(row) else "")
                if role == "left out":
                    cell.setForeground(faint)
                self.table.setItem(line, at, cell)

    def _describe(self) -> str:
        found = self._preview
        if found is None:
            return ""
        if not found.columns:
            return "Arrays: features and targets are found by their names, images become rows of pixels."
        missing = sum(column.missing for column in found.columns)
        text = f"{len(found.columns)} columns. Click on a head to leave the column out; text is categories."
        return text + (f" {missing} cells are empty in the part shown." if missing else "")

    def _on_option_changed(self) -> None:
        if self._filling:
            return
        self._spec = msgspec.structs.replace(
            self._spec,
            delimiter=self.delimiter.value(),
            header=self.header.isChecked() if self.sender() is self.header else self._spec.header,
            decimal="," if self.comma.isChecked() else ".",
            target=self.target.value() if self.target.box.count() else "",
            task=self.task.value(),
            missing=self.missing.value(),
        )
        self._left_out.discard(self.target.value())
        self.look()

    def _on_header_clicked(self, at: int) -> None:
        assert self._preview is not None
        name = self._preview.columns[at].name
        if name != self.target.value():
            self._left_out ^= {name}
            self._fill_table()

    # ---------------------------------------- reading

    def read(self) -> None:
        """Read the file in a process; the dialog shows how far it is and can be cancelled."""
        if self._preview is None or self.importer.busy:
            return
        columns = [column.name for column in self._preview.columns]
        left_out = tuple(name for name in columns if name in self._left_out)
        target = self.target.value() if columns else ""
        self._spec = msgspec.structs.replace(
            self._spec, target=target, leave_out=left_out, task=self.task.value(), sha256=""
        )
        self._set_busy(True)
        self.importer.start(self._spec)

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(not busy)
        for widget in (self.path, self.browse, self.table, *self._text_only, self.task.box):
            widget.setEnabled(not busy)

    def _on_read(self, spec: FileSpec) -> None:
        self._set_busy(False)
        self.accept()
        self.chosen.emit(spec)

    def _on_failed(self, text: str, where: str, details: str) -> None:
        self._set_busy(False)
        self._show(text, "")
        self.message.setToolTip(details)
        field = {"target": self.target.box, "missing": self.missing.box, "delimiter": self.delimiter.box,
                 "task": self.task.box, "path": self.path}.get(where)  # fmt: skip
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Stop reading; when nothing is being read, close."""
        if self.importer.busy:
            self.importer.cancel()
            self._set_busy(False)
            self._show("", "Stopped; nothing of it is kept.")
            return
        self.importer.stop()
        super().reject()
