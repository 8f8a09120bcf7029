"""A sweep, a tuning, a suite or maps of basins as the subject of a report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import msgspec

from ...study.experiment.block import Block
from ...study.experiment.columns import Columns
from ...study.experiment.result_file import table_name
from ...study.experiment.spec import BasinSpec
from ...study.prediction import Foretold
from ...study.report.expectation import when_written
from ...study.report.word import many
from ...study.spec import Study
from ...study.writing import WritingProcess
from .experiment import experiment_paths
from .experiment_process import ExperimentOrder, ExperimentReportProcess, order_findings

__all__ = ["ExperimentSubject"]

_WHAT = {"sweep": "sweep", "tune": "tuning", "suite": "suite", "basin": "map"}
_TITLES = {"sweep": "the sweep", "tune": "the tuning", "suite": "the suite", "basin": "the basin maps"}


class ExperimentSubject:
    """See `ReportSubject`.

    Parameters
    ----------
    study : Study
        As it was run, with its experiment and the prediction that stood there then.
    done : list of (Block, Columns)
        All of it, in the order of the plan.
    prediction : str
        What stands in the box now.
    """

    files = "as CSV and study file"

    def __init__(self, study: Study, done: list[tuple[Block, Columns]], prediction: str) -> None:
        tag = str(study.experiment.__struct_config__.tag)  # type: ignore[union-attr]
        self.title, self.key = f"Report of {_TITLES[tag]}", f"report-{tag}"
        self._what = _WHAT[tag]
        # Maps follow each edit, so nobody knows which of them had been seen.
        self._foretold = None if isinstance(study.experiment, BasinSpec) else Foretold(study.prediction)
        self._study = msgspec.structs.replace(study, prediction=prediction)
        self._done = done

    @property
    def extent(self) -> str:
        """Return how many rows the table has."""
        rows = sum(len(next(iter(columns.values()))) for _, columns in self._done)
        return f"{many(rows, 'row')} in {table_name(self._study)}"

    @property
    def note(self) -> str:
        """Return what the report will say of the prediction, in short."""
        now, what = self._study.prediction.strip(), self._what
        if self._foretold is None:
            unknown = f"Whether a {what} had been seen when it was written is not known; the report says so."
            return unknown if now else self._none()
        before = self._foretold.text.strip()
        if before:
            changed = "" if before == now else " It was changed afterwards; both are shown."
            return when_written(self._foretold, what) + changed
        return f"It was written after the {what} had begun, and the report says so." if now else self._none()

    def _none(self) -> str:
        where = "beside the suites" if self._what == "suite" else "in the study panel"
        return f"None was written for this {self._what}. There is a box for the next one {where}."

    def check(self) -> None:
        """Do nothing: an experiment that is not complete makes no subject."""

    def paths(self, folder: Path, data: bool, name: str, kinds: Collection[str]) -> list[Path]:
        """Return the files that would be written."""
        return experiment_paths(folder, self._study, data, name, kinds)

    def order(self, folder: Path, data: bool, name: str, kinds: tuple[str, ...]) -> ExperimentOrder:
        """Return an order for all of it."""
        return order_findings(folder, self._study, self._done, self._foretold, data, name, kinds)

    @property
    def process(self) -> Callable[[Any], WritingProcess]:
        """Return what starts the process."""
        return ExperimentReportProcess
