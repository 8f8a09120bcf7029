"""What the curve plots show is a part of the study: chosen in panels, kept, undone and opened with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject

from ..study.curve import CurveSpec
from ..study.spec import Study
from .panels.curve_panel import CurvePanel

if TYPE_CHECKING:
    from .docks import Docks
    from .session import Session

__all__ = ["CurveViews"]


class CurveViews(QObject):
    """Carries choices from the panels to the study, and back.

    A study has no choices until a person makes the first; before that the panels show what suits the race.

    Parameters
    ----------
    session : Session
    docks : Docks
    """

    def __init__(self, session: Session, docks: Docks) -> None:
        super().__init__(docks)
        self._session = session
        self._docks = docks
        self._shown: tuple[CurveSpec, ...] = ()  # by the study that was followed last
        self._before: dict[int, CurveSpec] = {}  # in each plot, when the study had no entry for it yet
        session.study_changed.connect(self.follow)

    def adopt(self, panel: CurvePanel) -> None:
        """Take in a panel that is new."""
        panel.chosen.connect(lambda before: self._on_chosen(panel, before))
        number = self._docks.number_of(panel)
        if number < len(self._session.study.curves):
            panel.set_spec(self._session.study.curves[number])

    def follow(self, study: Study) -> None:
        """Show what a study asks for; plots that it has and that are hidden are opened."""
        before, self._shown = self._shown, study.curves
        for number, spec in enumerate(study.curves):
            dock = self._docks[f"curve{number}"]
            if number >= max(len(before), 2) and dock.isHidden():
                dock.show()
            self._docks.curve(number).set_spec(spec)
        for number in range(len(study.curves), len(before)):
            if number in self._before:
                self._docks.curve(number).set_spec(self._before[number])

    def _on_chosen(self, panel: CurvePanel, before: CurveSpec) -> None:
        study, number = self._session.study, self._docks.number_of(panel)
        shown = list(study.curves)
        for other in range(len(shown), number + 1):
            self._before[other] = before if other == number else self._docks.curve(other).spec
            shown.append(self._before[other])
        shown[number] = panel.spec
        self._shown = tuple(shown)  # it is there already
        scale = (panel.spec.quantity, panel.spec.x) == (before.quantity, before.x)
        key = "" if scale else f"curve{number}"  # an arrow key goes through a list choice by choice
        self._session.edit(replace(study, curves=self._shown), f"Plot of {panel.title}", key)
