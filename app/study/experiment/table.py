"""The results as tables that other software reads: a row for each run, in the order of the plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from ..lane_name import lane_names
from ..phrase import value_text
from ..spec import Study
from .columns import Columns, joined
from .endpoint import ENDPOINTS
from .kind import Done
from .rows import Rows
from .setting import Settings

__all__ = ["SettingsOf", "curve_csv", "result_csv", "result_rows", "task_names"]

SettingsOf = Callable[[Study, int, int], Settings]

_ROW = ("task", "lane", "optimizer", "phase", "setting")
_MISSES = ("steps_to_target", "evaluations_to_target", "examples_to_target", "diverged_at")


def _names(study: Study, settings_of: SettingsOf, tasks: int) -> list[str]:
    """Return the names of all that differs, in the order in which it first comes."""
    found: dict[str, None] = {}
    for task in range(tasks):
        for lane in range(len(study.lanes)):
            found |= dict.fromkeys(settings_of(study, task, lane).names)
    return list(found)


def task_names(study: Study) -> list[str]:
    """Return the names of the tasks of a suite; one empty name for another experiment."""
    return [task.name for task in getattr(study.experiment, "tasks", ())] or [""]


def result_csv(study: Study, settings_of: SettingsOf, done: Done) -> Iterator[bytes]:
    """Yield results.csv: what was set, the seed, and `endpoint.ENDPOINTS`.

    Empty is what the problem does not have, a value that is the lane's own, a target that was missed, and
    ``diverged_at`` of a run that did not diverge.
    """
    tasks, lanes = task_names(study), lane_names(study)
    varied = _names(study, settings_of, len(tasks))
    head = [*_ROW, *varied, "seed", *ENDPOINTS]
    yield _line([head])
    for block, columns in done:
        content: Rows = msgspec.convert(block.content, Rows)
        settings = settings_of(study, content.task, content.lane)
        before = (
            tasks[content.task],
            lanes[content.lane],
            study.lanes[content.lane].optimizer,
            content.phase,
        )
        numbers = [_texts(columns, name) for name in ENDPOINTS]
        rows = []
        made: dict[int, list[str]] = {}  # what each setting of the block is, once for all its seeds
        for row, (cell, seed) in enumerate(
            zip(columns["cell"].tolist(), columns["seed"].tolist(), strict=True)
        ):
            set_to = made.get(cell)
            if set_to is None:
                values = settings.values(cell)
                set_to = made[cell] = [value_text(values[name]) if name in values else "" for name in varied]
            rows.append([*before, str(cell), *set_to, str(seed), *(column[row] for column in numbers)])
        yield _line(rows)


def _texts(columns: Columns, name: str) -> Sequence[str]:
    found = columns.get(name)
    if found is None:
        return [""] * len(columns["cell"])
    if name in _MISSES:
        return ["" if value < 0 else str(value) for value in found.tolist()]
    return ["" if value != value else repr(value) for value in found.tolist()]


def curve_csv(study: Study, done: Done) -> Iterator[bytes]:
    """Yield curves.csv: the loss of each run at some steps, a row for each."""
    tasks, lanes = task_names(study), lane_names(study)
    yield _line([["task", "lane", "phase", "setting", "seed", "step", "loss"]])
    for block, columns in done:
        content: Rows = msgspec.convert(block.content, Rows)
        before = (tasks[content.task], lanes[content.lane], content.phase)
        steps = columns["curve_steps"].tolist()
        for cell, seed, losses in zip(
            columns["cell"].tolist(), columns["seed"].tolist(), columns["curve"].tolist(), strict=True
        ):
            yield _line(
                [[*before, cell, seed, step, repr(loss)] for step, loss in zip(steps, losses, strict=True)]
            )


def _line(rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def result_rows(done: Done) -> dict[tuple[int, int, str], Columns]:
    """Return the columns of each task, lane and phase, their blocks joined in the order of the plan.

    Returns
    -------
    dict
        From (task, lane, phase) to columns of shape (runs,); ``curve`` has (runs, n). What statistics want.
    """
    parts: dict[tuple[int, int, str], list[Columns]] = {}
    for block, columns in done:
        content: Rows = msgspec.convert(block.content, Rows)
        parts.setdefault((content.task, content.lane, content.phase), []).append(columns)
    return {key: joined(each) for key, each in parts.items()}
