"""What the lanes compete on: a surface or data."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ...study.intake.options import FileSpec
from ...study.spec import DataSpec, ProblemSpec, SurfaceSpec
from ..theme import Theme
from .data_editor import DataEditor
from .problem_edit import problem_summary
from .section import Section
from .segmented import Segmented
from .style import GAP
from .surface_editor import SurfaceEditor

__all__ = ["ProblemSection"]


class ProblemSection(Section):
    """A switch between surface and data, and the editor of the one that is on; the other is remembered."""

    edited = Signal(object, str, str)
    """The new problem, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)
    file_requested = Signal()

    def __init__(self, problem: ProblemSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Problem", theme, parent)
        self._surface = problem if isinstance(problem, SurfaceSpec) else SurfaceSpec()
        self._data = problem if isinstance(problem, DataSpec) else DataSpec()
        self.surface_editor: SurfaceEditor | None = None
        self.data_editor: DataEditor | None = None
        self.switch = Segmented(("Surface", "Data"), "Problem")
        self.switch.chosen.connect(self._on_switch_chosen)
        self.rows.setSpacing(GAP)
        self.rows.addWidget(self.switch)
        self.set_problem(problem)

    def set_problem(self, problem: ProblemSpec) -> None:
        """Show a problem, without a signal."""
        on_data = isinstance(problem, DataSpec)
        if isinstance(problem, DataSpec):
            self._data = problem
            if self.data_editor is None:
                self.data_editor = DataEditor(problem, self._theme)
                self._add(self.data_editor)
            self.data_editor.set_spec(problem)
        else:
            self._surface = problem
            if self.surface_editor is None:
                self.surface_editor = SurfaceEditor(problem, self._theme)
                self._add(self.surface_editor)
            self.surface_editor.set_spec(problem)
        self.switch.set_current(int(on_data))
        if self.surface_editor is not None:
            self.surface_editor.setVisible(not on_data)
        if self.data_editor is not None:
            self.data_editor.setVisible(on_data)
        self.set_summary(problem_summary(problem))

    def choose_file(self, file: FileSpec) -> None:
        """Race on a file that has been read, whatever was raced on before."""
        if not self.switch.current:
            self.set_problem(self._data)
        assert self.data_editor is not None
        self.data_editor.choose_file(file)

    def _add(self, editor: SurfaceEditor | DataEditor) -> None:
        editor.edited.connect(self._on_edited)
        editor.help_requested.connect(self.help_requested)
        if isinstance(editor, DataEditor):
            editor.file_requested.connect(self.file_requested)
        self.rows.addWidget(editor)

    def _on_edited(self, spec: ProblemSpec, text: str, key: str) -> None:
        if isinstance(spec, DataSpec):
            self._data = spec
        else:
            self._surface = spec
        self.set_summary(problem_summary(spec))
        self.edited.emit(spec, text, key)

    def _on_switch_chosen(self, index: int) -> None:
        problem: ProblemSpec = self._data if index else self._surface
        self.set_problem(problem)
        self.edited.emit(problem, "Switch to data" if index else "Switch to a surface", "")

    def field(self, place: str) -> Any:
        """Return the control of a place below ``problem``, or None."""
        self.set_open(True)
        editor = self.data_editor if self.switch.current else self.surface_editor
        return None if editor is None else editor.field(place)
