"""What to take away, and where to: CSV files, pictures of the plots as they are, the study."""

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
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..engine.error import InputError
from . import theme as themes
from .controls.combo import Combo
from .picture import save_png, save_svg
from .session import Message, Session
from .setting import Settings

__all__ = ["ExportDialog"]

SIZES = (
    ("For a slide: 1600 × 900, 144 dpi", 1600, 900, 144),
    ("For a paper, one column: 1050 × 750, 300 dpi", 1050, 750, 300),
    ("For a paper, full width: 2100 × 1200, 300 dpi", 2100, 1200, 300),
    ("For a poster: 4000 × 2500, 300 dpi", 4000, 2500, 300),
    ("Own size", 0, 0, 0),
)


class ExportDialog(QDialog):
    """Writes what is ticked into a folder.

    Parameters
    ----------
    window : QWidget
        The main window; its visible plots can be exported.
    settings : Settings
    session : Session
    """

    message_raised = Signal(object)
    exported = Signal(list)

    def __init__(self, window: QWidget, settings: Settings, session: Session) -> None:
        super().__init__(window)
        self.setWindowTitle("Export results")
        self.setMinimumWidth(560)
        self._settings = settings
        self._session = session
        self._plots = window.plots_for_export()  # type: ignore[attr-defined]
        self.folder = QLineEdit(settings.text("export/folder") or str(Path.home() / "descent-lab"))
        self.folder.setAccessibleName("Folder")
        browse = QPushButton("Choose…")
        browse.clicked.connect(self._on_browse_clicked)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.data = QCheckBox("history.csv, summary.csv and their description")
        self.study = QCheckBox("study.json, which opens again to the same bits")
        self.png = QCheckBox("Pictures as PNG")
        self.svg = QCheckBox("Pictures as SVG (vector)")
        for box in (self.data, self.study, self.png, self.svg):
            box.setChecked(settings.flag(f"export/{box.text()[:7]}", True))
            box.toggled.connect(self._on_choice_changed)
        self.plots = {name: QCheckBox(title) for name, title, _ in self._plots}
        plots = QHBoxLayout()
        for check in self.plots.values():
            check.setChecked(True)
            plots.addWidget(check)
        plots.addStretch(1)
        self.size = Combo()
        self.size.setAccessibleName("Picture size")
        for text, *_ in SIZES:
            self.size.addItem(text)
        self.width_box, self.height_box, self.dpi_box = (
            self._spin(200, 10000, " px"),
            self._spin(150, 10000, " px"),
            self._spin(50, 1200, " dpi"),
        )
        for spin, name in (
            (self.width_box, "Width"),
            (self.height_box, "Height"),
            (self.dpi_box, "Resolution"),
        ):
            spin.setAccessibleName(name)
        size_row = QHBoxLayout()
        for widget in (self.width_box, QLabel("×"), self.height_box, self.dpi_box):
            size_row.addWidget(widget)
        size_row.addStretch(1)
        self.look = Combo()
        self.look.addItems(["Light (for paper)", "Dark"])
        self.look.setAccessibleName("Picture theme")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Folder", row)
        form.addRow("Data", self.data)
        form.addRow("", self.study)
        form.addRow("Pictures", self.png)
        form.addRow("", self.svg)
        form.addRow("of", plots)
        form.addRow("Size", self.size)
        form.addRow("", size_row)
        form.addRow("Look", self.look)
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("muted", True)
        self.export_button = QPushButton("Export")
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        close = QPushButton("Close")
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(close)
        buttons.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.addLayout(form)
        column.addSpacing(8)
        column.addLayout(buttons)
        self.size.currentIndexChanged.connect(self._on_size_changed)
        close.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export_clicked)
        self._on_size_changed(0)
        self._on_choice_changed()

    def _spin(self, low: int, high: int, suffix: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setSuffix(suffix)
        return box

    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, "Export into folder", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _on_size_changed(self, index: int) -> None:
        _, width, height, dpi = SIZES[index]
        own = width == 0
        for box, value in ((self.width_box, width), (self.height_box, height), (self.dpi_box, dpi)):
            box.setEnabled(own)
            if not own:
                box.setValue(value)

    def _on_choice_changed(self) -> None:
        pictures = self.png.isChecked() or self.svg.isChecked()
        for widget in (self.size, self.look, *self.plots.values()):
            widget.setEnabled(pictures)
        anything = self.data.isChecked() or self.study.isChecked() or pictures
        self.export_button.setEnabled(anything)
        self.note.setText("" if anything else "Tick at least one thing to export.")

    def _on_export_clicked(self) -> None:
        folder = Path(self.folder.text()).expanduser()
        self._settings.set("export/folder", str(folder))
        for box in (self.data, self.study, self.png, self.svg):
            self._settings.set(f"export/{box.text()[:7]}", box.isChecked())
        self.export_button.setEnabled(False)
        try:
            written = self._write(folder)
        except InputError as error:
            self.note.setText(error.message)
            self.message_raised.emit(Message("error", f"The export is not complete. {error.message}"))
            self.export_button.setEnabled(True)
            return
        self.exported.emit(written)
        self.message_raised.emit(Message("info", f"{len(written)} files written to {folder}."))
        self.accept()

    def _write(self, folder: Path) -> list[Path]:
        from ..study.export import export_all
        from ..study.file import save_study

        race = self._session.race
        assert race is not None
        study = self._session.study_to_save
        written: list[Path] = []
        if self.data.isChecked():
            written += export_all(folder, study, race.problem, race.history)
        if self.study.isChecked() and not self.data.isChecked():
            save_study(study, folder / "study.json")
            written.append(folder / "study.json")
        theme = themes.DARK if self.look.currentIndex() else themes.LIGHT
        for name, _, plot in self._plots:
            if not self.plots[name].isChecked():
                continue
            size = (self.width_box.value(), self.height_box.value())
            if self.png.isChecked():
                save_png(plot, folder / f"{name}.png", *size, dpi=self.dpi_box.value(), theme=theme)
                written.append(folder / f"{name}.png")
            if self.svg.isChecked():
                save_svg(plot, folder / f"{name}.svg", *size, theme=theme)
                written.append(folder / f"{name}.svg")
        return written
