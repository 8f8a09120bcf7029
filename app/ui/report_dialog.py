"""A report: where to, which forms of it, and whether the raw data go beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..engine.error import InputError
from ..study.disk import make_folder
from .existing import existing, folder_of, stand
from .exporter import Exporter
from .meanwhile import Meanwhile
from .message_bar import MessageBar
from .report.subject import ReportSubject
from .report.write import KINDS, NAME, check_name
from .setting import Settings

__all__ = ["ReportDialog"]


class ReportDialog(QDialog):
    """Writes a report; what goes wrong is said in a bar of its own, and it stays open.

    Parameters
    ----------
    window : QWidget
        The main window.
    settings : Settings
    subject : ReportSubject
        What is reported.
    exporter : Exporter
        At rest; it outlives the dialog.

    Attributes
    ----------
    reported : Signal(list)
        The files that are written: the report first, then the raw data.
    """

    reported = Signal(list)

    def __init__(
        self, window: QWidget, settings: Settings, subject: ReportSubject, exporter: Exporter
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(subject.title)
        self.setMinimumWidth(620)
        self._settings = settings
        self._subject = subject
        self.exporter = exporter
        self.bar = MessageBar(window.theme)  # type: ignore[attr-defined]
        self.folder = QLineEdit(self._kept("folder") or str(Path.home() / "descent-lab"))
        self.name = QLineEdit(self._kept("name") or NAME)
        self.place = _quiet("")
        self.boxes = {
            "html": QCheckBox("As a &page (HTML): for any browser, and opens here again as a study"),
            "pdf": QCheckBox("As a &document (PDF), for printing"),
            "data": QCheckBox(f"&Raw data beside it, {subject.files} ({subject.extent})"),
        }
        for name, box in self.boxes.items():
            box.setChecked(settings.flag(f"report/{name}", True))
            box.toggled.connect(self._on_changed)
        self.prediction = _quiet(subject.note)
        self.progress = QProgressBar(textVisible=False)
        self.progress.setAccessibleName("Progress")
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that nothing above is squeezed when it comes
        self.progress.setSizePolicy(kept)
        self.note = _quiet("")
        self.close_button = QPushButton("Close")
        self.close_button.setAutoDefault(False)  # Return, pressed twice, does not cancel what it began
        self.write_button = QPushButton("&Write report")
        self.write_button.setProperty("primary", True)
        self.write_button.setDefault(True)
        self._meanwhile = Meanwhile(self.progress, self.note, self.write_button, self.close_button)
        self.choices = self._arranged()
        self.folder.textChanged.connect(self._on_changed)
        self.name.textChanged.connect(self._on_changed)
        self.close_button.clicked.connect(self.reject)
        self.write_button.clicked.connect(self._on_write_clicked)
        exporter.advanced.connect(self._on_advanced)
        exporter.ended.connect(self._on_ended)
        self._set_busy(False)
        self.folder.setFocus()

    def _arranged(self) -> QWidget:
        choices = QWidget()
        form = QFormLayout(choices)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        browse = QPushButton("&Choose…")
        browse.clicked.connect(self._on_browse_clicked)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.folder)
        line.addWidget(browse)
        for field, text in ((self.folder, "&Folder"), (self.name, "&Name")):
            field.setAccessibleName(text.replace("&", ""))
            label = QLabel(text)
            label.setBuddy(field)
            form.addRow(label, line if field is self.folder else field)
        form.addRow("", self.place)
        for title, name in (("Report", "html"), ("", "pdf"), ("Data", "data")):
            form.addRow(title, self.boxes[name])
        form.addRow("Prediction", self.prediction)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 18, 20, 16)
        inner.addWidget(choices)
        inner.addSpacing(8)
        inner.addWidget(self.progress)
        inner.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.write_button)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(inner)
        return choices

    def reject(self) -> None:
        """Close; while a report is under way, cancel it instead."""
        if self.exporter.busy:
            self.exporter.cancel()
        else:
            super().reject()

    # ---------------------------------------- before

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return which forms of the report are wanted."""
        return tuple(kind for kind in KINDS if self.boxes[kind].isChecked())

    @property
    def data(self) -> bool:
        """Return whether the raw data are wanted."""
        return self.boxes["data"].isChecked()

    def _files(self) -> list[Path]:
        """Return what would be written.

        Raises
        ------
        InputError
        """
        folder, name = folder_of(self.folder.text()), check_name(self.name.text())
        return self._subject.paths(folder, self.data, name, self.kinds)

    def _on_changed(self) -> None:
        if self.exporter.busy:
            return
        try:
            there = existing(self._files())
        except InputError as error:
            self.place.setText(error.message)
        else:
            folder = folder_of(self.folder.text())
            made = "" if existing([folder]) else f"{folder} will be made."
            self.place.setText(f"{stand(there)} in this folder already." if there else made)
        self.note.setText("" if self.kinds else "Tick the page, the document, or both.")
        self.write_button.setEnabled(bool(self.kinds))

    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, "Report into folder", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _on_write_clicked(self) -> None:
        self.bar.dismiss()
        try:
            self._subject.check()
            there = existing(self._files())
        except InputError as error:
            self.bar.show_message("error", error.message)
            return
        self._remember()
        if not there:
            self._begin()
            return
        self.bar.show_message(
            "warning",
            f"{stand(there)} in {there[0].parent} already. Replace, or choose another folder or name.",
            action="&Replace",
            on_action=self._begin,
        )

    def _remember(self) -> None:
        for name, field in (("folder", self.folder), ("name", self.name)):
            self._settings.set(f"{self._subject.key}/{name}", field.text().strip())
        for name, box in self.boxes.items():
            self._settings.set(f"report/{name}", box.isChecked())

    def _kept(self, name: str) -> str:
        """Return where the last one went: of the same kind, or else of any."""
        return self._settings.text(f"{self._subject.key}/{name}") or (
            self._settings.text(f"report/{name}") if name == "folder" else ""
        )

    def _begin(self) -> None:
        if self.exporter.busy:
            return
        try:
            self._subject.check()
            name = check_name(self.name.text())
            folder = make_folder(folder_of(self.folder.text()))
            order = self._subject.order(folder, self.data, name, self.kinds)
        except InputError as error:
            self.bar.show_message("error", error.message)
            return
        self._set_busy(True)
        self.exporter.start(order, process=self._subject.process)

    # ---------------------------------------- meanwhile and after

    def _set_busy(self, busy: bool) -> None:
        self.choices.setEnabled(not busy)
        self._meanwhile.set_busy(busy)
        if not busy:
            self._on_changed()

    def _on_advanced(self, text: str, share: float) -> None:
        self._meanwhile.advance(text, share)

    def _on_ended(self, written: list[Path], trouble: str, details: str) -> None:
        self._set_busy(False)
        if trouble:
            self.bar.show_message("error", f"{trouble} Nothing was written.", details)
            self.write_button.setFocus()
            return
        count = len(self.kinds)
        self.reported.emit(written[-count:] + written[:-count])
        self.accept()


def _quiet(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setProperty("muted", True)
    return label
