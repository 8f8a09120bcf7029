"""A file of one's own: what is in it, which column is the target, and how it is read."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..engine.error import InputError
from ..study.intake.options import FileSpec
from ..study.intake.preview import Preview, preview
from .import_form import ImportForm
from .import_table import ImportTable
from .importer import Importer
from .setting import Settings
from .theme import Theme

__all__ = ["FILTER", "ImportDialog"]

FILTER = "Data (*.csv *.tsv *.txt *.tab *.data *.dat *.npz *ubyte *.idx *.gz *.parquet);;All files (*)"

_SETTLE_MS = 250


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
        self.message.setProperty("error", True)
        self.message.hide()
        self.form = ImportForm()
        self.form.changed.connect(self._on_option_changed)
        self.table = ImportTable(self._theme)
        self.table.column_clicked.connect(self._on_column_clicked)
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
        column.addWidget(self.form)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)

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
        self.look()

    def look(self) -> None:
        """Show the first part of the file as the options have it."""
        self._settle.stop()
        path = self.path.text().strip()
        if path != self._spec.path:
            self._spec = FileSpec(path=path, missing=self._spec.missing, task=self._spec.task)
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
        self.message.setText(error)
        self.message.setVisible(bool(error))
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(found is not None)
        self.form.show_options(self._spec, found.columns if found is not None else ())
        self._show_table()
        self.note.setText(hint or self._describe())

    def _show_table(self) -> None:
        self.table.show_preview(self._preview, self.form.target.value(), self._left_out)

    def _describe(self) -> str:
        found = self._preview
        if found is None:
            return ""
        if not found.columns:
            return "Arrays: features and targets are found by their names, images become rows of pixels."
        missing = sum(column.missing for column in found.columns)
        text = f"{len(found.columns)} columns. Click on a head to leave the column out; text is categories."
        cells = "1 cell is" if missing == 1 else f"{missing:,} cells are"
        return text + (f" {cells} empty in the part shown." if missing else "")

    def _on_option_changed(self) -> None:
        self._spec = self.form.chosen(self._spec)
        self._left_out.discard(self._spec.target)
        self.look()

    def _on_column_clicked(self, name: str) -> None:
        if name != self.form.target.value():
            self._left_out ^= {name}
            self._show_table()

    # ---------------------------------------- reading

    def read(self) -> None:
        """Read the file in a process; the dialog shows how far it is and can be cancelled."""
        if self._preview is None or self.importer.busy:
            return
        columns = [column.name for column in self._preview.columns]
        left_out = tuple(name for name in columns if name in self._left_out)
        options = self.form
        self._spec = msgspec.structs.replace(
            self._spec,
            target=options.target.value(),
            leave_out=left_out,
            task=options.task.value(),
            sha256="",
        )
        self._set_busy(True)
        self.importer.start(self._spec)

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(not busy)
        for widget in (self.path, self.browse, self.table, self.form):
            widget.setEnabled(not busy)

    def _on_read(self, spec: FileSpec) -> None:
        self._set_busy(False)
        self.accept()
        self.chosen.emit(spec)

    def _on_failed(self, text: str, where: str, details: str) -> None:
        self._set_busy(False)
        self._show(text, "")
        self.message.setToolTip(details)
        field = self.path if where == "path" else self.form.field(where)
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
