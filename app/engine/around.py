"""What is around a lane's optimizer: schedule, filters and averages, one call instead of its update."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from .filter import Average, Filter
from .history import LaneHistory
from .optimizer import Optimizer
from .oracle import Oracle
from .schedule import Schedule

__all__ = ["Around", "rates"]

Floats = npt.NDArray[np.float64]


class Around:
    """Does what is around a step, and the step.

    Parameters
    ----------
    optimizer : Optimizer
        That has begun.
    schedule : Schedule or None
    filters : tuple of Filter
        Applied in this order; those that average come after the step.
    history : LaneHistory
        Where the losses are that a schedule may watch, and where the learning rate is written.
    source : ndarray, shape (runs, params)
        Where the lane would be drawn and measured without a filter that averages.

    Attributes
    ----------
    shown : ndarray, shape (runs, params)
        Where the lane is drawn and measured.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedule: Schedule | None,
        filters: tuple[Filter, ...],
        history: LaneHistory,
        source: Floats,
    ) -> None:
        self._optimizer = optimizer
        self._schedule = schedule
        self._history = history
        self._source = source
        self._before = [each for each in filters if each.stage in ("gradient", "weights")]
        self._served: _Filtered | None = None
        self._average = next((each for each in filters if isinstance(each, Average)), None)
        self._step = 0
        self.shown = source
        if self._average is not None:
            self.shown = self._average.point
            np.copyto(self.shown, source)

    def update(self, theta: Floats, grad: Floats, oracle: Oracle | None = None) -> None:
        """Do one step; arguments as of `Optimizer.update`."""
        optimizer, schedule, step = self._optimizer, self._schedule, self._step
        if schedule is not None:
            if schedule.watches and step:
                self._watch(schedule, step)
            optimizer.scale_lr(schedule.multiplier(step))
            momentum = schedule.momentum(step)
            if momentum is not None:
                optimizer.set_momentum(momentum)
        if self._before:
            lr = getattr(optimizer, "lr", _ONE)
            for each in self._before:
                each.draw()
                each.apply(theta, grad, lr)
            oracle = self._filtered(oracle)
        optimizer.update(theta, grad, oracle)
        self._step = step = step + 1
        self._history.lr[step] = rates(optimizer)
        if self._average is not None:
            self._average.follow(self._source, step)

    def record_into(self, history: LaneHistory) -> None:
        """Write learning rates into another history, and watch the losses there."""
        self._history = history

    def _filtered(self, oracle: Oracle | None) -> Oracle | None:
        if self._served is None and oracle is not None:
            working = [each for each in self._before if each.stage == "gradient"]
            self._served = _Filtered(oracle, working) if working else None
        return oracle if self._served is None else cast(Oracle, self._served)

    def _watch(self, schedule: Schedule, step: int) -> None:
        history, plan = self._history, self._history.plan
        if not plan.examples:
            schedule.watch(step, {"step": history.batch_loss[step]})
            return
        last = history.evaluated_length - 1
        if step % plan.steps_per_epoch == 0 and plan.evaluate_at[last] == step:
            schedule.watch(step, {name: column[last] for name, column in history.evaluated.items()})


class _Filtered:
    """An oracle whose gradients are as the filters leave them, with the noise of the step; else the same."""

    def __init__(self, oracle: Oracle, working: list[Filter]) -> None:
        self._oracle = oracle
        self._working = working

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # a copy is asked for such names before it has an oracle to ask
            raise AttributeError(name)
        return getattr(self._oracle, name)

    def aside(self) -> _Filtered:
        """Return one whose answers are not counted; see `Oracle.aside`."""
        return _Filtered(self._oracle.aside(), self._working)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the filtered gradient and return the loss; counted as without filters."""
        loss = self._oracle.gradient(theta, out)
        for each in self._working:
            each.apply(theta, out, _ONE)
        return loss


_ONE = np.asarray(1.0)


def rates(optimizer: Optimizer) -> Floats:
    """Return the present learning rate, one number or one for each run; NaN where the method has none."""
    lr = getattr(optimizer, "lr", None)
    if lr is None:
        return np.asarray(np.nan)
    return np.asarray(lr if lr.ndim == 0 else lr[:, 0])
