"""Experiments as files: a row for each run, and what is shown as pictures."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.error import InputError
from ..study.disk import write_whole
from ..study.experiment.endpoint import ENDPOINTS
from ..study.experiment.measure import MEASURES
from ..study.experiment.space import trial_settings
from ..study.experiment.table import result_csv
from ..study.lane_name import lane_names
from ..study.phrase import value_text
from .picture import save_png, save_svg
from .plots.plot import Plot
from .shown_experiment import ShownExperiment
from .sweep_session import SweepSession
from .theme import Theme

if TYPE_CHECKING:
    from ..study.spec import Study

__all__ = ["save_pictures", "save_results", "save_runs"]

_SIZE = (1500, 1000)
_MISSES = ("steps_to_target", "evaluations_to_target", "examples_to_target", "diverged_at")


def save_runs(session: SweepSession, path: str | os.PathLike[str]) -> None:
    """Write what was set, the seed and the endpoints of each run that is there, as results.csv has them.

    Raises
    ------
    InputError
        If there is none yet, or the file cannot be written.
    """
    if session.shown is None or not any(
        session.swept(lane, MEASURES[0]).known.any() for lane in session.lanes()
    ):
        raise InputError("There is no run yet. Start the sweep first.")
    write_whole(path, _rows(session, session.shown))


def save_results(session: ShownExperiment, path: str | os.PathLike[str]) -> None:
    """Write all runs of a tuning or a suite that are there, as results.csv has them.

    Raises
    ------
    InputError
        If there is none yet, or the file cannot be written.
    """
    if session.shown is None or not session.rows():
        raise InputError(f"There is no run yet. Start the {session.name} first.")
    write_whole(path, result_csv(session.shown, trial_settings, session.rows()))


def _rows(session: SweepSession, study: Study) -> Iterator[bytes]:
    names = session.names()
    yield _line(["lane", "optimizer", *names, "seed", *ENDPOINTS])
    for lane, name in enumerate(lane_names(study)):
        settings = session.swept(lane, MEASURES[0]).settings
        for cell in range(len(settings)):
            values = settings.values(cell)
            for seed, run in sorted(session.runs(lane, cell).items()):
                if seed in study.seeds:
                    cells = [_cell(run, each) for each in ENDPOINTS]
                    shown = [value_text(values[each]) for each in names]
                    yield _line([name, study.lanes[lane].optimizer, *shown, str(seed), *cells])


def _cell(run: dict[str, float], name: str) -> str:
    value = run.get(name)
    if value is None or value != value or (name in _MISSES and value < 0):
        return ""
    return repr(value)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def save_pictures(plots: Sequence[tuple[str, str, Plot]], path: str | os.PathLike[str], theme: Theme) -> None:
    """Write plots as PNG or SVG, by the ending; several get a number before it.

    Raises
    ------
    InputError
        If there is none, or a file cannot be written.
    """
    if not plots:
        raise InputError("There is nothing to draw yet. Start it first.")
    whole = Path(path)
    for number, (_, title, plot) in enumerate(plots, 1):
        one = whole if len(plots) == 1 else whole.with_name(f"{whole.stem}-{number}{whole.suffix}")
        if whole.suffix.lower() == ".svg":
            save_svg(plot, one, _SIZE[0] // 2, _SIZE[1] // 2, theme=theme, title=title)
        else:
            save_png(plot, one, *_SIZE, dpi=192.0, theme=theme, title=title)
