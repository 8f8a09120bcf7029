"""The study while it is edited: every version that is kept is valid, and every edit can be undone."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import msgspec
from PySide6.QtCore import QObject, Signal

from ..engine.error import InputError
from ..study.check import check_study
from ..study.pairing import with_streams
from ..study.spec import Study, SurfaceSpec
from .colour import with_colours
from .message import Message
from .revision import keep_changes
from .undo import UndoStack

__all__ = ["Draft"]


class Draft(QObject):
    """A study with its past.

    Attributes
    ----------
    study_changed : Signal(Study)
    undo_changed : Signal
        What can be undone, or whether the study is modified.
    message_raised : Signal(Message)
    """

    study_changed = Signal(object)
    undo_changed = Signal()
    message_raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = UndoStack(with_colours(Study()))
        self._saved: Study | None = self.study  # None: what is shown was never saved
        self._key = ""  # of the edit that is being made, if it is one of a series
        self._pushed = 0.0

    @property
    def study(self) -> Study:
        """Return the study as the controls show it: with the values of now."""
        return self._undo.state

    @property
    def study_to_save(self) -> Study:
        """Return the study that belongs into a file."""
        return self.study

    @property
    def modified(self) -> bool:
        """Return whether there is something to save."""
        return self.study_to_save != self._saved

    def mark_saved(self) -> None:
        """Note that `study_to_save` was saved."""
        self._saved = self.study_to_save
        self.undo_changed.emit()

    def open_study(self, study: Study, kept: bool = True) -> bool:
        """Replace the study and forget what can be undone.

        Parameters
        ----------
        study : Study
        kept : bool
            Whether nothing would be lost with it, as it is in a file or comes with the app.

        Returns
        -------
        bool
            False, with a message, if the study is not valid; the one before is then kept.
        """
        if not self._check(study):
            return False
        opened = with_colours(with_streams(study))
        self._saved = opened if kept else None
        self._undo = UndoStack(opened)
        self._replaced()
        self.undo_changed.emit()
        return True

    def edit(self, study: Study, text: str = "change", merge_key: str = "") -> bool:
        """Change the study.

        Parameters
        ----------
        study : Study
        text : str
            For the undo menu, such as ``learning rate``.
        merge_key : str
            Edits in a row with the same key are undone together, such as the moves of a slider.

        Returns
        -------
        bool
            False, with a message, if the study is not valid; the one before is then kept.
        """
        checked = self._checked(study)
        if checked is None:
            return False
        before = self.study
        study = with_colours(with_streams(keep_changes(before, checked)))
        if study != before:
            # A drag that rests a while is one step all the same.
            self._pushed = self._pushed if self._goes_on(merge_key) else monotonic()
            self._undo.push(study, text, merge_key, self._pushed)
            self._key = merge_key
            self._edited(before)
            self.undo_changed.emit()
        return True

    def undo(self) -> None:
        """Take the last edit back."""
        self._go(self._undo.undo)

    def redo(self) -> None:
        """Do again what was undone."""
        self._go(self._undo.redo)

    @property
    def can_undo(self) -> bool:
        """Return whether there is an edit to take back."""
        return self._undo.undo_text is not None

    @property
    def can_redo(self) -> bool:
        """Return whether there is something to do again."""
        return self._undo.redo_text is not None

    @property
    def undo_text(self) -> str:
        """Return what would be undone."""
        return self._undo.undo_text or ""

    @property
    def study_before(self) -> Study | None:
        """Return the study before the last edit, if there is one to take back."""
        return self._undo.before

    @property
    def redo_text(self) -> str:
        """Return what would be done again."""
        return self._undo.redo_text or ""

    def set_start(self, x: float, y: float) -> None:
        """Start somewhere else on the surface."""
        if isinstance(self.study.problem, SurfaceSpec):
            problem = msgspec.structs.replace(self.study.problem, start=(float(x), float(y)))
            self.edit(msgspec.structs.replace(self.study, problem=problem), "starting point", "start")

    def set_muted(self, lane: int, muted: bool) -> None:
        """Hide a lane, or show it again; it is raced all the same."""
        lanes = list(self.study.lanes)
        lanes[lane] = msgspec.structs.replace(lanes[lane], muted=muted)
        text = "hide lane" if muted else "show lane"
        self.edit(msgspec.structs.replace(self.study, lanes=tuple(lanes)), text)

    def _checked(self, study: Study) -> Study | None:
        """Return an edited study if it is valid; None, with a message, if not.

        An experiment that an edit of something else makes impossible goes with it, such as maps of basins
        where there is data now: to be kept from an edit by what is not in sight would be a riddle.
        """
        try:
            check_study(study)
        except InputError as error:
            bare = msgspec.structs.replace(study, experiment=None)
            other = bare != msgspec.structs.replace(self.study, experiment=None)
            if study.experiment is None or not other or not error.where.startswith("experiment"):
                self._tell(error)
                return None
            kind = study.experiment.__struct_config__.tag
            text = f"The study held a {kind} that goes with this edit. {error.message} Undo brings it back."
            self.message_raised.emit(Message("info", text))
            return bare  # an experiment is checked last, so all else is valid
        return study

    def _check(self, study: Study) -> bool:
        try:
            check_study(study)
        except InputError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: InputError) -> None:
        self.message_raised.emit(Message("error", error.message, error.details, error.where))

    def _go(self, move: Callable[[], bool]) -> None:
        before = self.study
        if move():
            self._key = ""
            self._edited(before)
            self.undo_changed.emit()

    def _goes_on(self, key: str) -> bool:
        """Return whether a series of edits with a key is known to be under way still."""
        return False

    def _replaced(self) -> None:
        """Do what another study asks for."""
        self.study_changed.emit(self.study)

    def _edited(self, before: Study) -> None:
        """Do what the difference to the study before asks for."""
        self.study_changed.emit(self.study)
