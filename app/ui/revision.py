"""What an edit means for a race: nothing, a change while it runs, or a race of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from ..engine.filter import filters
from ..engine.lane import Change
from ..engine.optimizer import optimizers
from ..engine.parameter import check_values
from ..engine.schedule import schedules
from ..study.pairing import is_paired, lane_streams
from ..study.spec import LaneSpec, Study, SurfaceSpec

__all__ = ["LiveValue", "is_alike", "keep_changes", "live_values", "race_key", "raced_study", "same_race"]

LiveValue = tuple[int, str, Any]


def race_key(study: Study) -> tuple[Any, ...]:
    """Return all that a race depends on: equal keys give equal histories. For a study that was checked."""
    return (*_ground_key(study), tuple(_lane_key(study, lane) for lane in study.lanes))


def same_race(before: Study, after: Study) -> bool:
    """Return whether two studies have equal keys; of lanes that are equal they are not made."""
    if _ground_key(before) != _ground_key(after) or len(before.lanes) != len(after.lanes):
        return False
    pairs = zip(before.lanes, after.lanes, strict=True)
    return all(old == new or _lane_key(before, old) == _lane_key(after, new) for old, new in pairs)


def live_values(before: Study, after: Study) -> list[LiveValue] | None:
    """Return the hyperparameters by which two studies differ, if all of them may change while a race runs.

    Returns
    -------
    list of (lane, name, value) or None
        None if the studies differ in anything else that a race depends on.
    """
    if len(before.lanes) != len(after.lanes):
        return None
    found: list[LiveValue] = []
    for index, (old, new) in enumerate(zip(before.lanes, after.lanes, strict=True)):
        if optimizers[old.optimizer] is not optimizers[new.optimizer]:
            return None
        ours, theirs = _values(old), _values(new)
        for parameter in optimizers[new.optimizer].parameters:
            if ours[parameter.name] != theirs[parameter.name]:
                if not parameter.live:
                    return None
                found.append((index, parameter.name, theirs[parameter.name]))
    return found if race_key(_without_values(before)) == race_key(_without_values(after)) else None


def keep_changes(before: Study, after: Study) -> Study:
    """Return a study in which lanes that were edited have lost the changes that came with the file.

    A lane was edited if its changes are those of a lane before, and the rest is not.
    """
    if not any(lane.changes for lane in after.lanes):
        return after
    known = [_lane_key(before, lane) for lane in before.lanes]
    changes = [lane.changes for lane in before.lanes]
    lanes = tuple(
        msgspec.structs.replace(lane, changes=())
        if lane.changes in changes and _lane_key(before, lane) not in known
        else lane
        for lane in after.lanes
    )
    return msgspec.structs.replace(after, lanes=lanes)


def is_alike(before: Study, after: Study) -> bool:
    """Return whether two studies differ in numbers only, so that one race can be shown in place of the other.

    The same surface, budget, seeds and optimizers; on data a race takes too long to follow the mouse.
    """
    first, second = before.problem, after.problem
    if not (isinstance(first, SurfaceSpec) and isinstance(second, SurfaceSpec)):
        return False
    lanes = [[optimizers[lane.optimizer].name for lane in study.lanes] for study in (before, after)]
    return (first.surface, before.steps, before.seeds, before.pairing, lanes[0]) == (
        second.surface, after.steps, after.seeds, after.pairing, lanes[1],
    )  # fmt: skip


def raced_study(built: Study, shown: Study, live: list[list[Change]]) -> Study:
    """Return the study that gives the recorded history again.

    Parameters
    ----------
    built : Study
        What the race started from.
    shown : Study
        Has the names, colours, texts, curves, target and experiment of now.
    live : list of list of Change
        For each lane, what was changed while it ran.
    """
    lanes = []
    # Where nothing is a lane's own the switch of pairing leaves the race as it is.
    free = is_paired(built) and is_paired(shown)
    for old, new, own in zip(built.lanes, shown.lanes, live, strict=True):
        lanes.append(
            msgspec.structs.replace(
                old,
                name=new.name,
                colour=new.colour,
                muted=new.muted,
                stream=new.stream if free else old.stream,
                changes=tuple(sorted((*old.changes, *own), key=lambda change: change.step)),
            )
        )
    return msgspec.structs.replace(
        built,
        pairing=shown.pairing if free else built.pairing,
        lanes=tuple(lanes),
        target=shown.target,
        curves=shown.curves,
        title=shown.title,
        description=shown.description,
        prediction=shown.prediction,
        experiment=shown.experiment,
    )


def _ground_key(study: Study) -> tuple[Any, ...]:
    budget = (study.steps,) if _on_surface(study) else (study.epochs, study.evaluations_per_epoch)
    chance = () if is_paired(study) else lane_streams(study)
    return (study.problem, budget, study.seeds, chance, tuple(sorted(study.quantities)))


def _on_surface(study: Study) -> bool:
    return isinstance(study.problem, SurfaceSpec)


def _values(lane: LaneSpec) -> dict[str, Any]:
    optimizer = optimizers[lane.optimizer]
    return check_values(optimizer.name, optimizer.parameters, lane.hyperparameters)


def _lane_key(study: Study, lane: LaneSpec) -> tuple[Any, ...]:
    batch = None if _on_surface(study) else lane.batch_size
    around = (_schedule_key(lane), _filters_key(lane))
    return (optimizers[lane.optimizer].name, _values(lane), batch, around, lane.changes)


def _schedule_key(lane: LaneSpec) -> tuple[Any, ...] | None:
    spec = lane.schedule
    if spec is None:
        return None
    kind = schedules[spec.name]
    return (kind.name, check_values(kind.name, kind.parameters, spec.parameters), spec.warmup)


def _filters_key(lane: LaneSpec) -> tuple[Any, ...]:
    kinds = [filters[spec.name] for spec in lane.filters]
    return tuple(
        (kind.name, check_values(kind.name, kind.parameters, spec.parameters))
        for kind, spec in zip(kinds, lane.filters, strict=True)
    )


def _without_values(study: Study) -> Study:
    lanes = tuple(msgspec.structs.replace(lane, hyperparameters={}, changes=()) for lane in study.lanes)
    return msgspec.structs.replace(study, lanes=lanes)
