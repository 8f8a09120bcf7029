"""What a race does not show: said in the report, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...engine.optimizer import optimizers
from ...engine.parameter import check_values
from ...engine.problem import DataProblem, Problem
from ...engine.quantity import quantities
from ..outcome import LaneSummary
from ..own.load import PREFIX
from ..spec import LaneSpec, Study
from .section import Points, Section, Text
from .word import listed, many

__all__ = ["limits"]

_BAND, _INTERVAL = 3, 10


def limits(
    study: Study,
    problem: Problem,
    names: Sequence[str],
    lanes: Sequence[LaneSummary],
    measured: Iterable[str],
) -> Section:
    """Return the section on what may not be concluded, and what was not measured.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    names : sequence of str
        Of the lanes.
    lanes : sequence of LaneSummary
    measured : iterable of str
        The quantities that were measured because they were asked for.
    """
    items = [
        "All of this is on this task, with this budget. Whether one optimizer is better than another in "
        "general takes several tasks.",
        _tuning(study, names),
        _seeds(len(study.seeds)),
    ]
    if len(study.lanes) > 1:
        shared = (
            "initial weights and order of the examples"
            if isinstance(problem, DataProblem)
            else "start and noise"
        )
        items.append(f"For each seed all lanes have the same {shared}: they may be compared in pairs.")
    items += _unfinished(names, lanes)
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


def _tuning(study: Study, names: Sequence[str]) -> str:
    usual = [name for name, lane in zip(names, study.lanes, strict=True) if _is_usual(lane)]
    by_hand = [name for name in names if name not in usual]
    texts = ["Untuned: no lane's hyperparameters were searched for with an equal budget of trials."]
    if usual:
        texts.append(f"At {'its' if len(usual) == 1 else 'their'} defaults: {listed(usual)}.")
    if by_hand:
        texts.append(
            f"With values that are not the defaults, and how they were found is not recorded: "
            f"{listed(by_hand)}."
        )
    return " ".join(texts)


def _is_usual(lane: LaneSpec) -> bool:
    kind = optimizers[lane.optimizer]
    values = check_values(kind.name, kind.parameters, lane.hyperparameters)
    around = lane.schedule is not None or lane.filters or lane.batch_size is not None or lane.changes
    return not around and all(values[each.name] == each.default for each in kind.parameters)


def _is_own(lane: LaneSpec) -> bool:
    return optimizers[lane.optimizer].__module__.startswith(PREFIX)


def _seeds(count: int) -> str:
    if count == 1:
        return "One seed: nothing is known of how much the result depends on chance."
    if count < _BAND:
        return f"{many(count, 'seed')}: too few for a band; another seed may give quite another result."
    if count < _INTERVAL:
        return f"{many(count, 'seed')}: enough for a band, too few for an interval or a test."
    return f"{many(count, 'seed')}."


def _unfinished(names: Sequence[str], lanes: Sequence[LaneSummary]) -> list[str]:
    items = []
    stopped = [lane for lane in lanes if lane.step < lane.planned]
    if stopped:
        done = max((max(lane.step, 0) / lane.planned for lane in stopped), default=0.0)
        items.append(
            f"The race was not over: {many(len(stopped), 'lane')} had done {done:.0%} of the steps. What "
            "would have come later is not known, and a target that was not reached yet is no miss for good."
        )
    gone = [
        f"{name} ({(lane.diverged_at >= 0).sum()} of {len(lane.seeds)})"
        for name, lane in zip(names, lanes, strict=True)
        if (lane.diverged_at >= 0).any()
    ]
    if gone:
        items.append(f"Runs that diverged are counted as failures, and none is left out: {listed(gone)}.")
    return items


def _parts(problem: DataProblem) -> list[str]:
    split = problem.split
    if not len(split.test.targets):
        return ["There are no test examples: how the models do on new data is not known."]
    return [
        "The test examples were looked at once, after the last step. If settings were chosen by what is said "
        "of them here, they are no test any more."
    ]
