"""What came of it: tables of the lanes, and one of all runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..outcome import LaneSummary, RunSummary
from .section import Block, Cell, Mark, Section, Table, Text
from .word import many, number

__all__ = ["RUNS_SHOWN", "each_run", "nothing", "results"]

RUNS_SHOWN = 60

_SCORES = {
    "validation_loss": "Validation loss",
    "test_loss": "Test loss",
    "train_accuracy": "Training accuracy",
    "validation_accuracy": "Validation accuracy",
    "test_accuracy": "Test accuracy",
}
_BECAME = "What became of it"
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
    runs = len(lanes[0].seeds)
    counted = "One run a lane." if runs == 1 else f"Medians over {many(runs, 'seed')}; a miss is infinite."
    head: tuple[str, ...] = (
        "Lane", "Final loss", "Best loss", "Steps to target", "Gradient evaluations", _BECAME,
    )  # fmt: skip
    rows: tuple[_Row, ...] = tuple(_lane_row(name, lane) for name, lane in zip(names, lanes, strict=True))
    note = (
        f"{counted} The target is a loss of {number(target)}; a dash is a miss. A run that diverged counts "
        f"as a miss, even if it had reached the target before. {measured}"
    )
    blocks: list[Block] = [Table("Each lane", head, rows, frozenset(range(1, 5)), note)]
    scores = [name for name in _SCORES if any(name in lane.scores for lane in lanes)]
    if scores:
        head = ("Lane", *(_SCORES[name] for name in scores))
        rows = tuple(
            (name, *(number(lane.score(score)) for score in scores))
            for name, lane in zip(names, lanes, strict=True)
        )
        last = f"{'After' if runs == 1 else 'Medians after'} the last step, or as far as the race went."
        blocks.append(Table("Scores of each lane", head, rows, frozenset(range(1, len(head))), last))
    return Section("Results", tuple(blocks))


def _lane_row(name: str, lane: LaneSummary) -> _Row:
    status = lane.status
    mark: Mark | None = "bad" if "diverged" in status else "good" if "reached" in status else None
    cells = [number(lane.loss), number(lane.best_loss), number(lane.steps_to_target), f"{lane.evaluations:,}"]
    return (name, *cells, Cell(status, mark) if mark else status)


def each_run(names: Sequence[str], lanes: Sequence[LaneSummary]) -> Section:
    """Return the section with a row for each run."""
    scores = [name for name in _SCORES if any(name in lane.scores for lane in lanes)]
    # Of the scores those that one compares by: accuracies where there are classes, losses elsewhere.
    kind = "accuracy" if any(score.endswith("accuracy") for score in scores) else "loss"
    shown = [score for score in scores if score.endswith(kind) and not score.startswith("train")]
    columns: list[tuple[str, Callable[[RunSummary], str]]] = [
        ("Seed", lambda run: str(run.seed)),
        ("Final loss", lambda run: number(run.loss)),
        ("Best loss", lambda run: number(run.best_loss)),
    ]
    columns += [(_SCORES[score], _score(score)) for score in shown]
    rows: list[_Row] = []
    count = sum(len(lane.seeds) for lane in lanes)
    for name, lane in zip(names, lanes, strict=True):
        for run in lane.runs()[: RUNS_SHOWN - len(rows)]:
            mark = _MARKS.get(run.state)
            status: str | Cell = Cell(run.status, mark) if mark else run.status
            rows.append((name, *(text(run) for _, text in columns), status))
    head = ("Lane", *(title for title, _ in columns), _BECAME)
    note = "All digits, and the seconds, are in summary.csv."
    if count > len(rows):
        note = f"The first {len(rows)} of {count:,} runs; all of them, with all digits, are in summary.csv."
    numbers = frozenset(range(1, len(head) - 1))
    return Section("Every run", (Table("Each lane and seed", head, tuple(rows), numbers, note),))


def _score(name: str) -> Callable[[RunSummary], str]:
    return lambda run: number(getattr(run, name))


def nothing() -> Section:
    """Return the section of a race that has not begun."""
    return Section("Results", (Text("Nothing is recorded: the race has not begun.", "warning"),))
