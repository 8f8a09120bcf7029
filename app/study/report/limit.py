"""What a race does not show: said in the report, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...engine.optimizer import optimizers
from ...engine.problem import DataProblem, Problem
from ...engine.quantity import quantities
from ..default import is_default
from ..own.load import PREFIX
from ..pairing import chances
from ..spec import LaneSpec, Study
from .section import Points, Section, Text
from .word import listed

__all__ = ["limits", "paired_text"]


def limits(
    study: Study, problem: Problem, names: Sequence[str], cautions: Sequence[str], measured: Iterable[str]
) -> Section:
    """Return the section on what may not be concluded, and what was not measured.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    names : sequence of str
        Of the lanes.
    cautions : sequence of str
        What the statistics say of their own limits.
    measured : iterable of str
        The quantities that were measured because they were asked for.
    """
    items = [
        "All of this is on this task, with this budget.",
        *cautions,
        *_by_hand(study, names),
    ]
    items += [paired_text(study)] if len(study.lanes) > 1 else []
    if isinstance(problem, DataProblem):
        items += _parts(problem)
    own = [name for name, lane in zip(names, study.lanes, strict=True) if _is_own(lane)]
    if own:
        items.append(
            f"{listed(own)}: an optimizer of the author's own. Its Python file is not in this report, and "
            "whoever races the study again needs it."
        )
    asked = set(measured)
    missing = [
        kind.title
        for kind in quantities
        if kind.asked and kind.name not in asked and kind().available(problem)
    ]
    if missing:
        items.append(f"Not followed during the race, because it was not asked for: {listed(missing)}.")
    items.append(
        "Seconds depend on the machine and on what else it does. They are not in this report but beside it, "
        "in summary.csv."
    )
    lead = "What may be concluded from this, and what may not."
    return Section("What this does not show", (Text(lead), Points(tuple(items))))


def paired_text(study: Study) -> str:
    """Return whether lanes share their random numbers, and how they are compared, therefore."""
    drawn = listed(chances(study))
    if not drawn:
        return "Nothing here depends on chance: all seeds are one run, and there is nothing to pair."
    if study.pairing == "paired":
        return f"Paired: for each seed all lanes have the same {drawn}, and are compared seed by seed."
    return (
        f"Independent: each lane has its own {drawn}, also for the same seed. Runs are compared each with "
        "each, by a bootstrap and a test for lanes that are not paired."
    )


def _by_hand(study: Study, names: Sequence[str]) -> list[str]:
    """Return which lanes have values that somebody chose; those at their defaults are among the cautions."""
    found = [name for name, lane in zip(names, study.lanes, strict=True) if not is_default(lane)]
    if not found:
        return []
    return [
        f"With values that are not the defaults, and how they were found is not recorded: {listed(found)}."
    ]


def _is_own(lane: LaneSpec) -> bool:
    return optimizers[lane.optimizer].__module__.startswith(PREFIX)


def _parts(problem: DataProblem) -> list[str]:
    split = problem.split
    if not len(split.test.targets):
        return ["There are no test examples: how the models do on new data is not known."]
    return [
        "The test examples were looked at once, after the last step. If settings were chosen by what is said "
        "of them here, they are no test any more."
    ]
