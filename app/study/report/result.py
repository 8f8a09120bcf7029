"""What came of it: a table of the lanes, and one of all runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ..outcome import LaneSummary, RunSummary
from .section import Cell, Mark, Section, Table, Text
from .word import many, number

__all__ = ["RUNS_SHOWN", "nothing", "results"]

RUNS_SHOWN = 120

_SCORES = {
    "validation_loss": "Validation loss",
    "test_loss": "Test loss",
    "train_accuracy": "Training accuracy",
    "validation_accuracy": "Validation accuracy",
    "test_accuracy": "Test accuracy",
}
_MARKS: dict[str, Mark] = {"diverged": "bad", "reached": "good"}
_Row = tuple[str | Cell, ...]


def results(names: Sequence[str], lanes: Sequence[LaneSummary], target: float, measured: str) -> Section:
    """Return the section with the tables.

    Parameters
    ----------
    names : sequence of str
        Of the lanes.
    lanes : sequence of LaneSummary
        With the scores on the test examples.
    target : float
    measured : str
        What the losses are over, in words.
    """
    scores = [name for name in _SCORES if any(name in lane.scores for lane in lanes)]
    runs = len(lanes[0].seeds)
    counted = (
        "One run a lane." if runs == 1 else f"Medians over {many(runs, 'seed')}; a miss counts as infinite."
    )
    head = (
        "Lane",
        "Final loss",
        "Best loss",
        "Steps to target",
        "Gradients",
        *(_SCORES[name] for name in scores),
    )
    rows = tuple(_lane_row(name, lane, scores) for name, lane in zip(names, lanes, strict=True))
    note = (
        f"{counted} The target is a loss of {number(target)}; a dash is a miss. A run that diverged counts "
        f"as a miss, even if it had reached the target before. {measured}"
    )
    table = Table("Each lane", (*head, "What became of it"), rows, frozenset(range(1, len(head))), note)
    return Section("Results", (table, _runs_table(names, lanes, scores)))


def _lane_row(name: str, lane: LaneSummary, scores: Sequence[str]) -> _Row:
    status = lane.status
    mark: Mark | None = "bad" if "diverged" in status else "good" if "reached" in status else None
    cells = [number(lane.loss), number(lane.best_loss), number(lane.steps_to_target), f"{lane.evaluations:,}"]
    cells += [number(lane.score(score)) for score in scores]
    return (name, *cells, Cell(status, mark) if mark else status)


def _runs_table(names: Sequence[str], lanes: Sequence[LaneSummary], scores: Sequence[str]) -> Table:
    columns: list[tuple[str, Callable[[RunSummary], str]]] = [
        ("Seed", lambda run: str(run.seed)),
        ("Steps", lambda run: f"{max(run.step, 0):,}"),
        ("Final loss", lambda run: number(run.loss)),
        ("Best loss", lambda run: number(run.best_loss)),
        ("at step", lambda run: "–" if math.isnan(run.best_loss) else f"{run.best_step:,}"),
        ("Steps to target", lambda run: number(run.steps_to_target)),
    ]
    columns += [(_SCORES[score], _score(score)) for score in scores]
    rows: list[_Row] = []
    count = 0
    for name, lane in zip(names, lanes, strict=True):
        for run in lane.runs():
            count += 1
            if len(rows) < RUNS_SHOWN:
                mark = _MARKS.get(run.state)
                status: str | Cell = Cell(run.status, mark) if mark else run.status
                rows.append((name, *(text(run) for _, text in columns), status))
    head = ("Lane", *(title for title, _ in columns), "What became of it")
    note = "All digits, and the seconds, are in summary.csv."
    if count > len(rows):
        note = f"The first {len(rows)} of {count:,} runs; all digits, runs and seconds are in summary.csv."
    return Table("Each run", head, tuple(rows), frozenset(range(1, len(head) - 1)), note)


def _score(name: str) -> Callable[[RunSummary], str]:
    return lambda run: number(getattr(run, name))


def nothing() -> Section:
    """Return the section of a race that has not begun."""
    return Section("Results", (Text("Nothing is recorded: the race has not begun.", "warning"),))
