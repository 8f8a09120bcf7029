"""history.csv: every recorded number, in a form that any program reads and that comes back bit by bit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import repeat

import numpy as np
import numpy.typing as npt

from ..engine.history import History, LaneHistory
from ..engine.optimizer import optimizers
from ..engine.problem import Problem
from ..engine.quantity import Quantity, quantities
from .build import lane_names
from .disk import write_whole
from .spec import Study

__all__ = [
    "HISTORY_COLUMNS",
    "count_rows",
    "exported_quantities",
    "field",
    "history_pieces",
    "write_history_csv",
]

Floats = npt.NDArray[np.float64]

HISTORY_COLUMNS = ("lane", "optimizer", "run", "seed", "step", "epoch", "quantity", "value")
_BLOCK = 65_536


def exported_quantities(problem: Problem, history: History) -> list[Quantity]:
    """Return what history.csv holds: all that this problem has and does not depend on the clock.

    Of what is only measured for who asks, that which was.
    """
    asked = {name for lane in history.plan.lanes for name in lane.measured}
    return [
        quantity()
        for quantity in quantities
        if quantity.unit != "s"
        and quantity().available(problem)
        and (not quantity.asked or quantity.name in asked)
    ]


def write_history_csv(path: str | os.PathLike[str], study: Study, problem: Problem, history: History) -> None:
    """Write every recorded number in tidy long form, ordered by lane, run, quantity and step.

    RFC 4180 in UTF-8; floats in the shortest form that comes back exactly, with ``inf`` and ``nan`` as words.
    The epoch is empty on surfaces. Equal studies give equal bytes. What is undefined at the start, such as
    the length of the step before it, has no row there.

    Raises
    ------
    InputError
        That names the file and the reason.
    """
    write_whole(path, (piece for piece, _ in history_pieces(study, problem, history)))


def count_rows(problem: Problem, history: History) -> int:
    """Return how many rows history.csv has, to within what is undefined at the start."""
    chosen = exported_quantities(problem, history)
    return sum(
        record.plan.runs * quantity.rows_until(record, record.length - 1)
        for record in history.lanes
        for quantity in chosen
    )


def history_pieces(study: Study, problem: Problem, history: History) -> Iterator[tuple[bytes, int]]:
    """Yield the content of history.csv in pieces, each with the number of rows in it."""
    yield (",".join(HISTORY_COLUMNS) + "\r\n").encode(), 0
    chosen = exported_quantities(problem, history)
    # A race may go on meanwhile: all columns end where their lane stood now.
    ends = [record.length - 1 for record in history.lanes]
    for name, lane, record, end in zip(lane_names(study), study.lanes, history.lanes, ends, strict=True):
        if end < 0:
            continue
        columns = [(quantity, *_column(quantity, record, problem, end)) for quantity in chosen]
        places = _Places(record)
        who = f"{field(name)},{optimizers[lane.optimizer].name}"
        for run, seed in enumerate(study.seeds):
            for quantity, steps, values in columns:
                # Only at the start may a number be undefined without being a sign of divergence.
                undefined = len(steps) and steps[0] == 0 and np.isnan(values[0, run])
                skip = 1 if undefined and record.diverged_at[run] != 0 else 0
                for first in range(skip, len(steps), _BLOCK):
                    block = slice(first, first + _BLOCK)
                    where = places.texts(steps, block)
                    head, tail = f"{who},{run},{seed},", f"{quantity.name},"
                    texts = map(repr, values[block, run].tolist())
                    lines = [
                        f"{head}{place}{tail}{value}\r\n" for place, value in zip(where, texts, strict=True)
                    ]
                    yield "".join(lines).encode(), len(lines)


def _column(
    quantity: Quantity, record: LaneHistory, problem: Problem, end: int
) -> tuple[npt.NDArray[np.int64], Floats]:
    rows = quantity.rows_until(record, end)
    return quantity.steps(record, 0, rows), quantity.values(record, problem, 0, rows)


class _Places:
    """The text of step and epoch, which many columns of a lane share."""

    def __init__(self, record: LaneHistory) -> None:
        self._per_epoch = record.plan.steps_per_epoch
        self._known: dict[tuple[int, int, int], list[str]] = {}

    def texts(self, steps: npt.NDArray[np.int64], block: slice) -> list[str]:
        part = steps[block]
        key = (int(part[0]), int(part[-1]), len(part)) if len(part) else (0, 0, 0)
        if key not in self._known:
            epochs: Iterator[object] = (
                iter((part / self._per_epoch).tolist()) if self._per_epoch else repeat("")
            )
            self._known = {key: texts for key, texts in self._known.items() if len(self._known) < 8}
            self._known[key] = [
                f"{step},{epoch}," for step, epoch in zip(part.tolist(), epochs, strict=False)
            ]
        return self._known[key]


def field(text: str) -> str:
    """Return a text as RFC 4180 wants it."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
