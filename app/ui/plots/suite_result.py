"""What the plots of a suite are drawn from, in the window as in the report."""

from __future__ import annotations

from ...study.experiment.suite_standing import SuiteStanding
from ...study.statistics.pair import Pair
from ...study.statistics.suite_verdict import PROFILE_FROM, SuiteVerdict
from .pair_plot import PairMatrix
from .profile_plot import Profiles
from .runtime_plot import RuntimeCurves

__all__ = ["pairs_of", "profiles_of", "runtimes_of"]


def profiles_of(standing: SuiteStanding, found: SuiteVerdict) -> Profiles | None:
    """Return performance profiles; None of too few tasks."""
    tasks = len(standing.tasks)
    return Profiles(found.ratios, standing.whole.unit) if tasks >= PROFILE_FROM else None


def runtimes_of(standing: SuiteStanding) -> RuntimeCurves:
    """Return which share of all runs was at its task's target by which share of the budget."""
    return RuntimeCurves(
        curves=tuple(standing.curves()),
        restarts=(),
        ends=(1.0,) * len(standing.whole.lanes),
        unit=f"Share of the task's budget ({standing.whole.unit})",
        note="",
    )


def pairs_of(pairs: tuple[Pair, ...]) -> PairMatrix | None:
    """Return how probably a run of one lane is sooner than one of another; None of a single lane."""
    return PairMatrix(pairs, "sooner") if pairs else None
