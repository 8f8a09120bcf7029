"""The columns of the table of lanes: what a cell holds, how it reads, and how it goes to a spreadsheet."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...study.outcome import LaneSummary
from ..frame import LaneLook, RaceView

__all__ = ["Column", "columns_of", "tab_separated", "text_of", "value_of"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, title, and what it means."""

    key: str
    title: str
    tip: str


_ALWAYS = (
    Column("name", "Lane", "Click to highlight a lane, with Shift to show it alone, with Ctrl to hide it."),
    Column("loss", "Loss", "The loss at the playhead; with several seeds the median."),
    Column("best", "Best loss", "The lowest loss so far; with several seeds the median."),
    Column(
        "target",
        "Steps to target",
        "The first step with a loss of at most the target; a dash where it is not reached.",
    ),
)
_ON_DATA = (
    Column(
        "train_accuracy",
        "Train acc.",
        "Share of training examples classified correctly, at the last evaluation.",
    ),
    Column(
        "validation_accuracy",
        "Valid. acc.",
        "Share of unseen examples classified correctly, at the last evaluation.",
    ),
)
_LAST = (
    Column("steps", "Steps", "Updates done."),
    Column("evaluations", "Gradients", "Gradient evaluations spent."),
    Column(
        "microseconds",
        "µs / step",
        "Processor time of one step of all runs of the lane, here, without waking up. Steps taken "
        "one at a time, as at a finite speed, take several times as long as in one go: compare in one race.",
    ),
    Column("status", "Status", "What became of the lane."),
)


def columns_of(race: RaceView | None) -> tuple[Column, ...]:
    """Return the columns that this race fills."""
    evaluated = getattr(race.problem, "evaluated", ()) if race else ()
    return (*_ALWAYS, *(column for column in _ON_DATA if column.key in evaluated), *_LAST)


def value_of(column: str, summary: LaneSummary, look: LaneLook) -> Any:
    """Return what a cell sorts by."""
    values = {
        "name": look.name, "loss": summary.loss, "best": summary.best_loss,
        "target": math.inf if summary.steps_to_target is None else summary.steps_to_target,
        "steps": max(summary.step, 0), "evaluations": summary.evaluations,
        "microseconds": summary.microseconds,
        "status": summary.status if summary.step > 0 else "at the start",
    }  # fmt: skip
    return values[column] if column in values else summary.score(column)


def _brief(status: str) -> str:
    """Return a status without what the column of the target says already."""
    short = re.sub(r"^target (reached) at step \d+$|(reached) the target", r"\1\2", status)
    return re.sub(r"^(\d+) of \1 ", r"all \1 ", short)


def text_of(column: str, value: Any) -> str:
    """Return how a cell reads."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if column == "target":
        return "–" if value == math.inf else f"{value:,}"
    if column == "status":
        return _brief(str(value))
    if column.endswith("accuracy"):
        return f"{100 * value:.1f} %"
    if column == "microseconds":
        return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def tab_separated(
    titles: Sequence[str], columns: Sequence[Column], rows: Sequence[tuple[LaneSummary, LaneLook]]
) -> str:
    """Return the table for the clipboard: numbers in full, accuracies from 0 to 1, empty what is not known.

    Parameters
    ----------
    titles : sequence of str
    columns : sequence of Column
    rows : sequence of (LaneSummary, LaneLook)
        In the order to be shown.
    """
    lines = [
        titles,
        *([_exact(column.key, value_of(column.key, *row)) for column in columns] for row in rows),
    ]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


def _exact(column: str, value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if column == "target" and value == math.inf:
        return ""
    return repr(value) if isinstance(value, float) else str(value)
