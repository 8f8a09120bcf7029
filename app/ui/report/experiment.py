"""The report of an experiment, beside its results: all files are new at the end, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ...engine.error import InputError
from ...study.disk import make_folder, write_together
from ...study.experiment.kind import Done, kind_of
from ...study.experiment.part import Part, parts_of
from ...study.experiment.result_file import RESULT_FILES, file_names, table_name
from ...study.experiment.results import load_results
from ...study.experiment.spec import BasinSpec
from ...study.experiment.standing import evidence_of
from ...study.file import study_to_json
from ...study.prediction import Foretold
from ...study.report.basin import said_of
from ...study.report.experiment import compose_experiment, sentences_of
from ...study.report.page import page
from ...study.report.report import Report
from ...study.report.section import Figure
from ...study.spec import Study
from ...study.statistics.table import sentences_csv, verdict_csv
from .write import KINDS, NAME

__all__ = ["experiment_paths", "write_experiment_report", "write_findings"]

VERDICT, STUDY = "verdict.csv", "study.json"
_WHAT = {
    **RESULT_FILES,
    "timing.csv": "who ran which block, and how long it took",
    STUDY: "the study, which runs again to the same bits",
    VERDICT: "the sentences of the verdict and the numbers behind them",
}
_NO_DIGEST = ""

Show = Callable[[str, int, int], None]
Files = list[tuple[Path, Iterable[bytes]]]


def experiment_paths(folder: Path, study: Study, data: bool, name: str, kinds: Collection[str]) -> list[Path]:
    """Return the files that `write_findings` writes, in its order."""
    raw = [*file_names(study), STUDY, VERDICT] if data else []
    return [folder / each for each in raw] + [folder / f"{name}.{kind}" for kind in KINDS if kind in kinds]


def write_findings(
    folder: Path,
    study: Study,
    done: Done,
    foretold: Foretold | None,
    data: bool = True,
    name: str = NAME,
    kinds: Collection[str] = KINDS,
    show: Show | None = None,
    mark: str = "",
) -> list[Path]:
    """Write the report on blocks that are all there, and the raw data.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    study : Study
        With its experiment.
    done : sequence of (Block, Columns)
        All of it, in the order of the plan.
    foretold : Foretold or None
        As of `compose_experiment`.
    data : bool
        Whether results, study and verdict.csv go beside the report.
    name : str
        Of the report's files, without an ending.
    kinds : collection of {'html', 'pdf'}
    show : callable, optional
        Called with what is done, and how much of it.
    mark : str
        As in `write_together`.

    Returns
    -------
    list of Path

    Raises
    ------
    InputError
        If a file cannot be written; what was in the folder is then untouched.
    """
    tell = show or (lambda doing, done, total: None)
    folder = make_folder(folder)
    figures = _figures(study, done, tell)
    digest = hashlib.sha256()
    files: Files = []
    if data:
        for file, content in kind_of(study).files(study, done).items():
            whole = _hashed(content, digest) if file == table_name(study) else content
            files.append((folder / file, _told(whole, f"Writing {file}", tell)))
        files += [(folder / STUDY, [study_to_json(study)]), (folder / VERDICT, _verdicts(study, done))]
    there = {path.name: _WHAT[path.name] for path, _ in files}
    made: list[Report] = []

    def report() -> Report:
        if not made:  # after the table, whose digest is in it
            sha256 = digest.hexdigest() if data else _NO_DIGEST
            made.append(compose_experiment(study, done, figures, there, sha256, f"{name}.html", foretold))
        return made[0]

    files += _pages(folder, name, kinds, report, tell)
    write_together(files, mark)
    return [path for path, _ in files]


def write_experiment_report(
    folder: Path, name: str = NAME, kinds: Collection[str] = KINDS, show: Show | None = None
) -> list[Path]:
    """Write the report on the results in a folder, and verdict.csv.

    Parameters
    ----------
    folder : Path
        Of an experiment that is complete.
    name, kinds, show
        As of `write_findings`.

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
    study, done = results.study, results.done
    tell = show or (lambda doing, done, total: None)
    figures = _figures(study, done, tell)
    with (folder / table_name(study)).open("rb") as table:
        digest = hashlib.file_digest(table, "sha256").hexdigest()
    there = {file: what for file, what in _WHAT.items() if file == VERDICT or (folder / file).is_file()}
    foretold = Foretold(study.prediction)
    report = compose_experiment(study, done, figures, there, digest, f"{name}.html", foretold)
    files = _pages(folder, name, kinds, lambda: report, tell)
    files.append((folder / VERDICT, _verdicts(study, done)))
    write_together(files)
    return [path for path, _ in files]


def _figures(study: Study, done: Done, tell: Show) -> list[Figure]:
    from .basin_figure import basin_figures
    from .experiment_figure import experiment_figures

    found = []
    drawn = (
        basin_figures(study, done)
        if isinstance(study.experiment, BasinSpec)
        else experiment_figures(study, parts_of(study, done))
    )
    tell("Drawing the figures", 0, 0)
    for figure in drawn:
        found.append(figure)
        tell("Drawing the figures", len(found), 0)
    return found


def _pages(
    folder: Path, name: str, kinds: Collection[str], report: Callable[[], Report], tell: Show
) -> Files:
    makers: dict[str, Callable[[Report], bytes]] = {"html": page, "pdf": _printed}

    def late(kind: str) -> Iterator[bytes]:
        tell(f"Writing {name}.{kind}", 0, 0)
        yield makers[kind](report())

    return [(folder / f"{name}.{kind}", late(kind)) for kind in KINDS if kind in kinds]


def _hashed(content: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for piece in content:
        digest.update(piece)
        yield piece


def _told(content: Iterable[bytes], doing: str, tell: Show) -> Iterator[bytes]:
    for piece in content:
        tell(doing, 0, 0)
        yield piece


def _verdicts(study: Study, done: Done) -> Iterator[bytes]:
    """Yield what is said of the whole, then the numbers of each task."""
    if isinstance(study.experiment, BasinSpec):
        yield sentences_csv(said_of(study, done))
        return
    parts: Sequence[Part] = parts_of(study, done)
    yield sentences_csv(sentences_of(study, parts))
    for part in parts:
        yield b"\r\n"
        yield verdict_csv(evidence_of(part), part.name)


def _printed(report: Report) -> bytes:
    from .print import printed

    return printed(report)
