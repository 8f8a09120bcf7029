"""What a run came to, in a row of numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import History, LaneHistory
from ...engine.problem import DataProblem, Problem, SurfaceProblem
from ...engine.quantity import quantities
from ..summary import summarise
from ..tally import Tally
from .columns import Columns

__all__ = ["ENDPOINTS", "endpoints"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ENDPOINTS = (
    *("steps", "evaluations", "examples", "final", "best", "best_step", "area"),
    *("steps_to_target", "evaluations_to_target", "examples_to_target", "diverged_at"),
    *("validation_final", "validation_best", "train_accuracy", "validation_accuracy"),
    *("test_loss", "test_accuracy", "test_loss_at_best", "test_accuracy_at_best"),
)
"""The names of the columns of numbers; a problem that has no test part has none of it."""

_LOWEST = 1e-15  # what counts as zero below a logarithm
_SCORES = ("train_accuracy", "validation_accuracy", "test_loss", "test_accuracy")


def endpoints(
    history: History, problem: Problem, target: float, curve: int = 0, stop_at: float = 0.0
) -> Columns:
    """Return what the runs of a race with one lane came to.

    Parameters
    ----------
    history : History
    problem : SurfaceProblem or DataProblem
    target : float
    curve : int
        At how many rows the loss is kept besides, in ``curve`` of shape (runs, n) and ``curve_steps``.
    stop_at : float
        The share of the race at which `screen` columns are taken; 0 for none.

    Returns
    -------
    dict of ndarray, shape (runs,)
        ``final`` and ``best`` are of the loss (on data over the training set), ``area`` is the mean of the
        loss's logarithm over the race, of its height above the lowest value where a surface has one. A
        diverged run ends with an infinite final loss and area, and counts as a miss of the target. Steps,
        evaluations and examples to the target are -1 for a miss, ``diverged_at`` is -1 if it did not.
        ``screen_best`` and ``screen_mean`` are of what a trial is judged by, up to ``stop_at``.
    """
    record, plan = history.lanes[0], history.lanes[0].plan
    runs, data = plan.runs, isinstance(problem, DataProblem)
    whole = record.length == plan.steps + 1
    tally = Tally(record, problem)
    summary = summarise(history, problem, 0, target, tally=tally, test=whole)
    diverged = summary.diverged_at >= 0
    reached = summary.reached
    spent = np.where(reached >= 0, record.evaluations[reached], -1)
    found: Columns = {
        "steps": np.full(runs, summary.step, dtype=np.int64),
        "evaluations": np.full(runs, summary.evaluations, dtype=np.int64),
        "final": _infinite(summary.losses, diverged),
        "best": summary.best_losses,
        "best_step": summary.best_steps,
        "area": _area(record, problem, diverged),
        "steps_to_target": reached,
        "evaluations_to_target": spent,
        "diverged_at": np.asarray(summary.diverged_at),
    }
    if data:
        found["examples"] = np.full(runs, _examples(record, np.array([summary.step]))[0])
        found["examples_to_target"] = np.where(reached >= 0, _examples(record, reached), -1)
    if "validation_loss" in record.evaluated:
        losses = _judged(record, problem)
        found["validation_final"] = _infinite(losses[-1], diverged)
        at = losses.argmin(axis=0)
        found["validation_best"] = losses[at, np.arange(runs)]
        for name in ("test_loss", "test_accuracy"):
            if name in record.measured and len(record.measured[name]) == len(losses):
                found[f"{name}_at_best"] = record.measured[name][at, np.arange(runs)]
    found |= {name: summary.scores[name] for name in _SCORES if name in summary.scores}
    if stop_at:
        found |= _screen(record, problem, stop_at)
    if curve:
        found |= _curve(record, problem, curve)
    return found


def _infinite(losses: Floats, diverged: npt.NDArray[np.bool_]) -> Floats:
    return np.where(diverged | np.isnan(losses), np.inf, losses)


def _loss(record: LaneHistory, problem: Problem) -> tuple[Floats, Integers]:
    """Return the recorded losses, infinite from a divergence on, and the steps they are of."""
    loss = quantities["loss"]()
    rows = loss.length(record)
    values = np.array(loss.values(record, problem, 0, rows), dtype=np.float64)
    steps = np.asarray(loss.steps(record, 0, rows))
    values[_after(record, steps) | np.isnan(values)] = np.inf
    return values, steps


def _judged(record: LaneHistory, problem: Problem) -> Floats:
    """Return what a trial is judged by, row by row: the validation loss, or on a surface the loss."""
    if "validation_loss" not in record.evaluated:
        return _loss(record, problem)[0]
    rows = record.evaluated_length
    values = np.array(record.evaluated["validation_loss"][:rows])
    values[_after(record, record.plan.evaluate_at[:rows]) | np.isnan(values)] = np.inf
    return values


def _after(record: LaneHistory, steps: Integers) -> npt.NDArray[np.bool_]:
    return (record.diverged_at >= 0) & (steps[:, None] >= record.diverged_at)


def _area(record: LaneHistory, problem: Problem, diverged: npt.NDArray[np.bool_]) -> Floats:
    """Return the mean of log10 of the loss over the race, by the trapezoidal rule."""
    losses, steps = _loss(record, problem)
    if isinstance(problem, SurfaceProblem) and problem.surface.lowest is not None:
        losses = losses - problem.surface.lowest
    with np.errstate(all="ignore"):
        logs = np.log10(np.maximum(losses, _LOWEST))
    # Each run's numbers side by side: a sum over them then has the same bits however many runs there are.
    by_run = np.ascontiguousarray(logs.T)
    if len(steps) < 2:
        return by_run[:, 0].copy()
    widths = np.diff(steps).astype(np.float64)
    with np.errstate(invalid="ignore"):
        sums = (0.5 * (by_run[:, 1:] + by_run[:, :-1]) * widths).sum(axis=1)
    return np.where(diverged, np.inf, sums / float(steps[-1] - steps[0]))


def _examples(record: LaneHistory, steps: Integers) -> Integers:
    """Return how many examples were seen after some steps."""
    plan = record.plan
    epochs, more = np.divmod(steps, plan.steps_per_epoch)
    return np.asarray(
        epochs * plan.examples + np.minimum(more * plan.batch_size * plan.accumulate, plan.examples)
    )


def _screen(record: LaneHistory, problem: Problem, share: float) -> Columns:
    """Return best and mean of what a trial is judged by, up to a share of the race, without the start."""
    losses = _judged(record, problem)
    steps = record.plan.evaluate_at if "loss" in record.evaluated else np.arange(len(losses))
    last = max(1, round(share * record.plan.steps))
    rows = np.flatnonzero((steps[: len(losses)] > 0) & (steps[: len(losses)] <= last))
    part = np.ascontiguousarray(losses[rows].T)
    if not len(rows):  # nothing was evaluated until then: no trial is ended
        empty = np.full(record.plan.runs, np.nan)
        return {"screen_best": empty, "screen_mean": empty}
    return {"screen_best": part.min(axis=1), "screen_mean": part.sum(axis=1) / len(rows)}


def _curve(record: LaneHistory, problem: Problem, count: int) -> Columns:
    losses, steps = _loss(record, problem)
    count = min(count, len(steps))
    chosen = np.unique(np.arange(count) * (len(steps) - 1) // max(count - 1, 1))
    return {"curve": np.ascontiguousarray(losses[chosen].T), "curve_steps": steps[chosen].astype(np.int64)}
