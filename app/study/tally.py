"""What is known of a lane so far: its best loss, and when it reached a target. Cheap to ask while it runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.history import LaneHistory
from ..engine.problem import Problem
from ..engine.quantity import quantities

__all__ = ["Tally"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK_ENTRIES = 65_536


class Tally:
    """Running answers about the loss of one lane, from what is published.

    Each row is read once, however often is asked: the best of whole blocks of rows is remembered, and only
    the rows after the last whole block are read again. Rows from a run's divergence on do not count.

    Parameters
    ----------
    history : LaneHistory
    problem : SurfaceProblem or DataProblem
    """

    def __init__(self, history: LaneHistory, problem: Problem) -> None:
        self.history = history
        self.problem = problem
        self.loss = quantities["loss"]()
        self._block = max(64, _BLOCK_ENTRIES // history.plan.runs)
        self._best: list[tuple[Floats, Integers]] = []
        self._forget(None)

    def _forget(self, target: float | None) -> None:
        self._target = target
        self._scanned = 0
        self._found = np.full(self.history.plan.runs, -1, dtype=np.int64)

    def best(self, rows: int) -> tuple[Floats, Integers]:
        """Return the lowest of the first ``rows`` losses, and in which row it came first, for each run.

        Parameters
        ----------
        rows : int
            At most what is published.

        Returns
        -------
        ndarray, shape (runs,)
            Infinite where there is none.
        ndarray of int64, shape (runs,)
        """
        whole = rows // self._block
        while len(self._best) < whole:
            first = len(self._best) * self._block
            self._best.append(self._lower(len(self._best), first, first + self._block))
        return self._lower(whole, whole * self._block, rows)

    def _lower(self, blocks: int, first: int, last: int) -> tuple[Floats, Integers]:
        """Return the best of the first ``blocks`` blocks and the rows first..last-1."""
        runs = self.history.plan.runs
        known = (np.full(runs, np.inf), np.zeros(runs, np.int64)) if not blocks else self._best[blocks - 1]
        if last <= first:
            return known
        losses = self._losses(first, last)
        row = losses.argmin(axis=0)
        lowest = losses[row, np.arange(runs)]
        is_new = lowest < known[0]
        return np.where(is_new, lowest, known[0]), np.where(is_new, first + row, known[1])

    def reached(self, target: float, rows: int) -> Integers:
        """Return the first of ``rows`` rows with a loss of at most ``target``, by run; -1 for a miss."""
        if target != self._target:
            self._forget(target)
        while self._scanned < rows and (self._found < 0).any():
            first, last = self._scanned, min(self._scanned + self._block, rows)
            hit = self._losses(first, last) <= target
            new = hit.any(axis=0) & (self._found < 0)
            self._found[new] = first + hit.argmax(axis=0)[new]
            self._scanned = last
        return np.where(self._found < rows, self._found, -1)

    def steps_of(self, rows: Integers) -> Integers:
        """Return the step of each row, without making a list of all."""
        return self.history.plan.evaluate_at[rows] if "loss" in self.history.evaluated else rows

    def _losses(self, first: int, last: int) -> Floats:
        """Return rows of the loss, infinite where they do not count."""
        losses = np.array(self.loss.values(self.history, self.problem, first, last), dtype=np.float64)
        losses[np.isnan(losses)] = np.inf
        diverged_at = self.history.diverged_at
        if (diverged_at >= 0).any():
            steps = self.loss.steps(self.history, first, last)[:, None]
            losses[(diverged_at >= 0) & (steps >= diverged_at)] = np.inf
        return losses
