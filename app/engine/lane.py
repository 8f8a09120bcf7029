"""One optimizer on its way: step, ask for the gradient, write a row; nothing else in the loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .around import Around, rates
from .completion import complete_path, mark_divergence
from .filter import Filter
from .history import LaneHistory
from .meter import Meter
from .number_loop import NumberLoop, number_loop
from .optimizer import Optimizer
from .oracle import Oracle
from .problem import DataProblem, Problem, SurfaceProblem
from .schedule import Schedule
from .stopwatch import Stopwatch
from .twin import twin_of

__all__ = ["Change", "Lane"]

Floats = npt.NDArray[np.float64]

Update = Callable[[Floats, Floats, Oracle | None], None]

_WORTH = 32  # steps in one go from which on it is worth while to take them without arrays


@dataclass(frozen=True, slots=True)
class Change:
    """A hyperparameter set while the race runs: it holds from the step after ``step`` on."""

    step: int
    name: str
    value: Any


class Lane:
    """One optimizer with its runs, stepped on one problem.

    Parameters
    ----------
    problem : SurfaceProblem or DataProblem
    optimizer : Optimizer
        With as many runs as the problem has seeds.
    history : LaneHistory
        Where rows are written.
    changes : tuple of Change
        To be applied on the way, as when a recorded session is raced again.
    schedule : Schedule, optional
        What the learning rate is multiplied with; a changed one from the step of the change on.
    filters : tuple of Filter
        What is around the step, in this order.
    """

    def __init__(
        self,
        problem: Problem,
        optimizer: Optimizer,
        history: LaneHistory,
        changes: tuple[Change, ...] = (),
        schedule: Schedule | None = None,
        filters: tuple[Filter, ...] = (),
    ) -> None:
        self.problem = problem
        self.optimizer = optimizer
        self.history = history
        self.plan = history.plan
        self.changes = sorted(changes, key=lambda change: change.step)
        self._pending = list(self.changes)
        self.theta = problem.initial()
        self.grad = np.empty_like(self.theta)
        self._before = np.empty_like(self.theta)
        optimizer.begin(self.theta)
        # Where the lane is drawn and measured; a method with a point of its own writes it in place.
        self.shown = self.theta if optimizer.point is None else optimizer.point
        # A lane with nothing around it is spared the way through it.
        self._around: Around | None = None
        self._update: Update = optimizer.update
        if schedule is not None or filters:
            self._around = Around(optimizer, schedule, filters, history, self.shown)
            self._update = self._around.update
            self.shown = self._around.shown
        box = problem.box if isinstance(problem, SurfaceProblem) else None
        self._walls: Callable[[Update], Update] | None = None
        if box is not None:
            low, high = box
            self._walls = lambda update: _within(update, low, high)
            self._update = self._walls(self._update)
        self._shown_grad = self.grad if self.shown is self.theta else np.empty_like(self.theta)
        each = self.plan.accumulate
        self.oracle = (
            problem.oracle(self.plan.batch_size, each)
            if isinstance(problem, DataProblem)
            else problem.oracle(each)
        )
        self._meter: Meter | None = None
        if self.plan.measured:
            self._meter = Meter(problem, optimizer, history, self.shown, self._shown_grad)
        self._kept = 0
        self.step = -1
        self._watch = Stopwatch()
        # What a step of an optimizer of one's own changes elsewhere, nobody knows: none is taken on a copy.
        self._rehearses = type(optimizer).__module__.startswith(f"{__package__}.optimizers.")
        self._numbers: NumberLoop | None = None
        self._tried = False

    def state(self) -> tuple[Any, ...]:
        """Return all that a step changes, to be copied together: parts of it are parts of each other."""
        around = self._around
        return (
            self.optimizer,
            self.oracle,
            around,
            self.theta,
            self.grad,
            self._before,
            self.shown,
            self._shown_grad,
        )

    def restore(self, state: tuple[Any, ...], step: int) -> None:
        """Go on from a copy of a state, which becomes this lane's own; nothing is measured any more."""
        (
            self.optimizer,
            self.oracle,
            self._around,
            self.theta,
            self.grad,
            self._before,
            self.shown,
            self._shown_grad,
        ) = state
        self._update = self.optimizer.update
        if self._around is not None:
            self._around.record_into(self.history)
            self._update = self._around.update
        if self._walls is not None:
            self._update = self._walls(self._update)
        self._meter = None
        self._tried, self._numbers = False, None
        self._pending = [change for change in self.changes if change.step >= step]
        self.step = step

    def begin(self) -> None:
        """Record the start as row 0."""
        history = self.history
        history.diverged_at[:] = -1
        history.step_length[0] = np.nan
        history.lr[0] = np.nan
        loss = self.oracle.gradient(self.theta, self.grad)
        if self.shown is not self.theta:
            loss = self.oracle.measure(self.shown, self._shown_grad)
        self._write_start(loss)
        self.step = 0
        self._publish(0, 0, 0.0)

    def change(self, change: Change) -> None:
        """Apply a change now; it holds from the next step on."""
        self._apply_pending()  # as when the changes are replayed: of one step, the later one wins
        self._set(change)
        self.changes.append(change)

    def advance(self, to: int, cold: bool = False) -> None:
        """Step until ``to`` steps are done, publishing once at the end (or at each stop on the way).

        Parameters
        ----------
        to : int
        cold : bool
            Whether the engine may have slept before this: a few steps then tell little of what a step takes.
        """
        while self.step < to:
            self._apply_pending()
            first, last = self.step, self._next_stop(to)
            seconds = self._timed(first, last)
            self.step = last
            if cold and self._watch.unsure(seconds):
                self._rehearse(last - first)
            self._publish(first + 1, last, self._watch.counted(last - first, seconds, cold))
            cold = False

    def _timed(self, first: int, last: int) -> float:
        """Take some steps and return the seconds that they took."""
        self._watch.start()
        if self.plan.path:
            (self._run_path if self.shown is self.theta else self._run_path_beside)(first, last)
        else:
            self._run_network(first, last)
        return self._watch.stop()

    def _rehearse(self, steps: int) -> None:
        """Find out what so many steps take when awake, where no other lane has gone first: on a copy."""
        first, last = self.step, self.step + steps
        # Of many steps waking up is a small part; and there must be rows for those that are taken twice.
        if steps >= _WORTH or last + steps > self.plan.steps or not self._rehearses:
            return
        try:
            twin = twin_of(self)
            twin._timed(first, last)  # its arrays are new, and in no cache yet
            self._watch.note(steps, twin._timed(first, last))
        except Exception:  # what cannot be copied counts as it is
            self._rehearses = False

    def _apply_pending(self) -> None:
        while self._pending and self._pending[0].step <= self.step:
            self._set(self._pending.pop(0))

    def _set(self, change: Change) -> None:
        self.optimizer.change(change.name, change.value)
        self._tried, self._numbers = False, None  # a switch may lead another way

    def _next_stop(self, to: int) -> int:
        stop = to
        if self._pending:
            stop = min(stop, self._pending[0].step)
        evaluated = self.history.evaluated_length
        if evaluated < len(self.plan.evaluate_at):
            stop = min(stop, int(self.plan.evaluate_at[evaluated]))
        return stop if self._meter is None else self._meter.stop(self.step, stop)

    def _run_path(self, first: int, last: int) -> None:
        if last - first >= _WORTH and self._around is None:
            if first == 0:  # what is done once only, at the first step, is not part of the loop
                self._run_arrays(0, 1)
                first = 1
            if not self._tried:
                self._tried = True
                self._numbers = number_loop(self.optimizer, self.oracle, self.theta, self.grad, self._walls)
            if self._numbers is not None:
                first = self._numbers.run(self.history, first, last)
        self._run_arrays(first, last)

    def _run_arrays(self, first: int, last: int) -> None:
        theta, grad, oracle, history = self.theta, self.grad, self.oracle, self.history
        update, gradient, draw = self._update, oracle.gradient, oracle.draw
        points, gradients, losses, spent = (
            history.theta,
            history.gradient,
            history.batch_loss,
            history.evaluations,
        )
        for row in range(first + 1, last + 1):
            update(theta, grad, oracle)
            draw()
            spent[row] = oracle.evaluations
            losses[row] = gradient(theta, grad)
            points[row] = theta
            gradients[row] = grad

    def _run_path_beside(self, first: int, last: int) -> None:
        """As `_run_path`, for a method whose gradients are taken at another point than it is drawn at."""
        theta, grad, oracle, history = self.theta, self.grad, self.oracle, self.history
        shown, slope, update = self.shown, self._shown_grad, self._update
        for row in range(first + 1, last + 1):
            update(theta, grad, oracle)
            oracle.draw()
            history.evaluations[row] = oracle.evaluations
            oracle.gradient(theta, grad)
            history.batch_loss[row] = oracle.measure(shown, slope)
            history.theta[row] = shown
            history.gradient[row] = slope

    def _run_network(self, first: int, last: int) -> None:
        theta, grad, oracle, before = self.theta, self.grad, self.oracle, self._before
        shown, slope, beside = self.shown, self._shown_grad, self.shown is not self.theta
        history, update, gradient, draw = self.history, self._update, oracle.gradient, oracle.draw
        losses, squares, moved, spent = (
            history.batch_loss,
            history.gradient_norm,
            history.step_length,
            history.evaluations,
        )
        keep = self._next_snapshot
        for row in range(first + 1, last + 1):
            np.copyto(before, shown)
            update(theta, grad, oracle)
            np.subtract(shown, before, out=before)
            np.vecdot(before, before, out=moved[row])
            draw()
            spent[row] = oracle.evaluations
            losses[row] = gradient(theta, grad)
            if beside:
                losses[row] = oracle.measure(shown, slope)
            np.vecdot(slope, slope, out=squares[row])
            if row == keep:
                keep = self._keep_snapshot()
        rows = slice(first + 1, last + 1)
        np.sqrt(squares[rows], out=squares[rows])
        np.sqrt(moved[rows], out=moved[rows])

    @property
    def _next_snapshot(self) -> int:
        """Return the step at which the parameters are kept next; -1 if none is left."""
        return int(self.plan.snapshot_at[self._kept]) if self._kept < len(self.plan.snapshot_at) else -1

    def _keep_snapshot(self) -> int:
        self.history.snapshots[self._kept] = self.shown
        self._kept += 1
        return self._next_snapshot

    def _write_start(self, loss: Floats) -> None:
        history, row = self.history, 0
        history.batch_loss[row] = loss
        if self.plan.path:
            history.theta[row] = self.shown
            history.gradient[row] = self._shown_grad
        else:
            np.sqrt(np.vecdot(self._shown_grad, self._shown_grad), out=history.gradient_norm[row])
            if self._next_snapshot == 0:
                self._keep_snapshot()

    def _publish(self, first: int, last: int, spent: float) -> None:
        """Complete rows first..last with what is cheaper by the block, then let readers see them."""
        history = self.history
        rows = slice(first, last + 1)
        if first:
            history.seconds[rows] = history.seconds[first - 1] + spent * np.arange(1, last - first + 2) / (
                last - first + 1
            )
            if self._around is None:
                history.lr[rows] = rates(self.optimizer)
        if self.plan.path:
            complete_path(history, first, last)
        mark_divergence(history, first, last)
        self._measure()
        history.lengths[0] = last + 1

    def _measure(self) -> None:
        history, plan = self.history, self.plan
        evaluated = history.evaluated_length
        if (
            evaluated < len(plan.evaluate_at)
            and plan.evaluate_at[evaluated] == self.step
            and isinstance(self.problem, DataProblem)
        ):
            found = self.problem.evaluate(self.shown)
            for name, column in history.evaluated.items():
                column[evaluated] = found[name]
            history.lengths[1] = evaluated + 1
        if self._meter is not None:
            self._meter.measure(self.step)
        history.lengths[2] = self._kept


def _within(update: Update, low: Floats, high: Floats) -> Update:
    """Return an update that is followed by the projection onto a box."""

    def projected(theta: Floats, grad: Floats, oracle: Oracle | None = None) -> None:
        update(theta, grad, oracle)
        np.maximum(theta, low, out=theta)
        np.minimum(theta, high, out=theta)

    return projected
