"""What became of a lane and of each of its runs, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["LaneSummary", "RunSummary"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
State = Literal["finished", "running", "stopped", "reached", "diverged"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run (seed) of a lane at one step.

    Parameters
    ----------
    run, seed, step, planned : int
        ``planned`` is the number of steps of the whole budget.
    loss, best_loss : float
        NaN if none is recorded.
    best_step : int
    steps_to_target : int or None
        None is a miss.
    diverged_at : int or None
    state : {'finished', 'running', 'stopped', 'reached', 'diverged'}
        'running' and 'stopped' are before the budget is used up: the race goes on from there, or does not.
    validation_loss, train_accuracy, validation_accuracy, test_loss, test_accuracy : float or None
        None where the problem has none, or it was not measured.
    """

    run: int
    seed: int
    step: int
    planned: int
    loss: float
    best_loss: float
    best_step: int
    steps_to_target: int | None
    diverged_at: int | None
    state: State
    validation_loss: float | None = None
    train_accuracy: float | None = None
    validation_accuracy: float | None = None
    test_loss: float | None = None
    test_accuracy: float | None = None

    @property
    def status(self) -> str:
        """Return the state in words, such as ``diverged at step 12``."""
        if self.state == "diverged":
            return f"diverged at step {self.diverged_at}"
        if self.state == "reached":
            return f"target reached at step {self.steps_to_target}"
        return "finished" if self.state == "finished" else _place(self.state, self.step, self.planned)


@dataclass(frozen=True, slots=True, eq=False)
class LaneSummary:
    """One lane at one step: columns over its runs, and medians over them.

    Parameters
    ----------
    lane, step, evaluations : int
        Steps done, and gradient evaluations they took; -1 and 0 before the start is recorded.
    planned : int
        Steps of the whole budget.
    running : bool
        Whether the race goes on from there.
    epoch : float or None
        None on surfaces.
    microseconds : float
        Engine time for one step (of all runs together); NaN before the first.
    seeds : tuple of int
    losses, best_losses : ndarray, shape (runs,)
        NaN if none is recorded.
    best_steps, reached, diverged_at : ndarray of int64, shape (runs,)
        Steps; -1 in ``reached`` is a miss, in ``diverged_at`` a run that did not diverge.
    scores : dict
        Of the last evaluation, by name (``validation_loss``, ``train_accuracy``, ``validation_accuracy``, and
        ``test_loss``, ``test_accuracy`` if asked for), each of shape (runs,).
    """

    lane: int
    step: int
    planned: int
    running: bool
    epoch: float | None
    evaluations: int
    microseconds: float
    seeds: tuple[int, ...]
    losses: Floats
    best_losses: Floats
    best_steps: Integers
    reached: Integers
    diverged_at: Integers
    scores: dict[str, Floats]

    @property
    def loss(self) -> float:
        """Return the median of the losses, a diverged run without one counting as infinite; NaN if none."""
        return _median(np.where((self.diverged_at >= 0) & np.isnan(self.losses), np.inf, self.losses))

    @property
    def best_loss(self) -> float:
        """Return the median of the best losses."""
        return _median(self.best_losses)

    @property
    def best_step(self) -> int:
        """Return the median step of the best losses."""
        return int(_median(self.best_steps))

    @property
    def steps_to_target(self) -> int | None:
        """Return the median steps to the target, a miss counting as infinite; None if half or more miss."""
        middle = _median(np.where(self.reached < 0, np.inf, self.reached))
        return int(middle) if np.isfinite(middle) else None

    def score(self, name: str) -> float | None:
        """Return the median of one of the scores; None if there is none."""
        return _median(self.scores[name]) if name in self.scores else None

    @property
    def status(self) -> str:
        """Return in words what became of the runs, such as ``2 of 3 diverged``."""
        runs = self.runs()
        if len(runs) == 1:
            return runs[0].status
        states: list[str] = [run.state for run in runs]
        words = {"diverged": "diverged", "reached": "reached the target"}
        counts = [(states.count(state), word) for state, word in words.items() if state in states]
        for state in ("running", "stopped"):
            if state in states:
                counts.append((states.count(state), _place(state, self.step, self.planned)))
        if not counts:
            return "finished"
        (count, word), *others = counts
        if count == len(runs) and word not in words.values():
            return word
        return ", ".join([f"{count} of {len(runs)} {word}", *(f"{count} {word}" for count, word in others)])

    def runs(self) -> list[RunSummary]:
        """Return one summary for each run."""
        return [self._run(run) for run in range(len(self.seeds))]

    def _run(self, run: int) -> RunSummary:
        reached, diverged_at = int(self.reached[run]), int(self.diverged_at[run])
        state: State = "finished" if self.step >= self.planned else "running" if self.running else "stopped"
        state = "diverged" if diverged_at >= 0 else "reached" if reached >= 0 else state
        return RunSummary(
            run=run,
            seed=self.seeds[run],
            step=self.step,
            planned=self.planned,
            loss=float(self.losses[run]),
            best_loss=float(self.best_losses[run]),
            best_step=int(self.best_steps[run]),
            steps_to_target=reached if reached >= 0 else None,
            diverged_at=diverged_at if diverged_at >= 0 else None,
            state=state,
            **{name: float(values[run]) for name, values in self.scores.items()},
        )


def _place(state: str, step: int, planned: int) -> str:
    if step < 0:
        return "not started"
    return f"{'stopped ' if state == 'stopped' else ''}at step {step} of {planned}"


def _median(values: npt.NDArray[np.float64 | np.int64]) -> float:
    # Half of the runs at infinity make the median infinite; NumPy would give NaN for inf - inf.
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return float("nan")
    low, high = known[(len(known) - 1) // 2], known[len(known) // 2]
    return float(low) if low == high else float(low + high) / 2
