"""What limits a verdict: too few runs, failures, no tuning, one task, an unfinished race."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .evidence import Evidence
from .sample import INTERVAL_FROM
from .sentence import Sentence
from .wording import amount, listed, name_text

__all__ = ["UNPAIRED", "cautions", "edge_caution", "tuning_cautions"]

BAND_FROM = 3
UNPAIRED = (
    "Lanes are independent: each had random numbers of its own, so every run is compared with every run of "
    "the other lane, by statistics for lanes that are not paired. What cannot be told so, paired lanes may "
    "tell."
)


def cautions(evidence: Evidence, unit: str, runs: int) -> list[Sentence]:
    """Return what must be said beside the findings.

    Parameters
    ----------
    evidence : Evidence
    unit : str
    runs : int
        How many are independent of each other.
    """
    said = [
        *_chance(evidence, runs),
        *([UNPAIRED] if not evidence.paired and len(evidence.lanes) > 1 else []),
        *_failures(evidence, unit),
        *tuning_cautions(
            evidence.trials, evidence.fresh_seeds, evidence.edges, evidence.lanes, evidence.defaults
        ),
        *_clock(evidence, unit),
    ]
    if evidence.done < 1.0:
        said.insert(
            0, f"The race is not over: {evidence.done:.0%} of the budget is used, and this may change."
        )
    if len(evidence.lanes) > 1:
        said.append("This is one task: whether a lane is better elsewhere takes several tasks.")
    return [Sentence("caution", text) for text in said]


def _chance(evidence: Evidence, runs: int) -> list[str]:
    seeds = len(evidence.seeds)
    if runs == 1 and seeds > 1:
        return [
            f"All {seeds} seeds gave the same run: nothing here depends on chance, so they count as one. "
            "Give the gradient noise, or the start a spread."
        ]
    if runs < BAND_FROM:
        return [f"n too small: {amount(runs, 'seed')} says what happened, not what would happen again."]
    if runs < INTERVAL_FROM:
        return [f"n too small: {amount(runs, 'seed')} allow no interval and no p-value; {INTERVAL_FROM} do."]
    return []


def _failures(evidence: Evidence, unit: str) -> list[str]:
    times = evidence.times[unit]
    missed = (~np.isfinite(times)).sum(axis=1)
    if not missed.any() or missed.sum() == times.size:
        return _diverged(evidence)
    seeds = times.shape[1]
    parts = [
        f"{name_text(name)} in {'all' if count == seeds else int(count)} of {seeds}"
        for name, count in zip(evidence.lanes, missed, strict=True)
        if count
    ]
    text = f"The target was missed by {listed(parts)}; a miss counts as infinitely long."
    return [text, *_diverged(evidence)]


def _diverged(evidence: Evidence) -> list[str]:
    parts = [
        f"{name_text(name)} in {count}"
        for name, count in zip(evidence.lanes, evidence.diverged, strict=False)
        if count
    ]
    return [f"Runs that diverged count as failures: {listed(parts)}."] if parts else []


def tuning_cautions(
    trials: tuple[int, ...],
    fresh_seeds: bool,
    edges: tuple[str, ...],
    lanes: tuple[str, ...],
    defaults: tuple[str, ...],
) -> list[str]:
    """Return what must be said about the values that the lanes ran with.

    Parameters
    ----------
    trials : tuple of int
        Of each lane; empty if nothing was tuned.
    fresh_seeds : bool
    edges, lanes, defaults : tuple of str
        Names: of those whose best value is the outermost, of all, of those at their defaults.
    """
    said = []
    if not trials or not any(trials):
        said.append(f"Untuned: {_untuned(lanes, defaults)}")
    elif len(set(trials)) > 1:
        said.append(
            f"Tuned with unequal budgets ({listed([str(count) for count in trials])} trials): not a fair "
            "comparison."
        )
    else:
        said.append(f"Each lane was tuned with {amount(trials[0], 'trial')}.")
    if any(trials) and not fresh_seeds:
        said.append("The seeds are those of the tuning, so the winner's numbers are too good.")
    return said + ([edge_caution(edges)] if edges else [])


def edge_caution(edges: Sequence[str]) -> str:
    """Return what must be said of lanes and hyperparameters whose best value is the outermost."""
    names = listed([name_text(name) for name in edges])
    return (
        f"The best value of {names} is at the edge of what was tried, and a better one may lie beyond: "
        "extend the range."
    )


def _untuned(lanes: tuple[str, ...], defaults: tuple[str, ...]) -> str:
    """Return which lanes ran at their defaults, and what is compared, therefore."""
    limit = "this compares the settings that were raced, not what each method can do."
    if not defaults:
        return limit
    who, verb = (
        listed([name_text(name) for name in defaults]),
        "is at its" if len(defaults) == 1 else "are at their",
    )
    if len(defaults) == len(lanes):
        who = f"all {len(lanes)} lanes" if len(lanes) > 2 else who
    return f"{who} {verb} defaults, which suit some tasks by chance; {limit}"


def _clock(evidence: Evidence, unit: str) -> list[str]:
    said = []
    if evidence.grain > 1:
        said.append(
            f"The target is looked for at evaluations of the whole set only, up to {evidence.grain:,} steps "
            "apart: closer times are ties."
        )
    if unit == "seconds" or "seconds" in evidence.times:
        said.append("Seconds are of this machine, of NumPy, and of all seeds in lock-step.")
    return said
