"""What a report can be of, as the dialog sees it: a race, or an experiment."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Protocol

from ...study.writing import WritingOrder, WritingProcess

__all__ = ["ReportSubject"]


class ReportSubject(Protocol):
    """Knows what there is to report, which files that makes, and which process writes them."""

    #: The heading of the dialog, such as ``Report of the sweep``.
    title: str
    #: The name of the settings that remember where the last one went; a race and a sweep have their own.
    key: str

    @property
    def extent(self) -> str:
        """Return how much the raw data are, such as ``12,000 rows``."""

    @property
    def files(self) -> str:
        """Return what the raw data are, such as ``as CSV and study file``."""

    @property
    def note(self) -> str:
        """Return what the report will say of the prediction, in short."""

    def check(self) -> None:
        """Raise an `InputError` if there is nothing to report."""

    def paths(self, folder: Path, data: bool, name: str, kinds: Collection[str]) -> list[Path]:
        """Return the files that would be written."""

    def order(self, folder: Path, data: bool, name: str, kinds: tuple[str, ...]) -> WritingOrder:
        """Return what a process is asked to write, as it is now.

        Raises
        ------
        InputError
        """

    @property
    def process(self) -> Callable[[Any], WritingProcess]:
        """Return what starts the process for an order."""
