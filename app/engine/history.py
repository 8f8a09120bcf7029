"""What a race records: append-only columns over one block of memory, read by others while it is written.

One writer (the engine), many readers. A row is written whole before the length that covers it is published,
so readers need no lock: they read the length once and look only below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["EVALUATED", "History", "LaneHistory", "LanePlan", "RacePlan"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

EVALUATED = ("loss", "validation_loss", "train_accuracy", "validation_accuracy")


@dataclass(frozen=True, slots=True, eq=False)
class LanePlan:
    """How much one lane will record; known before anything runs.

    Parameters
    ----------
    runs, params, steps : int
        Rows are numbered 0 (the start) to ``steps``.
    path : bool
        True on surfaces: parameters and gradients of every step are kept.
    batch_size, examples, steps_per_epoch : int
        Of the training set; 0 on surfaces.
    evaluate_at : ndarray of int64
        Steps at which the loss over whole sets is computed (data only); ascending, from 0.
    evaluated : tuple of str
        Which of `EVALUATED` this problem has.
    snapshot_at : ndarray of int64
        Steps at which the parameters are kept (data only); ascending, from 0.
    accumulate : int
        How many mini-batches (on surfaces: evaluations) make a step.
    measure_at : ndarray of int64
        Steps at which the quantities that were asked for are measured; ascending, from 0.
    measured : tuple of str
        Their names.
    """

    runs: int
    params: int
    steps: int
    path: bool
    batch_size: int = 0
    examples: int = 0
    steps_per_epoch: int = 0
    evaluate_at: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    evaluated: tuple[str, ...] = ()
    snapshot_at: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    accumulate: int = 1
    measure_at: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    measured: tuple[str, ...] = ()

    def columns(self) -> Iterator[tuple[str, tuple[int, ...], Any]]:
        """Yield name, shape and type of each array, in memory order."""
        rows = self.steps + 1
        yield "lengths", (4,), np.int64
        yield "diverged_at", (self.runs,), np.int64
        yield "evaluations", (rows,), np.int64
        yield "seconds", (rows,), np.float64
        yield "batch_loss", (rows, self.runs), np.float64
        yield "gradient_norm", (rows, self.runs), np.float64
        yield "step_length", (rows, self.runs), np.float64
        yield "lr", (rows, self.runs), np.float64
        if self.path:
            yield "theta", (rows, self.runs, self.params), np.float64
            yield "gradient", (rows, self.runs, self.params), np.float64
        for name in self.evaluated:
            yield f"evaluated_{name}", (len(self.evaluate_at), self.runs), np.float64
        for name in self.measured:
            yield f"measured_{name}", (len(self.measure_at), self.runs), np.float64
        if len(self.snapshot_at):
            yield "snapshots", (len(self.snapshot_at), self.runs, self.params), np.float64

    @property
    def nbytes(self) -> int:
        """Return the bytes this lane needs."""
        return sum(
            int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize for _, shape, kind in self.columns()
        )


@dataclass(frozen=True, slots=True, eq=False)
class RacePlan:
    """The plans of all lanes, and the clock they share.

    A tick is one step of the lane with the most steps; a lane with fewer steps (a larger batch) moves when
    its share of the clock is reached, so that all lanes have seen the same number of examples.
    """

    lanes: tuple[LanePlan, ...]

    @property
    def ticks(self) -> int:
        """Return the length of the race in ticks."""
        return max(lane.steps for lane in self.lanes)

    @property
    def nbytes(self) -> int:
        """Return the bytes of the whole history."""
        return 8 + sum(lane.nbytes for lane in self.lanes)

    def step_at(self, lane: int, tick: int) -> int:
        """Return how many steps a lane has done at a tick."""
        return tick * self.lanes[lane].steps // self.ticks


class LaneHistory:
    """One lane's columns.

    Attributes
    ----------
    batch_loss, gradient_norm, step_length : ndarray, shape (steps + 1, runs)
        Row k belongs to the point after k steps; the loss and gradient are those that step k + 1 uses (on
        data: of its mini-batch). ``step_length[k]`` is the distance from point k - 1; NaN in row 0.
    lr : ndarray, shape (steps + 1, runs)
        The learning rate of the step to row k, as scheduled; NaN in row 0.
    seconds : ndarray, shape (steps + 1,)
        Processor time spent on this lane's steps so far, in which other programs have no part (on Windows by
        the wall clock, as processor time is too coarse there); evaluation of whole sets and what is measured
        besides are not included, nor is waking up. After a pause the first steps of whichever lane
        is first take several times as long as the same steps of the next (empty caches); where they are too
        few to tell, below 1 ms, they count as this lane's steps before them did. A lane that is alone takes
        such steps again, on a copy, at its first ones and now and then, to know what they take when awake.
        One that cannot be copied counts as it is, as does an optimizer of one's own. Steps taken one at a
        time, as at a finite speed, take several times what they take in one go: compare lanes of one race.
    evaluations : ndarray of int64, shape (steps + 1,)
        Gradient evaluations spent to reach row k.
    theta, gradient : ndarray, shape (steps + 1, runs, params)
        On surfaces.
    evaluated, measured : dict
        Columns (n, runs) by name, at the steps ``plan.evaluate_at`` and ``plan.measure_at``.
    snapshots : ndarray, shape (n, runs, params)
        On data, at the steps ``plan.snapshot_at``.
    diverged_at : ndarray of int64, shape (runs,)
        The first diverged step, or -1.
    """

    lengths: Integers
    diverged_at: Integers
    evaluations: Integers
    seconds: Floats
    batch_loss: Floats
    gradient_norm: Floats
    step_length: Floats
    lr: Floats
    theta: Floats
    gradient: Floats
    snapshots: Floats

    def __init__(self, plan: LanePlan, buffer: memoryview, offset: int) -> None:
        self.plan = plan
        self.evaluated: dict[str, Floats] = {}
        self.measured: dict[str, Floats] = {}
        for name, shape, kind in plan.columns():
            count = int(np.prod(shape, dtype=np.int64))
            array = np.frombuffer(buffer, dtype=kind, count=count, offset=offset).reshape(shape)
            offset += array.nbytes
            if name.startswith("evaluated_"):
                self.evaluated[name.removeprefix("evaluated_")] = array
            elif name.startswith("measured_"):
                self.measured[name.removeprefix("measured_")] = array
            else:
                setattr(self, name, array)
        self.end = offset

    def numbers(self) -> Iterator[Floats]:
        """Yield the columns with a number for each run, by row."""
        yield from (self.batch_loss, self.gradient_norm, self.step_length, self.lr)
        yield from self.evaluated.values()
        yield from self.measured.values()

    @property
    def length(self) -> int:
        """Return the number of published rows; 0 before the start is recorded."""
        return int(self.lengths[0])

    @property
    def evaluated_length(self) -> int:
        """Return the number of published evaluations of whole sets."""
        return int(self.lengths[1])

    @property
    def snapshot_length(self) -> int:
        """Return the number of published parameter snapshots."""
        return int(self.lengths[2])

    @property
    def measured_length(self) -> int:
        """Return the number of published rows of what was asked for."""
        return int(self.lengths[3])


class History:
    """All lanes of a race over one block of memory.

    Parameters
    ----------
    plan : RacePlan
    buffer : writable buffer, optional
        At least ``plan.nbytes`` long and zeroed, such as a shared memory map; private memory by default.

    Attributes
    ----------
    plan, buffer
        As given.
    tick : int
    lanes : list of LaneHistory
    """

    def __init__(self, plan: RacePlan, buffer: Any = None) -> None:
        self.plan = plan
        self.buffer = buffer
        view = memoryview(bytearray(plan.nbytes) if buffer is None else buffer)
        self._tick = np.frombuffer(view, dtype=np.int64, count=1)
        self.lanes: list[LaneHistory] = []
        offset = 8
        for lane in plan.lanes:
            history = LaneHistory(lane, view, offset)
            offset = history.end
            self.lanes.append(history)

    @property
    def tick(self) -> int:
        """Return the tick up to which every lane is recorded."""
        return int(self._tick[0])

    @tick.setter
    def tick(self, value: int) -> None:
        self._tick[0] = value
