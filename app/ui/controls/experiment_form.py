"""What the forms of experiments have in common: they show what the study holds, and the study keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from ...engine.error import InputError
from ...study.experiment.budget import with_own_budget
from ...study.experiment.kind import kind_of
from ...study.place import placed
from ...study.spec import Study
from .label import Caption, ErrorLabel
from .tab_order import order_tabs

__all__ = ["ExperimentForm", "rows_of", "small_title"]

_NAMES = {"sweep": "a sweep", "tune": "a tuning", "suite": "a suite", "basin": "basin maps"}


def rows_of(*rows: tuple[str | QLabel, QWidget]) -> QFormLayout:
    """Return fields below each other, each behind its label."""
    found = QFormLayout()
    found.setContentsMargins(0, 0, 0, 0)
    found.setHorizontalSpacing(8)
    for label, field in rows:
        found.addRow(label, field)  # type: ignore[arg-type]
    return found


def small_title(text: str) -> QLabel:
    """Return a quiet title of what stands below it."""
    found = QLabel(text)
    found.setProperty("muted", True)
    found.setProperty("small", True)
    return found


class ExperimentForm(QWidget):
    """A column of controls; a subclass says what they mean.

    A study holds one experiment. An edit of the form goes to the study if that has none, or one of this kind;
    one of another kind stays until this one is started.

    Parameters
    ----------
    spec_type : type
        Of the experiment, such as `SweepSpec`.
    name : str
        Such as ``sweep``.
    parent : QWidget, optional

    Attributes
    ----------
    started : Signal
        The person wants it to be run, see `study`.
    changed : Signal
    kept : Signal(Study, str, str)
        The study with the experiment, a text for the undo menu, and a merge key.
    """

    started = Signal()
    changed = Signal()
    kept = Signal(object, str, str)

    def __init__(self, spec_type: type, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type, self.name = spec_type, name
        self._study = Study(lanes=())
        self._given: Any = None  # what the study holds
        self._typed_then: Any = None  # what the fields said when they were filled from it
        self._bare: Any = None  # what they said before the study held anything of it
        self._last: Any = None  # what they said last, when they were valid
        self._filling = False
        self.error, self.summary = ErrorLabel(), Caption()
        self.start = QPushButton("Start")
        self.start.setProperty("primary", True)
        self.start.setAccessibleName(f"Start the {name}")
        self.start.clicked.connect(self.started)

    def lay_out(self, *parts: QWidget | QLayout, top: int = 6) -> None:
        """Put parts below each other, as a column that takes no more height than it needs."""
        column = QVBoxLayout(self)
        column.setContentsMargins(10, top, 10, 10)
        column.setSpacing(7)
        for part in parts:
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        column.addStretch(1)

    # ------------------------------------------------------------------ what a subclass says

    def _typed(self) -> Any:
        """Return the experiment that the fields describe; raise an `InputError` with its place."""
        raise NotImplementedError

    def _fill(self, spec: Any) -> None:
        """Show an experiment, as far as the fields can."""
        raise NotImplementedError

    def _offer(self, before: Study) -> None:
        """Offer what the study has now."""

    def _show(self) -> None:
        """Say what would be run."""

    def study(self) -> Study:
        """Return what would be run.

        Raises
        ------
        InputError
            With its place.
        """
        return with_own_budget(self.whole())

    # ------------------------------------------------------------------ study and form

    def set_study(self, study: Study) -> None:
        """Take another study; an experiment of this kind in it is shown."""
        if study == self._study:
            return
        before, self._study = self._study, study
        spec = self._own(study.experiment)
        with self.filling():
            self._offer(before)
            if spec is not None and (spec != self._given or len(before.lanes) != len(study.lanes)):
                known = self._known(self.spec)
                self._given = spec
                if known != spec:
                    self._fill(spec)
                self._typed_then = self._known(self._typed)
            elif spec is None:
                if self._given is not None and self._bare is not None:
                    self._fill(self._bare)  # the edit that began it was undone
                self._given = self._typed_then = None
            self._last = self._known(self._typed)
        self._show()
        self.changed.emit()

    def spec(self) -> Any:
        """Return the experiment: that of the study as long as nobody has edited the form.

        Raises
        ------
        InputError
            With its place.
        """
        typed = self._typed()
        return self._given if self._given is not None and typed == self._typed_then else typed

    def whole(self) -> Study:
        """Return the study with the experiment.

        Raises
        ------
        InputError
            With its place.
        """
        return msgspec.structs.replace(self._study, experiment=self.spec())

    def keep(self, always: bool = False) -> None:
        """Have the study hold what the form says, if that is valid.

        Parameters
        ----------
        always : bool
            Also in place of an experiment of another kind.
        """
        held = self._study.experiment
        if held is not None and not isinstance(held, self._type) and not always:
            return
        try:
            study = self.whole()
            with placed("experiment"):
                kind_of(study).check(study)
        except InputError:
            return  # Start says what is wrong
        if study != self._study:
            self.kept.emit(study, f"Set up the {self.name}", f"{self.name} form")

    def show_error(self, error: InputError) -> None:
        """Say what is wrong."""
        self.error.show_reason(error.message)

    @property
    def in_place_of(self) -> str:
        """Return a sentence on an experiment of another kind that the study holds; empty if there is none."""
        held = self._study.experiment
        if held is None or isinstance(held, self._type):
            return ""
        other = _NAMES[str(held.__struct_config__.tag)]
        return f" The study holds {other} now; Start puts this {self.name} there instead."

    # ------------------------------------------------------------------ inside

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Take what changes meanwhile for no edit of a person."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before

    def _own(self, held: Any) -> Any:
        """Return an experiment that a study holds if it is one of this kind."""
        return held if isinstance(held, self._type) else None

    @staticmethod
    def _known(ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (InputError, ValueError):
            return None

    def _on_changed(self, *_: object) -> None:
        if self._filling:
            return
        self.error.show_reason("")
        if self._given is None:
            self._bare = self._last
        self._last = self._known(self._typed) or self._last
        self._show()
        self.changed.emit()
        self.keep()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab follow the layout; what is made late would come last."""
        order_tabs(self)
        return super().focusNextPrevChild(forward)
