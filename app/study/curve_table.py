"""The points of a curve plot as CSV: what is across and what goes upwards, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..engine.history import History, LaneHistory
from ..engine.optimizer import optimizers
from ..engine.problem import Problem
from ..engine.quantity import Quantity, quantities
from .build import lane_names
from .clock import CLOCKS, places
from .common_step import CommonSteps
from .compared import Compared
from .curve import CurveSpec
from .history_table import field
from .spec import Study

__all__ = ["curve_file", "curve_pieces"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK = 65_536


def curve_file(curve: CurveSpec) -> str:
    """Return the name of the file with a plot's points."""
    return f"{curve.quantity}-against-{curve.x}.csv"


def curve_pieces(
    study: Study, problem: Problem, history: History, curve: CurveSpec, compared: Compared | None = None
) -> Iterator[bytes]:
    """Yield the content of the file in pieces: a row for each step at which both have a value.

    As in history.csv, a run ends with what it was as it diverged on, and what is undefined is ``nan``. Where
    x is ``seconds`` the content differs from time to time.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
        It stands still meanwhile (see `excerpt`).
    curve : CurveSpec
        Of which x is named.
    compared : Compared, optional
        Its lanes follow under names of their own, if it has both.
    """
    head = ("lane", "optimizer", "run", "seed", "step", "epoch", curve.x, curve.quantity)
    yield (",".join(head) + "\r\n").encode()
    names = lane_names(study)
    yield from _lanes(names, study, problem, history, curve)
    if compared is not None and compared.has(curve):
        yield from _lanes(compared.names(names), compared.study, compared.problem, compared.history, curve)


def _lanes(
    names: Sequence[str], study: Study, problem: Problem, history: History, curve: CurveSpec
) -> Iterator[bytes]:
    up = quantities[curve.quantity]()
    for name, lane, record in zip(names, study.lanes, history.lanes, strict=True):
        if not record.length:
            continue
        steps, x, y = _points(record, problem, up, curve.x)
        each = record.plan.steps_per_epoch
        who = f"{field(name)},{optimizers[lane.optimizer].name}"
        for run, seed in enumerate(study.seeds):
            column = x[:, run] if x.ndim > 1 else x
            for first in range(0, len(steps), _BLOCK):
                part = slice(first, first + _BLOCK)
                epochs = (steps[part] / each).tolist() if each else [""] * len(steps[part])
                rows = zip(
                    steps[part].tolist(), epochs, column[part].tolist(), y[part, run].tolist(), strict=True
                )
                lines = [
                    f"{who},{run},{seed},{step},{epoch},{across!r},{value!r}\r\n"
                    for step, epoch, across, value in rows
                ]
                yield "".join(lines).encode()


def _points(record: LaneHistory, problem: Problem, up: Quantity, x: str) -> tuple[Integers, Floats, Floats]:
    """Return steps, x and y of a lane; x is of shape (rows,) for a clock, (rows, runs) for a quantity."""
    last = record.length - 1
    with np.errstate(all="ignore"):
        if x in CLOCKS:
            rows = up.rows_until(record, last)
            steps = up.steps(record, 0, rows)
            return steps, places(record, x, steps), up.values(record, problem, 0, rows)
        across = quantities[x]()
        common = CommonSteps(record, across, up)
        count = common.until(last)
        x_rows, y_rows = common.rows(count)
        pairs = np.arange(count)
        return (
            np.array([common.step_of(pair) for pair in range(count)]) if not common.every else pairs,
            across.values(record, problem, 0, x_rows)[common.x_rows(pairs)],
            up.values(record, problem, 0, y_rows)[common.y_rows(pairs)],
        )
