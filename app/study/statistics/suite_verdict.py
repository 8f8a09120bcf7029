"""What may be concluded about lanes over several tasks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from .bootstrap import Estimate
from .caution import tuning_cautions
from .improvement import improvement
from .performance_profile import CAVEAT, integrated_score, ratios
from .quantile import quantile
from .rank import Ranking, ranking
from .sample import INTERVAL_FROM
from .sentence import Sentence
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
    trials, fresh_seeds, edges
        As in `Evidence`.
    """

    tasks: tuple[str, ...]
    lanes: tuple[str, ...]
    times: Floats
    unit: str
    budget: str
    trials: tuple[int, ...] = ()
    fresh_seeds: bool = True
    edges: tuple[str, ...] = ()


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
    tasks, lanes, runs = evidence.times.shape
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
    said.append(_improvement(evidence, scores, runs))
    said += [Sentence("caution", text) for text in _limits(evidence, medians, runs)]
    return SuiteVerdict(tuple(said), medians, ratio, scores, ranked)


def _profile(evidence: SuiteEvidence, ratio: Floats, scores: Floats) -> Sentence:
    tasks = len(evidence.tasks)
    fastest = (ratio == 1.0).sum(axis=0)
    best = int(scores.argmax())
    tied = np.flatnonzero(scores == scores[best])
    lead = f"Over these {tasks} tasks, with this budget ({evidence.budget}), by {evidence.unit},"
    if len(tied) > 1:
        names = listed([name_text(evidence.lanes[lane]) for lane in tied])
        return Sentence("open", f"{lead} {names} have the same profile score, {number_text(scores[best])}.")
    name, solved = name_text(evidence.lanes[best]), int(np.isfinite(ratio[:, best]).sum())
    return Sentence(
        "finding",
        f"{lead} {name} has the highest profile score, {number_text(scores[best])} of 1: it was the fastest "
        f"on {int(fastest[best])} and solved {solved}.",
    )


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
    text += f"; from {listed(also)} it cannot be told" if also else ""
    return [Sentence("finding" if behind else "open", text + ".")]


def _improvement(evidence: SuiteEvidence, scores: Floats, runs: int) -> Sentence:
    first, second = (int(lane) for lane in np.argsort(-scores, kind="stable")[:2])
    names = name_text(evidence.lanes[first]), name_text(evidence.lanes[second])
    if runs < INTERVAL_FROM:
        return Sentence(
            "caution", f"n too small: {amount(runs, 'seed')} a task allow no interval; {INTERVAL_FROM} do."
        )
    chance: Estimate = improvement(evidence.times[:, first], evidence.times[:, second])
    odds = f"a run of {names[0]} is sooner than one of {names[1]} with probability "
    odds += f"{number_text(chance.value, 2)} ({between(chance)}), as a mean over the tasks"
    if chance.low <= 0.5 <= chance.high:
        return Sentence("open", f"It cannot be told which of the two best is sooner: {odds}.")
    return Sentence("finding", f"{odds[:1].upper()}{odds[1:]}.")


def _limits(evidence: SuiteEvidence, medians: Floats, runs: int) -> list[str]:
    tasks = len(evidence.tasks)
    said = tuning_cautions(evidence.trials, evidence.fresh_seeds, evidence.edges)
    if tasks < PROFILE_FROM:
        said.append(
            f"{tasks} tasks are too few for a performance profile or a rank test; {PROFILE_FROM} are needed."
        )
    unsolved = int((~np.isfinite(medians)).all(axis=1).sum())
    if unsolved:
        said.append(f"{amount(unsolved, 'task')} nobody solved: there, all are equally bad.")
    missed = int((~np.isfinite(evidence.times)).sum())
    if missed:
        said.append(f"{missed:,} of {evidence.times.size:,} runs missed; a miss counts as infinitely long.")
    said.append(f"{CAVEAT} It holds for tasks like these.")
    return said
