"""What a race has come to: for the table in the window, the command line and summary.csv."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.history import History, LaneHistory
from ..engine.problem import DataProblem, Problem
from ..engine.quantity import quantities
from .outcome import LaneSummary, RunSummary
from .tally import Tally

__all__ = ["LaneSummary", "RunSummary", "final_theta", "scores_on_test", "summarise"]

Floats = npt.NDArray[np.float64]


def summarise(
    history: History,
    problem: Problem,
    lane: int,
    target: float,
    until_step: int | None = None,
    tally: Tally | None = None,
    test: bool = False,
    running: bool = False,
) -> LaneSummary:
    """Return what a lane has come to.

    Parameters
    ----------
    history : History
    problem : SurfaceProblem or DataProblem
    lane : int
    target : float
        From `target_loss`.
    until_step : int, optional
        As if the lane had stopped there; all that is published by default.
    tally : Tally, optional
        Kept by the caller from one question to the next, so that each row is read once.
    test : bool
        Whether to measure loss and accuracy on the test examples, which takes time.
    running : bool
        Whether the race goes on from there; it has stopped otherwise.
    """
    record = history.lanes[lane]
    plan = record.plan
    tally = Tally(record, problem) if tally is None else tally
    step = record.length - 1 if until_step is None else min(until_step, record.length - 1)
    rows = tally.loss.rows_until(record, step) if step >= 0 else 0
    best, best_rows = tally.best(rows)
    reached = tally.reached(target, rows)
    diverged_at = np.where(record.diverged_at <= step, record.diverged_at, -1)
    scores = _scores(record, problem, step)
    if test:
        scores |= scores_on_test(history, problem, lane)
    none = np.full(plan.runs, np.nan)
    return LaneSummary(
        lane=lane,
        step=step,
        planned=plan.steps,
        running=running,
        epoch=max(step, 0) / plan.steps_per_epoch if plan.steps_per_epoch else None,
        evaluations=int(record.evaluations[step]) if step >= 0 else 0,
        microseconds=float(record.seconds[step]) / step * 1e6 if step > 0 else np.nan,
        seeds=problem.seeds,
        losses=tally.loss.values(record, problem, rows - 1, rows)[0].copy() if rows else none,
        best_losses=np.where(np.isfinite(best), best, np.nan),
        best_steps=tally.steps_of(best_rows),
        reached=np.where((reached >= 0) & (diverged_at < 0), tally.steps_of(reached), -1),
        diverged_at=diverged_at,
        scores=scores,
    )


def _scores(record: LaneHistory, problem: Problem, step: int) -> dict[str, Floats]:
    found = {}
    for name in ("validation_loss", "train_accuracy", "validation_accuracy"):
        quantity = quantities[name]()
        rows = quantity.rows_until(record, step) if quantity.available(problem) and step >= 0 else 0
        if rows:
            found[name] = quantity.values(record, problem, rows - 1, rows)[0].copy()
    return found


def final_theta(history: History, lane: int) -> Floats | None:
    """Return the parameters after the last step, shape (runs, params); None if they were not kept."""
    record = history.lanes[lane]
    last = record.length - 1
    if last < 0:
        return None
    if record.plan.path:
        return np.asarray(record.theta[last])
    kept = int(np.searchsorted(record.plan.snapshot_at[: record.snapshot_length], last, side="right"))
    if not kept or int(record.plan.snapshot_at[kept - 1]) != last:
        return None
    return np.asarray(record.snapshots[kept - 1])


def scores_on_test(history: History, problem: Problem, lane: int) -> dict[str, Floats]:
    """Return loss and accuracy on the test examples after the last step; empty if there are none."""
    theta = final_theta(history, lane)
    if not isinstance(problem, DataProblem) or theta is None or not len(problem.split.test.targets):
        return {}
    part = problem.split.test
    with np.errstate(all="ignore"):
        loss, accuracy = problem.model.evaluate(theta, part.features[None], part.targets[None])
    found = {"test_loss": np.asarray(loss)}
    return found | ({"test_accuracy": np.asarray(accuracy)} if problem.model.task == "classification" else {})
