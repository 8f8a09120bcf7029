"""A race as the subject of a report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from ...engine.error import InputError
from ...study.prediction import Foretold
from ...study.report.expectation import when_written
from ...study.spec import Study
from ...study.writing import WritingProcess
from ..export_dialog import extent
from ..session import Session
from ..setting import Settings
from .process import ReportOrder, ReportProcess, order_report
from .write import report_paths

__all__ = ["RaceSubject", "prediction_note"]

_DATA = ("history", "summary", "study")


class RaceSubject:
    """See `ReportSubject`; it is of the race that the session has when it is asked.

    Parameters
    ----------
    session : Session
    settings : Settings
    """

    title, key = "Report", "report"
    files = "as CSV and study file"

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session, self._settings = session, settings

    @property
    def extent(self) -> str:
        """Return how many rows are recorded."""
        return extent(self._session.race)

    @property
    def note(self) -> str:
        """Return what the report will say of the prediction, in short."""
        return prediction_note(self._session.study, self._session.foretold)

    def check(self) -> None:
        """Raise an `InputError` if there is no race."""
        if self._session.race is None:
            raise InputError("There is nothing to report yet: close this and press Run first.")

    def paths(self, folder: Path, data: bool, name: str, kinds: Collection[str]) -> list[Path]:
        """Return the files that would be written."""
        return report_paths(folder, _DATA if data else (), name, kinds)

    def order(self, folder: Path, data: bool, name: str, kinds: tuple[str, ...]) -> ReportOrder:
        """Return an order for what is recorded now."""
        self.check()
        session, race = self._session, self._session.race
        assert race is not None
        parts, study = _DATA if data else (), session.study_to_save
        return order_report(
            folder, parts, study, race.problem, race.history, session.foretold, name, kinds,
            seeds=self._settings.text("curves/seeds"),
        )  # fmt: skip

    @property
    def process(self) -> Callable[[Any], WritingProcess]:
        """Return what starts the process."""
        return ReportProcess


def prediction_note(study: Study, foretold: Foretold) -> str:
    """Return what the report of a race will say of its prediction, in short."""
    if foretold.text.strip():
        same = study.prediction == foretold.text
        return when_written(foretold) + ("" if same else " It was changed afterwards; both are shown.")
    if study.prediction.strip():
        return "It was written after the race had begun, and the report says so."
    return "None was written for this race. There is a box for the next one in the study panel."
