"""The study as a file: new, open, save, export, and what is kept from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from ..engine.error import InputError
from ..study.disk import write_whole
from ..study.file import load_study, save_study
from ..study.spec import Study
from ..study.suggestion import with_suggested_lr
from .data_files import DataFiles
from .session import Message, Session
from .setting import Settings, state_folder

if TYPE_CHECKING:
    from ..study.statistics.evidence import Evidence
    from .export_dialog import ExportDialog
    from .exporter import Exporter
    from .report.subject import ReportSubject
    from .report_dialog import ReportDialog

__all__ = ["FILTER", "SUFFIX", "Document", "show_file"]

SUFFIX = ".descent.json"
FILTER = f"Descent Lab study (*{SUFFIX} *.json)"
_OPEN_FILTER = f"Descent Lab study or report (*{SUFFIX} *.json *.html)"


class Document(QObject):
    """Which file the session's study belongs to.

    Parameters
    ----------
    session : Session
    settings : Settings
    window : QWidget
        The parent of dialogs.
    """

    changed = Signal()
    message_raised = Signal(object)
    exported = Signal(list)
    """The files of an export that are written."""
    reported = Signal(list)
    """The files of a report that are written, the report first."""
    replaced = Signal(object)
    """A study with changes that are not saved has given way: a function that brings it back."""

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self.path: Path | None = None
        self.files = DataFiles(window, settings)
        self.export_dialog: ExportDialog | None = None
        self.report_dialog: ReportDialog | None = None
        self._exporter: Exporter | None = None

    def adopt(self, study: Study, path: Path | None, kept: bool = True) -> None:
        """Race this study from now on, as soon as the data file that it may name is read.

        Parameters
        ----------
        study : Study
        path : Path, optional
            The file that it is saved to.
        kept : bool
            Whether nothing would be lost with it, as it is in that file or comes with the app.
        """

        def open_study() -> None:
            before, file, unsaved = self._session.study_to_save, self.path, self._session.modified
            if not self._session.open_study(study, kept):
                return
            self.path = path
            self.changed.emit()
            if unsaved:
                self.replaced.emit(lambda: self.adopt(before, file, kept=False))

        self.files.prepare(study, open_study)

    def new(self) -> None:
        """Start from a surface with one lane, whose learning rate suits it."""
        study = Study()
        lanes = tuple(with_suggested_lr(study, lane) for lane in study.lanes)
        self.adopt(replace(study, lanes=lanes), None)

    def open(self, path: Path) -> bool:
        """Open a study file; on failure nothing changes and the message bar says why."""
        try:
            study = load_study(path)
        except InputError as error:
            self.message_raised.emit(Message("error", f"{path.name} was not opened. {error}"))
            return False
        # A report is not what the study is saved to.
        self.adopt(study, None if path.suffix.lower() == ".html" else path)
        self._settings.add_recent(path)
        return True

    def ask_open(self) -> None:
        """Let the user choose a file to open."""
        self._ask("Open study", QFileDialog.FileMode.ExistingFile, lambda path: self.open(path))

    def save(self) -> None:
        """Save to the file it came from, or ask for one."""
        if self.path is None:
            self.ask_save()
        else:
            self.save_to(self.path)

    def save_to(self, path: Path) -> bool:
        """Save the study, with the changes made while it ran."""
        if not path.name.endswith(".json"):
            path = path.with_name(path.name + SUFFIX)
            if path != self.path and path.exists():  # what was agreed to be replaced is another file
                text = f"The study was not saved: {path} is there already. Choose it to replace it."
                self.message_raised.emit(Message("error", text))
                return False
        try:
            save_study(self._session.study_to_save, path)
        except InputError as error:
            self.message_raised.emit(Message("error", f"The study was not saved. {error}"))
            return False
        self.path = path
        self._session.mark_saved()
        self._settings.add_recent(path)
        self.message_raised.emit(Message("info", f"Saved as {path}."))
        self.changed.emit()
        return True

    def ask_save(self) -> None:
        """Let the user choose where to save."""
        self._ask("Save study", QFileDialog.FileMode.AnyFile, lambda path: self.save_to(path))

    def ask_verdict(self, evidence: Evidence) -> None:
        """Let the user choose where to save the numbers of a verdict."""
        dialog = QFileDialog(self._window, "Save the verdict", self.folder(), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("verdict.csv")
        dialog.fileSelected.connect(
            lambda name: self._on_file_chosen(Path(name), lambda path: self.save_verdict(evidence, path))
        )
        dialog.open()

    def save_verdict(self, evidence: Evidence, path: Path) -> None:
        """Save the numbers and sentences of a verdict as CSV."""
        from ..study.statistics.table import verdict_csv

        try:
            write_whole(path, verdict_csv(evidence))
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"The verdict is saved as {path}."))

    def _ask(self, title: str, mode: QFileDialog.FileMode, then: object) -> None:
        saving = mode == QFileDialog.FileMode.AnyFile
        dialog = QFileDialog(self._window, title, self.folder(), FILTER if saving else _OPEN_FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.fileSelected.connect(lambda name: self._on_file_chosen(Path(name), then))
        dialog.open()

    def _on_file_chosen(self, path: Path, then: object) -> None:
        self._settings.set("files/folder", str(path.parent))
        then(path)  # type: ignore[operator]

    def folder(self) -> str:
        """Return where a file was chosen last."""
        folder = self._settings.text("files/folder")
        return folder if folder and Path(folder).is_dir() else str(Path.home())

    def ask_export(self) -> None:
        """Open the export dialog."""
        from .export_dialog import ExportDialog

        race = self._session.race
        if race is None:
            self.message_raised.emit(Message("info", "There is nothing to export yet: press Run first."))
            return
        if self.export_dialog is not None:
            return
        self.export_dialog = dialog = ExportDialog(
            self._window, self._settings, self._session, self._one_exporter()
        )
        dialog.exported.connect(self.exported)
        dialog.finished.connect(self._on_export_finished)
        dialog.open()

    def _on_export_finished(self) -> None:
        if self.export_dialog is not None:
            self.export_dialog.deleteLater()
            self.export_dialog = None

    def _one_exporter(self) -> Exporter:
        from .exporter import Exporter

        if self._exporter is None:
            self._exporter = Exporter(self)
        return self._exporter

    def ask_report(self, subject: ReportSubject | None = None) -> None:
        """Open the report dialog, for the race if nothing else is given."""
        from .report_dialog import ReportDialog

        if subject is None:
            from .report.race_subject import RaceSubject

            if self._session.race is None:
                self.message_raised.emit(Message("info", "There is nothing to report yet: press Run first."))
                return
            subject = RaceSubject(self._session, self._settings)
        if self.report_dialog is not None:
            return
        exporter = self._one_exporter()
        self.report_dialog = dialog = ReportDialog(self._window, self._settings, subject, exporter)
        dialog.reported.connect(self.reported)
        dialog.finished.connect(self._on_report_finished)
        dialog.open()

    def ask_experiment_report(self, study: Study, done: list[Any], prediction: str) -> None:
        """Open the report dialog for an experiment and its blocks."""
        from .report.experiment_subject import ExperimentSubject

        self.ask_report(ExperimentSubject(study, done, prediction))

    def _on_report_finished(self) -> None:
        if self.report_dialog is not None:
            self.report_dialog.deleteLater()
            self.report_dialog = None

    def close(self) -> None:
        """End an export that is under way, and keep the study for the next start."""
        if self._exporter is not None:
            self._exporter.stop()
        if self.export_dialog is not None:
            self.export_dialog.reject()
        if self.report_dialog is not None:
            self.report_dialog.reject()
        self.files.stop()
        self.keep_for_next_start()

    # The study on screen survives a closed window: it is written on close and found at the next start.

    def keep_for_next_start(self) -> None:
        """Write the study on screen where the next start finds it."""
        try:
            folder = state_folder()
            folder.mkdir(parents=True, exist_ok=True)
            save_study(self._session.study_to_save, folder / f"last{SUFFIX}")
            self._settings.set("files/last", str(self.path or ""))
            self._settings.set("files/unsaved", self._session.modified)
        except (InputError, OSError):
            # A full or read-only home folder must not keep the window from closing.
            return

    def restore(self) -> None:
        """Open what was on screen at the last close, or the first example on a first start."""
        last = state_folder() / f"last{SUFFIX}"
        if last.is_file():
            try:
                study = load_study(last)
            except InputError as error:
                self._set_aside(last, str(error))
            else:
                path = Path(self._settings.text("files/last") or ".")
                found = path.is_file()
                kept = _is_in(study, path) if found else not self._settings.flag("files/unsaved")
                self.adopt(study, path if found else None, kept)
                return
        from ..study.preset import default_study

        self.adopt(default_study(), None)

    def _set_aside(self, last: Path, why: str) -> None:
        kept = last.with_name("last-unreadable.json")
        try:
            last.replace(kept)
        except OSError:
            kept = last  # until the next study takes its place
        self.message_raised.emit(
            Message("warning", f"The last session's study could not be read; it is kept as {kept}. {why}")
        )


def _is_in(study: Study, path: Path) -> bool:
    """Return whether a file has this study."""
    try:
        return load_study(path) == study
    except InputError:
        return False


def show_file(path: Path) -> None:
    """Open a file or a folder with what the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
