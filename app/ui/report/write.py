"""A report into a folder, with the raw data beside it: all files are new at the end, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from ...engine.error import InputError
from ...engine.history import History
from ...engine.problem import Problem
from ...study.export import export_all, paths_of
from ...study.prediction import Foretold
from ...study.report.page import page
from ...study.report.report import Report, compose
from ...study.report.section import Section
from ...study.spec import Study

__all__ = ["KINDS", "NAME", "check_name", "report_paths", "write_report"]

KINDS = ("html", "pdf")
NAME = "report"
_WHAT = {
    "history.csv": "every recorded number, one a row",
    "history.csv-metadata.json": "what describes history.csv: columns, units, versions, seconds of each lane",
    "summary.csv": "a row for each lane and seed, with all digits and the seconds",
    "study.json": "the study, which opens again to the same bits",
}
# What no system takes in a name, and what Windows takes for a device.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

Show = Callable[[str, int, int], None]


def check_name(text: str) -> str:
    """Return the name of a report's files, without an ending.

    Raises
    ------
    InputError
    """
    name = re.sub(r"\.(html?|pdf)$", "", text.strip(), flags=re.IGNORECASE)
    wrong = _NOT_IN_NAMES.search(name)
    if not name or wrong or name.startswith(".") or name.endswith((".", " ")) or _DEVICES.fullmatch(name):
        near = _NOT_IN_NAMES.sub("-", name).strip(". ") or NAME
        near = f"{near}-report" if _DEVICES.fullmatch(near) else near
        raise InputError(
            f"The name of a report is the name of a file, but '{text}' was given. The nearest valid choice "
            f"is '{near}'.",
            "name",
        )
    if len(name.encode()) > 100:
        raise InputError(
            f"The name of a report has up to 100 letters, but {len(name.encode())} were given.", "name"
        )
    return name


def report_paths(folder: Path, parts: Collection[str], name: str, kinds: Collection[str]) -> list[Path]:
    """Return the files that `write_report` writes."""
    return paths_of(folder, parts) + [folder / f"{name}.{kind}" for kind in KINDS if kind in kinds]


def write_report(
    folder: Path,
    study: Study,
    problem: Problem,
    history: History,
    foretold: Foretold,
    parts: Collection[str] = (),
    name: str = NAME,
    kinds: Collection[str] = KINDS,
    sections: Sequence[Section] = (),
    sha256: str = "",
    seeds: str = "",
    show: Show | None = None,
    mark: str = "",
) -> list[Path]:
    """Draw the figures, then write the report and the raw data.

    Parameters
    ----------
    folder, study, problem, history, parts, mark
        As of `export_all`. Without parts the raw data are taken to be in the folder already if ``sha256``
        says so.
    foretold : Foretold
    name : str
    kinds : collection of {'html', 'pdf'}
    sections : sequence of Section
        As of `compose`.
    sha256 : str
        Of a history.csv that is there already.
    seeds : str
        What figures show of many seeds, as `write_pictures` takes it.
    show : callable, optional
        Called with what is done, and how much of it.

    Raises
    ------
    InputError
        What was in the folder is then untouched.
    """
    from .figure import curves_of, figures_of

    count, figures = len(curves_of(problem, history)) + 1, []
    _tell(show, "Drawing the figures", 0, count)
    for number, figure in enumerate(figures_of(study, problem, history, seeds), 1):
        figures.append(figure)
        _tell(show, "Drawing the figures", number, count)
    beside = {
        path.name: _WHAT[path.name] for path in paths_of(folder, parts or ("history", "summary", "study"))
    }
    made: list[Report] = []

    def report(digest: str) -> Report:
        if not made:
            there = beside if parts or sha256 else {}
            made.append(
                compose(
                    study,
                    problem,
                    history,
                    foretold,
                    figures,
                    sections,
                    there,
                    digest or sha256,
                    f"{name}.html",
                )
            )
        return made[0]

    def as_page(digest: str) -> bytes:
        _tell(show, f"Writing {name}.html", 0, 0)
        return page(report(digest))

    def as_print(digest: str) -> bytes:
        from .print import printed

        _tell(show, f"Writing {name}.pdf", 0, 0)
        return printed(report(digest))

    makers = {"html": as_page, "pdf": as_print}
    more = {f"{name}.{kind}": makers[kind] for kind in KINDS if kind in kinds}
    rows = None if show is None else (lambda done, total: show("Writing history.csv", done, total))
    return export_all(folder, study, problem, history, parts, rows, mark, more)


def _tell(show: Show | None, doing: str, done: int, total: int) -> None:
    if show is not None:
        show(doing, done, total)


def offscreen() -> None:
    """Have Qt paint without a screen: before it is loaded, in a process that shows nothing."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
