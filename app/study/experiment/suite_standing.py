"""What the runs of all tasks say of the lanes, as evidence that a suite's verdict can be made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from ..statistics.evidence import UNITS, Evidence
from ..statistics.improvement import improvement, wins
from ..statistics.pair import Pair
from ..statistics.runtime import runtime_ecdf
from ..statistics.sample import INTERVAL_FROM
from ..statistics.suite_verdict import SuiteEvidence
from ..statistics.wording import listed
from .part import Part
from .standing import clock_of, evidence_of

__all__ = ["SuiteStanding", "stand"]

Floats = npt.NDArray[np.float64]

_BUDGETS = 3


@dataclass(frozen=True, slots=True, eq=False)
class SuiteStanding:
    """All that is known of a suite's runs.

    Parameters
    ----------
    tasks : tuple of Evidence
        One for each.
    whole : SuiteEvidence
    shares : ndarray, shape (tasks, lanes, runs)
        Which share of the task's budget a run took to the target; infinite for a miss. A task's budget is the
        most that a lane spends on it.
    """

    tasks: tuple[Evidence, ...]
    whole: SuiteEvidence
    shares: Floats

    @property
    def saved(self) -> Floats:
        """Return the score of each run: the share of the budget that was left at the target; 0 for a miss."""
        return np.where(np.isfinite(self.shares), 1.0 - self.shares, 0.0)

    def curves(self) -> list[tuple[Floats, Floats]]:
        """Return of each lane which share of its runs was at the target by which share of the budget."""
        return [runtime_ecdf(self.shares[:, lane]) for lane in range(len(self.whole.lanes))]

    def pairs(self) -> tuple[Pair, ...]:
        """Return of all lanes how probably a run of the first is sooner, as a mean over the tasks."""
        found, runs = [], self.whole.independent
        for first, second in combinations(range(len(self.whole.lanes)), 2):
            x, y = self.whole.times[:, first], self.whole.times[:, second]
            chance = improvement(x, y, self.whole.paired) if runs >= INTERVAL_FROM else None
            found.append(Pair(first, second, *_counted(x, y, self.whole.paired), chance, None))
        return tuple(found)


def _counted(x: Floats, y: Floats, paired: bool) -> tuple[int, int, int]:
    """Return won, lost and tied: by seed, or for every run of one lane with every run of the other."""
    return wins(x, y) if paired else wins(np.repeat(x, y.shape[1], axis=1), np.tile(y, (1, x.shape[1])))


def stand(parts: Sequence[Part]) -> SuiteStanding:
    """Return the evidence of a suite."""
    tasks = tuple(evidence_of(part) for part in parts)
    clocks = [clock_of(part) for part in parts]  # ratios and shares are of one task, so they may differ
    times = np.stack([each.times[clock] for each, clock in zip(tasks, clocks, strict=True)])
    budgets = np.array([each.spent[clock].max() for each, clock in zip(tasks, clocks, strict=True)])
    first = tasks[0]
    whole = SuiteEvidence(
        tasks=tuple(part.name for part in parts),
        lanes=first.lanes,
        times=times,
        unit=" or ".join(dict.fromkeys(UNITS[clock] for clock in clocks)),
        budget=_budget(tasks),
        trials=first.trials,
        fresh_seeds=first.fresh_seeds,
        paired=all(each.paired for each in tasks),
        defaults=first.defaults,
        edges=tuple(dict.fromkeys(edge for each in tasks for edge in each.edges)),
        distinct=min(each.independent for each in tasks),
    )
    return SuiteStanding(tasks, whole, times / budgets[:, None, None])


def _budget(tasks: Sequence[Evidence]) -> str:
    numbers, units = zip(*(each.budget.split(" ", 1) for each in tasks), strict=True)
    known = sorted(set(numbers), key=lambda text: (len(text), text))
    if len(set(units)) > 1 or len(known) > _BUDGETS:
        return "that of each task"
    return f"{listed(known, 'or')} {units[0]}"
