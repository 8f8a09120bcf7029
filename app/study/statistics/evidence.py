"""What a verdict is given about one task: when each run reached the target, what it spent, how it ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["UNITS", "Evidence"]

Floats = npt.NDArray[np.float64]

UNITS = {
    "steps": "steps",
    "evaluations": "gradient evaluations",
    "examples": "examples",
    "seconds": "seconds",
}


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Runs of several lanes on one task.

    Parameters
    ----------
    lanes : tuple of str
    seeds : tuple of int
        One for each run.
    target : float
        The loss that counts as reached.
    budget : str
        In words, such as ``500 steps``.
    times : dict of ndarray, each of shape (lanes, runs)
        By unit of `UNITS`, until the target; infinite for a miss or a run that diverged.
    spent : dict of ndarray, each of shape (lanes, runs)
        By unit, until the run was stopped.
    finals : ndarray, shape (lanes, runs)
        The loss at the end; infinite for a run that diverged.
    diverged : tuple of int
        How many runs of each lane did.
    paired : bool
        Whether run r of all lanes had the same start, weights, batches and noise.
    trials : tuple of int
        How many trials each lane was tuned with; empty if none was.
    fresh_seeds : bool
        Whether what was tuned ran again on seeds that the tuning had not seen.
    defaults : tuple of str
        Lanes that ran as they come: nobody chose a value for them.
    edges : tuple of str
        Lanes whose best value was the first or last that was tried.
    done : float
        Which share of the budget is used up.
    grain : int
        So many steps lie at most between two looks for the target.
    """

    lanes: tuple[str, ...]
    seeds: tuple[int, ...]
    target: float
    budget: str
    times: dict[str, Floats]
    spent: dict[str, Floats]
    finals: Floats
    diverged: tuple[int, ...] = ()
    paired: bool = True
    trials: tuple[int, ...] = ()
    fresh_seeds: bool = True
    edges: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    done: float = 1.0
    grain: int = 1

    @property
    def independent(self) -> int:
        """Return how many runs are not copies of each other: on a plain surface no seed changes anything."""
        return len(np.unique(np.concatenate([*self.times.values(), self.finals])[:, :].T, axis=0))
