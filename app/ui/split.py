"""The split view: the reference beside the race, in the curves and in the table; one playhead drives both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from ..engine.error import InputError
from ..engine.optimizer import optimizers
from ..study.file import load_study
from ..study.spec import Study
from .comparison import Comparison
from .controls.picker import Choice, Picker, summary
from .document import FILTER
from .frame import Frame
from .message import Message
from .panels.curve_panel import CurvePanel
from .panels.stage import Stage
from .reference import Reference
from .theme import Theme

if TYPE_CHECKING:
    from .panels.reference_panel import ReferencePanel
    from .window import MainWindow

__all__ = ["Split"]

_WIDTH = 560


class Split(QObject):
    """Opens, fills and closes the view of two races.

    Parameters
    ----------
    window : MainWindow
        Its panels exist already.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.comparison = Comparison(self)
        self.stage = Stage(window.trajectory)
        self.panel: ReferencePanel | None = None  # made when it is first needed
        self.picker: Picker | None = None
        comparison = self.comparison
        comparison.changed.connect(self._on_changed)
        comparison.advanced.connect(self._on_advanced)
        comparison.message_raised.connect(window.session.message_raised)

    @property
    def reference(self) -> Reference | None:
        """Return what the race is compared with, if that is there."""
        return self.comparison.reference

    # ---------------------------------------- commands

    def keep(self) -> None:
        """Keep what is on the screen as the reference."""
        session = self._window.session
        race = session.race
        name = self._name(race.study) if race is not None else ""
        place = Reference(race, "").place(race.history.tick) if race is not None else ""
        if self.comparison.keep(race, f"{name}, kept at {place}"):
            text = "The race is kept beside the one to come. Change the study, and compare."
            self._window.message_bar.show_message("info", text)

    def end(self) -> None:
        """End the comparison."""
        self.comparison.end()

    def choose(self) -> Picker:
        """Offer what the race can be compared with."""
        window = self._window
        if self.picker is None:
            self.picker = Picker("Compare with", window.theme, window)
            self.picker.chosen.connect(self._on_chosen)
        self.picker.apply_theme(window.theme)
        self.picker.open_at(window.menu_bar, self.choices())
        area = self.picker.geometry()
        width = min(_WIDTH, window.width() - 40)
        left = window.mapToGlobal(window.rect().center()).x() - width // 2
        self.picker.setGeometry(left, area.top() + 24, width, area.height())
        return self.picker

    def choices(self) -> tuple[Choice, ...]:
        """Return what can be compared with now."""
        from ..study.preset import list_presets

        session, found = self._window.session, []
        if session.race is not None and session.player.recorded:
            line = "A frozen copy of what is recorded; it stays as it is while you change the study."
            found.append(Choice("keep", "This race, as it is now", line, 0))
        if session.study_before is not None:
            line = f"As it was before the last change ({session.undo_text}), raced in the background."
            found.append(Choice("before", "The study before the last change", line, 0))
        found.append(Choice("file", "A study file…", "Any study that was saved, raced in the background.", 0))
        for path in self._window.settings.recent():
            found.append(Choice(f"recent:{path}", path.name, str(path.parent), 1))
        for preset in list_presets():
            title = f"Example: {preset.title}"
            found.append(Choice(f"preset:{preset.name}", title, summary(preset.description), 2))
        return tuple(found)

    def open(self, path: Path) -> bool:
        """Compare with a study file; on failure nothing changes and a message says why."""
        try:
            study = load_study(path)
        except InputError as error:
            self._refuse(f"{path.name} was not opened. {error}")
            return False
        self._race(study, path.name)
        return True

    # ---------------------------------------- the window's panels

    def views(self) -> list[Callable[[Frame], None]]:
        """Return what draws a frame, if it is to be seen; nothing else costs anything."""
        return [self.panel.show_frame] if self.panel is not None and self.panel.isVisible() else []

    def suit(self) -> None:
        """Look as the trajectory looks: there is another race, or another view of it."""
        if self.panel is not None and self.comparison.active:
            self.panel.plot.follow_leader()

    def adopt(self, panel: CurvePanel) -> None:
        """Give a curve panel that is new the reference."""
        panel.plot.set_reference(self.reference)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self.panel is not None:
            self.panel.apply_theme(theme)

    def shutdown(self) -> None:
        """End what runs in the background."""
        self.comparison.shutdown()

    # ---------------------------------------- inside

    def _on_chosen(self, name: str) -> None:
        kind, _, rest = name.partition(":")
        session = self._window.session
        if kind == "keep":
            self.keep()
        elif kind == "before" and session.study_before is not None:
            self._race(session.study_before, f"before: {session.undo_text}")
        elif kind == "recent":
            self.open(Path(rest))
        elif kind == "preset":
            from ..study.preset import load_preset

            try:
                study = load_preset(rest)
            except InputError as error:
                self._refuse(error.message)
            else:
                self._race(study, study.title or rest)
        elif kind == "file":
            self._ask_file()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._window, "Compare with a study", self._window.document.folder(), FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def _race(self, study: Study, title: str) -> None:
        """Race a study in the background, as soon as the data file that it may name is read."""
        own = tuple(str(path) for path in self._window.own.trusted)
        unknown = [lane.optimizer for lane in study.lanes if lane.optimizer not in optimizers]
        if unknown:
            self._refuse(f"{title} cannot be raced: no optimizer named {unknown[0]!r} is known here.")
            return
        self._window.document.files.prepare(study, lambda: self.comparison.race(study, title, own))

    def _refuse(self, text: str) -> None:
        self._window.session.message_raised.emit(Message("error", text))

    def _name(self, study: Study) -> str:
        path = self._window.document.path
        return path.name.removesuffix(".descent.json") if path else study.title or "New study"

    def _on_changed(self, reference: Reference | None) -> None:
        window, comparison = self._window, self.comparison
        if comparison.active and self.panel is None:
            from .panels.reference_panel import ReferencePanel

            self.panel = ReferencePanel(window.trajectory.plot, window.theme)
            self.panel.ended.connect(self.end)
            self.stage.addWidget(self.panel)
            window.trajectory.view.activated.connect(lambda: self._look_again())
            window.trajectory.overlays_chosen.connect(lambda _: self._look_again())
            window.trajectory.log_height.clicked.connect(lambda _: self._look_again())
        if self.panel is not None:
            opening = comparison.active and self.panel.isHidden()
            self.panel.setVisible(comparison.active)
            if opening:
                self.stage.share()
            self.panel.set_reference(reference, comparison.racing)
        for panel in window.docks.curves:
            panel.plot.set_reference(reference)
        window.table.set_reference(reference)
        window.actions_by_name["compare_end"].setEnabled(comparison.active)
        frame = window.session.frame()
        if frame is not None:
            window.showing.show_frame(frame)

    def _look_again(self) -> None:
        self.suit()
        frame = self._window.session.frame()
        if frame is not None:
            for show in self.views():
                show(frame)

    def _on_advanced(self, share: float) -> None:
        if self.panel is not None:
            self.panel.set_share(share)
