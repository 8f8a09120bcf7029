"""All that a race leaves behind, in one folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..engine.history import History
from ..engine.problem import Problem
from .compared import Compared
from .curve import CurveSpec
from .curve_metadata import describe_curve
from .curve_table import curve_file, curve_pieces
from .disk import make_folder, write_together
from .file import study_to_json
from .history_table import HISTORY_COLUMNS, count_rows, history_pieces, write_history_csv
from .layout import readable
from .metadata import describe
from .spec import Study
from .summary_table import SUMMARY_COLUMNS, summary_csv

__all__ = [
    "HISTORY_COLUMNS",
    "PARTS",
    "SUMMARY_COLUMNS",
    "export_all",
    "paths_of",
    "write_history_csv",
]

# What can be asked for, and its files.
PARTS = {
    "history": ("history.csv", "history.csv-metadata.json"),
    "summary": ("summary.csv",),
    "study": ("study.json",),
}
_METADATA = "-metadata.json"
Show = Callable[[int, int], None]
More = Mapping[str, Callable[[str], bytes]]


def paths_of(
    folder: str | os.PathLike[str],
    parts: Collection[str] = tuple(PARTS),
    curves: Collection[CurveSpec] = (),
    compared: bool = False,
) -> list[Path]:
    """Return the files that these parts and curves are, in the order they are written in.

    Where the curves are of two races, a file beside each says which is which.
    """
    names = [name for part, names in PARTS.items() if part in parts for name in names]
    for curve in curves:
        table = curve_file(curve)
        names += [table, f"{table}{_METADATA}"] if compared else [table]
    return [Path(folder) / name for name in names]


def export_all(
    folder: str | os.PathLike[str],
    study: Study,
    problem: Problem,
    history: History,
    parts: Collection[str] = tuple(PARTS),
    show: Show | None = None,
    mark: str = "",
    more: More | None = None,
    curves: Sequence[CurveSpec] = (),
    compared: Compared | None = None,
) -> list[Path]:
    """Write history.csv, what describes it, summary.csv and study.json into a folder, and return their paths.

    Parameters
    ----------
    folder : path
        Made if it is not there; files of these names are replaced, all together at the end.
    study : Study
        With the changes that were made while it ran.
    problem : SurfaceProblem or DataProblem
    history : History
        Recorded to the end or not; it stands still meanwhile (see `excerpt`).
    parts : collection of str
        Of `PARTS`.
    show : callable, optional
        Called with the rows of history.csv that are written, and their number, now and then.
    mark : str
        As in `write_together`.
    more : mapping of str to callable, optional
        Further files of this folder, written together with the others: each is made by a call that gets the
        SHA-256 of history.csv, or an empty text if that is not among the parts.
    curves : sequence of CurveSpec
        The points of these plots, each as a file.
    compared : Compared, optional
        Another race whose points stand in the same files, and are described beside them.

    Raises
    ------
    InputError
        That names the file and the reason. What was in the folder is then untouched.
    """
    place = make_folder(folder)
    digest = hashlib.sha256()

    def table() -> Iterator[bytes]:
        total, done = count_rows(problem, history), 0
        for piece, rows in history_pieces(study, problem, history):
            digest.update(piece)
            yield piece
            done += rows
            if show is not None:
                show(done, max(total, done))

    def description() -> Iterator[bytes]:
        yield readable(describe(study, problem, history, "history.csv", digest.hexdigest())).encode()

    def summary() -> Iterator[bytes]:
        yield summary_csv(study, problem, history)

    contents: dict[str, Iterable[bytes]] = {
        "history.csv": table(),
        "history.csv-metadata.json": description(),
        "summary.csv": summary(),
        "study.json": [study_to_json(study)],
    }

    def points(curve: CurveSpec) -> dict[str, Iterable[bytes]]:
        name, seen = curve_file(curve), hashlib.sha256()

        def table() -> Iterator[bytes]:
            for piece in curve_pieces(study, problem, history, curve, compared):
                seen.update(piece)
                yield piece

        def description() -> Iterator[bytes]:
            assert compared is not None
            told = describe_curve(study, history, compared, curve, name, seen.hexdigest())
            yield readable(told).encode()

        return {name: table(), f"{name}{_METADATA}": description()}

    for curve in curves:
        contents |= points(curve)

    def late(make: Callable[[str], bytes]) -> Iterator[bytes]:
        yield make(digest.hexdigest() if "history" in parts else "")

    files = [(path, contents[path.name]) for path in paths_of(place, parts, curves, compared is not None)]
    files += [(place / name, late(make)) for name, make in (more or {}).items()]
    write_together(files, mark)
    return [path for path, _ in files]
