"""What to take away, and where to: CSV files, pictures of the plots as they are, an animation, the study."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..engine.error import InputError
from ..study.disk import make_folder
from ..study.export_process import order_export
from ..study.film.process import FilmOrder
from ..study.history_table import count_rows
from . import theme as themes
from .exhibit import heading_of
from .existing import existing, named, stand
from .export_form import REFERENCE, ExportForm
from .exporter import Exporter
from .filming import Filming
from .frame import RaceView
from .meanwhile import Meanwhile
from .message_bar import MessageBar
from .picture import save_pdf, save_png, save_svg
from .plots.plot import Plot
from .plots.sheet import Pictured
from .reference import Reference
from .session import Session
from .setting import Settings

__all__ = ["ExportDialog", "extent"]

_SAVERS = {".png": save_png, ".svg": save_svg, ".pdf": save_pdf}


class ExportDialog(QDialog):
    """Writes what is ticked into a folder; what goes wrong is said in a bar of its own, and it stays open.

    Parameters
    ----------
    window : QWidget
        The main window; its visible plots can be exported.
    settings : Settings
    session : Session
    exporter : Exporter
        At rest; it outlives the dialog.

    Attributes
    ----------
    exported : Signal(list)
        The files that are written.
    """

    exported = Signal(list)

    def __init__(self, window: QWidget, settings: Settings, session: Session, exporter: Exporter) -> None:
        super().__init__(window)
        self.setWindowTitle("Export results")
        self.setMinimumWidth(620)
        self._session = session
        self.bar = MessageBar(window.theme)  # type: ignore[attr-defined]
        frame = session.frame()
        self._reference: Reference | None = window.split.reference  # type: ignore[attr-defined]
        self.form = ExportForm(
            settings,
            window.exhibit.plots(),  # type: ignore[attr-defined]
            extent(session.race),
            frame.recorded if frame is not None else 0,
            self._reference.title if self._reference is not None else "",
            window.exhibit.curves(),  # type: ignore[attr-defined]
            window.exhibit.stage(),  # type: ignore[attr-defined]
        )
        self.exporter = exporter
        self.progress = QProgressBar(textVisible=False)
        self.progress.setAccessibleName("Progress")
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("muted", True)
        self.close_button = QPushButton("Close")
        self.close_button.setAutoDefault(False)  # Return, pressed twice, does not cancel what it began
        self.export_button = QPushButton("&Export")
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        self._meanwhile = Meanwhile(self.progress, self.note, self.export_button, self.close_button)
        self._arrange()
        self.form.changed.connect(self._on_form_changed)
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.exporter.advanced.connect(self._on_advanced)
        self.exporter.ended.connect(self._on_ended)
        self._set_busy(False)
        self.form.folder.setFocus()

    def _arrange(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 18, 20, 16)
        inner.addWidget(self.form)
        inner.addSpacing(8)
        inner.addWidget(self.progress)
        inner.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(inner)

    def reject(self) -> None:
        """Close; while an export is under way, cancel it instead."""
        if self.exporter.busy:
            self.exporter.cancel()
        else:
            super().reject()

    # ---------------------------------------- before

    def _on_form_changed(self) -> None:
        if self.exporter.busy:
            return
        try:
            folder = self.form.chosen_folder()
        except InputError as error:
            self.form.place.setText(error.message)
        else:
            there = existing(self.form.files(folder))
            made = "" if existing([folder]) else f"{folder} will be made."
            self.form.place.setText(f"{stand(there)} in this folder already." if there else made)
        form = self.form
        wanted = bool(form.parts or form.curves or form.pictures() or form.animation.wanted)
        self.note.setText(self._hint() if wanted else "Tick at least one thing to export.")
        self.export_button.setEnabled(wanted)

    def _hint(self) -> str:
        """Return why there is no such animation, as soon as that is known."""
        try:
            self.form.animation.chosen()
        except InputError as error:
            return error.message if self.form.animation.wanted else ""
        return ""

    def _on_export_clicked(self) -> None:
        self.bar.dismiss()
        try:
            folder = self.form.chosen_folder()
            if self._session.race is None:
                raise InputError("There is nothing to export yet: close this and press Run first.")
            if self.form.animation.wanted:
                self.form.animation.chosen()
            there = existing(self.form.files(folder))
        except InputError as error:
            self.bar.show_message("error", error.message)
            return
        self.form.remember()
        if not there:
            self._begin(folder)
            return
        self.bar.show_message(
            "warning",
            f"{stand(there)} in {folder} already. Replace, or choose another folder.",
            action="&Replace",
            on_action=lambda: self._begin(folder),
        )

    def _begin(self, folder: Path) -> None:
        race = self._session.race
        if race is None or self.exporter.busy:
            return
        animation = self.form.animation
        film = None
        try:
            if animation.wanted:
                film = FilmOrder(folder / animation.name, animation.chosen())
            make_folder(folder)
        except InputError as error:
            self.bar.show_message("error", error.message)
            return
        parts = self.form.parts
        study = self._session.study_to_save
        order, others, compared = None, [], None
        if self._reference is not None and self.form.reference_wanted:
            other, place = self._reference.race, folder / REFERENCE
            theirs = order_export(place, parts, other.study, other.problem, other.history)
            compared = self._reference.title, theirs
            others = [theirs] if parts else []
        if parts or self.form.curves:
            ours = race.problem, race.history
            order = order_export(folder, parts, study, *ours, self.form.curves, compared)
        pictures = [
            (folder / name, partial(self._draw, plot, folder / name)) for name, plot in self.form.pictures()
        ]
        filming = partial(Filming, film, animation.plots, self._theme()) if film is not None else None
        self._set_busy(True)
        self.exporter.start(order, pictures, filming, others=others)

    def _theme(self) -> themes.Theme:
        return themes.DARK if self.form.dark else themes.LIGHT

    def _draw(self, plot: Pictured, path: Path) -> None:
        width, height, dpi = (spin.value() for spin in self.form.spins.values())
        title = heading_of(plot) if isinstance(plot, Plot) else ""
        _SAVERS[path.suffix](plot, path, width, height, dpi=dpi, theme=self._theme(), title=title)

    # ---------------------------------------- meanwhile and after

    def _set_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self._meanwhile.set_busy(busy)
        if not busy:
            self._on_form_changed()

    def _on_advanced(self, text: str, share: float) -> None:
        self._meanwhile.advance(text, share)

    def _on_ended(self, written: list[Path], trouble: str, details: str) -> None:
        self._set_busy(False)
        if trouble:
            rest = f"Complete are only {named(written)}." if written else "Nothing was written."
            self.bar.show_message("error", f"{trouble} {rest}", details)
            self.export_button.setFocus()
            return
        self.exported.emit(written)
        self.accept()


def extent(race: RaceView | None) -> str:
    """Return how large history.csv will be, in words."""
    if race is None:
        return "nothing yet"
    rows = count_rows(race.problem, race.history)
    megabytes = rows * (45 if race.problem.kind == "surface" else 65) / 1e6
    return f"{rows:,} rows" + (f", about {megabytes:,.0f} MB" if megabytes >= 1 else "")
