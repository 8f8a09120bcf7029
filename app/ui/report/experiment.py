"""The report of an experiment, beside its results: all files are new at the end, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ...engine.error import InputError
from ...study.disk import write_together
from ...study.experiment.part import Part, parts_of
from ...study.experiment.results import load_results
from ...study.experiment.standing import evidence_of
from ...study.report.experiment import RESULTS, compose_experiment, sentences_of
from ...study.report.page import page
from ...study.report.report import Report
from ...study.spec import Study
from ...study.statistics.table import sentences_csv, verdict_csv
from .experiment_figure import experiment_figures
from .write import KINDS, NAME

__all__ = ["write_experiment_report"]

VERDICT = "verdict.csv"
_WHAT = {
    "results.csv": "every run, a row each, with all digits",
    "curves.csv": "the loss of each run at some steps",
    "chosen.json": "search spaces, trials, what was chosen and what was ended early",
    "timing.csv": "who ran which block, and how long it took",
    "study.json": "the study, which runs again to the same bits",
    VERDICT: "the sentences of the verdict and the numbers behind them",
}

Show = Callable[[str, int, int], None]


def write_experiment_report(
    folder: Path, name: str = NAME, kinds: Collection[str] = KINDS, show: Show | None = None
) -> list[Path]:
    """Write the report on the results in a folder, and verdict.csv.

    Parameters
    ----------
    folder : Path
        Of a sweep, a tuning or a suite that is complete.
    name : str
        Of the files, without an ending.
    kinds : collection of {'html', 'pdf'}
    show : callable, optional
        Called with what is done, and how much of it.

    Returns
    -------
    list of Path

    Raises
    ------
    InputError
        If something is missing there, or cannot be written; what was in the folder is then untouched.
    """
    results = load_results(folder)
    if not results.complete:
        raise InputError(f"A report is of results that are complete, but in {folder} some runs are missing.")
    study = results.study
    parts = parts_of(study, results.done)
    tell = show or (lambda doing, done, total: None)
    figures = []
    for figure in experiment_figures(study, parts):
        figures.append(figure)
        tell("Drawing the figures", len(figures), 0)
    with (folder / RESULTS).open("rb") as table:
        digest = hashlib.file_digest(table, "sha256").hexdigest()
    there = {file: what for file, what in _WHAT.items() if file == VERDICT or (folder / file).is_file()}
    report = compose_experiment(study, results.done, figures, there, digest, f"{name}.html")
    makers: dict[str, Callable[[Report], bytes]] = {"html": page, "pdf": _printed}
    files: list[tuple[Path, Iterable[bytes]]] = []
    for kind in KINDS:
        if kind in kinds:
            files.append((folder / f"{name}.{kind}", _late(makers[kind], report)))
    files.append((folder / VERDICT, _verdicts(study, parts)))
    tell("Writing the report", 0, 0)
    write_together(files)
    return [path for path, _ in files]


def _late(make: Callable[[Report], bytes], report: Report) -> Iterator[bytes]:
    yield make(report)


def _verdicts(study: Study, parts: Sequence[Part]) -> Iterator[bytes]:
    """Yield what is said of the whole, then the numbers of each task."""
    yield sentences_csv(sentences_of(study, parts))
    for part in parts:
        yield b"\r\n"
        yield verdict_csv(evidence_of(part), part.name)


def _printed(report: Report) -> bytes:
    from .print import printed

    return printed(report)
