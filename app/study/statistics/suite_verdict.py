"""What may be concluded about lanes over several tasks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from .bootstrap import Estimate
from .caution import UNPAIRED, tuning_cautions
from .improvement import improvement
from .performance_profile import CAVEAT, integrated_score, ratios
from .quantile import quantile
from .rank import Ranking, ranking
from .sample import INTERVAL_FROM
from .sentence import Sentence
from .success import success_rate
from .wording import amount, between, listed, name_text, number_text, p_text

__all__ = ["PROFILE_FROM", "SuiteEvidence", "SuiteVerdict", "judge_suite"]

Floats = npt.NDArray[np.float64]

PROFILE_FROM = 5
"""So many tasks, and a performance profile or a rank plot says something."""


@dataclass(frozen=True, slots=True, eq=False)
class SuiteEvidence:
    """Runs of several lanes on several tasks.

    Parameters
    ----------
    tasks, lanes : tuple of str
    times : ndarray, shape (tasks, lanes, runs)
        To each task's target; infinite for a miss.
    unit : str
        In words, such as ``gradient evaluations``.
    budget : str
        In words.
    trials, fresh_seeds, edges, paired, defaults
        As in `Evidence`.
    distinct : int, optional
        The lowest of `Evidence.independent` over the tasks: equal times do not make runs copies.
    """

    tasks: tuple[str, ...]
    lanes: tuple[str, ...]
    times: Floats
    unit: str
    budget: str
    trials: tuple[int, ...] = ()
    fresh_seeds: bool = True
    edges: tuple[str, ...] = ()
    paired: bool = True
    defaults: tuple[str, ...] = ()
    distinct: int | None = None

    @property
    def independent(self) -> int:
        """Return how many runs are not copies of each other, on the task where they are fewest."""
        runs = int(self.times.shape[2])
        return runs if self.distinct is None else min(self.distinct, runs)


@dataclass(frozen=True, slots=True, eq=False)
class SuiteVerdict:
    """Sentences and what they rest on.

    Parameters
    ----------
    sentences : tuple of Sentence
    medians, ratios : ndarray, shape (tasks, lanes)
        Median times over the seeds, and as multiples of the fastest.
    scores : ndarray, shape (lanes,)
        AlgoPerf's integrated profile up to 4 times the fastest.
    ranking : Ranking or None
        None with fewer than three lanes or five tasks.
    """

    sentences: tuple[Sentence, ...]
    medians: Floats
    ratios: Floats
    scores: Floats
    ranking: Ranking | None


def judge_suite(evidence: SuiteEvidence) -> SuiteVerdict:
    """Return what the evidence allows to say.

    Raises
    ------
    InputError
        If there are fewer than two tasks or two lanes.
    """
    tasks, lanes, seeds = evidence.times.shape
    runs = evidence.independent
    if tasks < 2 or lanes < 2:
        raise InputError(
            f"A suite has two tasks and two lanes or more, but there are {amount(tasks, 'task')} and "
            f"{amount(lanes, 'lane')}."
        )
    medians = quantile(evidence.times, (0.5,), axis=2)[0]
    ratio = ratios(medians)
    scores = integrated_score(ratio)
    ranked = ranking(evidence.lanes, medians) if lanes >= 3 and tasks >= PROFILE_FROM else None
    said = [_profile(evidence, ratio, scores)]
    if ranked is not None:
        said += _ranks(ranked)
    said.append(_improvement(evidence, scores, runs, seeds))
    said += [Sentence("caution", text) for text in _limits(evidence, medians, runs)]
    return SuiteVerdict(tuple(said), medians, ratio, scores, ranked)


def _profile(evidence: SuiteEvidence, ratio: Floats, scores: Floats) -> Sentence:
    tasks = len(evidence.tasks)
    fastest = (ratio == 1.0).sum(axis=0)
    best = int(scores.argmax())
    tied = np.flatnonzero(scores == scores[best])
    lead = f"Over these {tasks} tasks, with this budget ({evidence.budget}), by {evidence.unit},"
    if tasks < PROFILE_FROM:
        return Sentence("open", f"{lead} {_fastest(evidence, ratio)}: too few tasks to call a lane the best.")
    if len(tied) > 1:
        names = listed([name_text(evidence.lanes[lane]) for lane in tied])
        return Sentence("open", f"{lead} {names} have the same profile score, {number_text(scores[best])}.")
    name, solved = name_text(evidence.lanes[best]), int(np.isfinite(ratio[:, best]).sum())
    return Sentence(
        "finding",
        f"{lead} {name} has the highest profile score, {number_text(scores[best])} of 1: it was the fastest "
        f"on {int(fastest[best])} and solved {solved} in half of the runs or more.",
    )


def _fastest(evidence: SuiteEvidence, ratio: Floats) -> str:
    """Return who had the lowest median time on how many tasks; lanes that tie count both."""
    wins = (ratio == 1.0).sum(axis=0)
    order = [int(lane) for lane in np.argsort(-wins, kind="stable") if wins[lane]]
    if not order:
        return "nobody reached the targets in half of the runs"
    parts = [f"{name_text(evidence.lanes[lane])} on {int(wins[lane])}" for lane in order]
    return f"the lowest median time had {listed(parts)}"


def _ranks(ranked: Ranking) -> list[Sentence]:
    best = int(ranked.ranks.argmin())
    head = f"Friedman's test over {ranked.problems} tasks: {p_text(ranked.p)}"
    if ranked.p >= ranked.alpha:
        return [Sentence("open", f"{head}: the lanes' ranks cannot be told from chance.")]
    close = [
        lane for lane in range(len(ranked.names)) if ranked.ranks[lane] - ranked.ranks[best] < ranked.critical
    ]
    behind = [name_text(ranked.names[lane]) for lane in range(len(ranked.names)) if lane not in close]
    name, also = (
        name_text(ranked.names[best]),
        [name_text(ranked.names[lane]) for lane in close if lane != best],
    )
    text = f"{head}. {name} has the best mean rank, {number_text(float(ranked.ranks[best]))}"
    text += f", and ranks above {listed(behind)} by more than the critical difference" if behind else ""
    text += f" ({number_text(ranked.critical)})" if behind else ""
    text += f"; it cannot be told apart from {listed(also)}" if also else ""
    text += f" (critical difference {number_text(ranked.critical)})" if not behind else ""
    return [Sentence("finding" if behind else "open", text + ".")]


def _improvement(evidence: SuiteEvidence, scores: Floats, runs: int, seeds: int) -> Sentence:
    first, second = (int(lane) for lane in np.argsort(-scores, kind="stable")[:2])
    names = name_text(evidence.lanes[first]), name_text(evidence.lanes[second])
    if runs < INTERVAL_FROM <= seeds:
        return Sentence(
            "caution",
            f"There is a task on which only {runs} of {seeds} runs differ: seeds that change nothing count "
            "as one, so there is no interval. Give the gradient noise, or the start a spread.",
        )
    if runs < INTERVAL_FROM:
        return Sentence(
            "caution", f"n too small: {amount(seeds, 'seed')} a task allow no interval; {INTERVAL_FROM} do."
        )
    sides = [
        improvement(task[first], task[second], evidence.paired, resamples=1).value for task in evidence.times
    ]
    if set(sides) == {0.0, 1.0}:
        return Sentence(
            "open",
            f"Which of {names[0]} and {names[1]} is sooner depends on the task: on {sides.count(1.0)} of "
            f"{len(sides)} every run of {names[0]} was sooner than every run of {names[1]}, on the "
            f"{'other' if sides.count(0.0) == 1 else 'others'} it was the other way round.",
        )
    chance: Estimate = improvement(evidence.times[:, first], evidence.times[:, second], evidence.paired)
    if chance.value in (0.0, 1.0):
        # To draw again what was always so shows no doubt; Wilson's interval does.
        rate = success_rate(round(chance.value * runs), runs)
        chance = Estimate(chance.value, rate.low, rate.high)
    odds = f"a run of {names[0]} is sooner than one of {names[1]} with probability "
    odds += f"{number_text(chance.value, 2)} ({between(chance)}), as a mean over "
    odds += "these tasks; the interval is of other seeds, not of other tasks"
    if chance.low <= 0.5 <= chance.high:
        return Sentence("open", f"It cannot be told which of these two is sooner: {odds}.")
    return Sentence("finding", f"{odds[:1].upper()}{odds[1:]}.")


def _limits(evidence: SuiteEvidence, medians: Floats, runs: int) -> list[str]:
    tasks = len(evidence.tasks)
    said = [] if evidence.paired else [UNPAIRED]
    said += tuning_cautions(
        evidence.trials, evidence.fresh_seeds, evidence.edges, evidence.lanes, evidence.defaults
    )
    unsolved = int((~np.isfinite(medians)).all(axis=1).sum())
    if unsolved:
        said.append(f"{amount(unsolved, 'task')} nobody solved: there, all are equally bad.")
    missed = int((~np.isfinite(evidence.times)).sum())
    if missed:
        said.append(f"{missed:,} of {evidence.times.size:,} runs missed; a miss counts as infinitely long.")
    if tasks < PROFILE_FROM:
        said.append(
            f"{tasks} tasks are too few for a performance profile or a rank test; {PROFILE_FROM} are needed."
        )
    else:
        said.append(CAVEAT)
    said.append("What is found holds for tasks like these, with budgets like these.")
    return said
