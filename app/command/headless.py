"""A race without a window: run it, write what it recorded, print what became of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..engine.history import History
from ..engine.problem import Problem
from ..engine.race import Race
from ..study.build import build_problem, build_race, lane_names
from ..study.check import check_study
from ..study.disk import make_folder
from ..study.export import export_all
from ..study.file import save_study
from ..study.film.request import AnimationRequest
from ..study.history_table import count_rows
from ..study.prediction import Foretold
from ..study.spec import Study
from ..study.summary import summarise
from ..study.target import target_loss
from .progress import Progress
from .table import summary_table

if TYPE_CHECKING:
    from ..study.statistics.evidence import Evidence

__all__ = ["animate", "draw", "race_into", "run_all", "tell"]

INTERRUPTED = 130
VERDICT = "verdict.csv"
_BETWEEN = 0.1  # seconds between two looks at the progress


def race_into(
    study: Study,
    out: Path,
    kinds: Sequence[str] = ("png", "svg"),
    quiet: bool = False,
    animation: AnimationRequest | None = None,
    band: str = "",
    report: bool = False,
) -> int:
    """Race a study and write its results into a folder.

    Parameters
    ----------
    study : Study
    out : Path
        Made if it is not there.
    kinds : sequence of {'png', 'svg', 'pdf'}
        Of pictures.
    quiet : bool
        Print the paths only.
    animation : AnimationRequest, optional
    band : str
        What pictures show of many seeds, as `write_pictures` takes it.
    report : bool
        Whether to write report.html and report.pdf.

    Returns
    -------
    int
        0, or 130 after Ctrl+C: the first ends the race, and what was recorded until then is written; a second
        while the tables are written leaves that out.

    Raises
    ------
    InputError
    """
    check_study(study)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    if animation is not None:
        animation.check(problem, race.ticks)
    save_study(study, make_folder(out) / "study.json")  # a folder that cannot be written to is found out now
    complete = run_all(race, quiet)
    if not complete:
        _say("interrupted; what was recorded until then is being written. Ctrl+C once more leaves that out.")
    try:
        with Progress(count_rows(problem, race.history), quiet, "writing") as progress:
            evidence = _evidence(study, problem, race) if len(study.lanes) > 1 else None
            more = None if evidence is None else {VERDICT: lambda digest: _table(evidence)}
            written = export_all(
                out,
                study,
                problem,
                race.history,
                show=lambda rows, total: progress.show(rows),
                more=more,
            )
    except KeyboardInterrupt as stop:
        _say(f"interrupted; {'the tables are' if stop.args else 'no results were'} written to {out}.")
        return INTERRUPTED
    if race.tick >= 0:
        with _uninterrupted() as asked:
            written += draw(out, study, problem, race.history, kinds, band) if kinds else []
            if animation is not None and not asked:
                written += animate(out, study, problem, race.history, animation, quiet, asked)
            if report and not asked:
                written += tell(out, study, problem, race.history, quiet, band)
        complete = complete and not asked
    if not quiet:
        print(_outcome(study, problem, race.history))
        if evidence is not None:
            print(_verdict(evidence))
    print("\n".join(str(path) for path in written))
    if not complete:
        _say("interrupted; what was recorded until then is written.")
    return 0 if complete else INTERRUPTED


@contextlib.contextmanager
def _uninterrupted() -> Iterator[list[int]]:
    """Lend a list that holds something when Ctrl+C has come: Qt would print a traceback and go on."""
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: asked.append(number))
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _say(text: str) -> None:
    print(f"Descent Lab: {text}", file=sys.stderr, flush=True)


def run_all(race: Race, quiet: bool = True) -> bool:
    """Run a race to its end, and return False if Ctrl+C came first."""
    # All lanes see an epoch of examples before any goes on to the next: they share what is gathered.
    most = max(lane.plan.steps_per_epoch for lane in race.lanes) or race.ticks
    ticks, last = 1, monotonic()
    with Progress(race.ticks, quiet) as progress:
        try:
            while not race.finished:
                tick = race.advance(min(ticks, most))
                now = monotonic()
                ticks = max(1, ticks * 2 if now - last < _BETWEEN else ticks // 2)
                last = now
                progress.show(tick)
        except KeyboardInterrupt:
            return False
    return True


def draw(
    folder: Path,
    study: Study,
    problem: Problem,
    history: History,
    kinds: Sequence[str] = ("png", "svg"),
    band: str = "",
) -> list[Path]:
    """Write pictures, or say why there are none: the numbers are there all the same."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from ..ui.picture import write_pictures
    except ImportError as error:
        print(f"Descent Lab: no pictures, as Qt could not be loaded: {error}", file=sys.stderr)
        return []
    return list(write_pictures(folder, study, problem, history, kinds=kinds, seeds=band))


def animate(
    folder: Path,
    study: Study,
    problem: Problem,
    history: History,
    animation: AnimationRequest,
    quiet: bool,
    asked: Sequence[int],
) -> list[Path]:
    """Write an animation, or say why there is none; it is given up when ``asked`` holds something."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from ..ui.race_film import write_film
    except ImportError as error:
        print(f"Descent Lab: no animation, as Qt or Pillow could not be loaded: {error}", file=sys.stderr)
        return []

    def show(frames: int) -> None:
        progress.show(frames)
        if asked:
            raise KeyboardInterrupt

    try:
        with Progress(animation.animation.count, quiet, "drawing") as progress:
            return list(write_film(folder, study, problem, history, animation, show=show))
    except KeyboardInterrupt:
        return []


def tell(
    folder: Path, study: Study, problem: Problem, history: History, quiet: bool = True, band: str = ""
) -> list[Path]:
    """Write the report on what is in the folder already, or say why there is none."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        import PySide6.QtGui  # noqa: F401, the figures are drawn with it when all is composed

        from ..ui.report.write import write_report
    except ImportError as error:
        print(f"Descent Lab: no report, as Qt could not be loaded: {error}", file=sys.stderr)
        return []
    with (folder / "history.csv").open("rb") as table:
        digest = hashlib.file_digest(table, "sha256").hexdigest()
    with Progress(100, quiet, "drawing the report") as progress:

        def show(doing: str, done: int, total: int) -> None:
            progress.show(100 * done // max(total, 1))

        # The text stood in the study before the race; whether earlier races had been seen is not known here.
        foretold = Foretold(study.prediction)
        return write_report(folder, study, problem, history, foretold, sha256=digest, seeds=band, show=show)


def _evidence(study: Study, problem: Problem, race: Race) -> Evidence | None:
    """Return what a verdict is made of; None if a lane has not begun."""
    if not all(lane.length for lane in race.history.lanes):
        return None
    from ..study.statistics.race_evidence import read_race

    return read_race(study, problem, race.history, target_loss(study, problem)).evidence


def _table(evidence: Evidence) -> bytes:
    from ..study.statistics.table import verdict_csv

    return verdict_csv(evidence)


def _verdict(evidence: Evidence) -> str:
    from ..study.statistics.verdict import judge
    from .verdict import paragraphs

    return paragraphs(judge(evidence).sentences)


def _outcome(study: Study, problem: Problem, history: History) -> str:
    target = target_loss(study, problem)
    lanes = [summarise(history, problem, index, target, test=True) for index in range(len(study.lanes))]
    return summary_table(lane_names(study), lanes, target)
