"""What the controls do to a study: each function returns a new one. No widgets."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ...engine.optimizer import optimizers
from ...study.experiment.budget import with_seed_count
from ...study.experiment.follow import fitted, with_lanes
from ...study.lane_name import lane_names
from ...study.spec import BatchSize, LaneSpec, ProblemSpec, Study, SurfaceSpec
from ...study.suggestion import with_suggested_lr
from ...study.surface import surface_of

__all__ = [
    "ARTICLE",
    "add_lanes",
    "change_lane",
    "copy_lane",
    "is_certain",
    "is_main",
    "kept_rates",
    "lane_values",
    "move_lane",
    "new_lanes",
    "remove_lane",
    "reset_lane",
    "suggest_lr",
    "with_batch",
    "with_chance",
    "with_problem",
    "with_seed_count",
    "with_value",
]

_replace = msgspec.structs.replace
_SPREAD = 0.02  # of the width of the plotted domain

_MAIN = ("lr", "momentum", "beta1", "beta2", "alpha", "rho", "beta", "betas")

#: The eight methods of the usual introduction, in its order: optimizer, batch size, name.
ARTICLE: tuple[LaneSpec, ...] = (
    LaneSpec(optimizer="gradient_descent"),
    LaneSpec(optimizer="sgd"),
    LaneSpec(optimizer="sgd", batch_size=64, name="Mini-batch"),
    LaneSpec(optimizer="momentum"),
    LaneSpec(optimizer="adagrad"),
    LaneSpec(optimizer="rmsprop"),
    LaneSpec(optimizer="adadelta"),
    LaneSpec(optimizer="adam"),
)


def is_main(optimizer: str, name: str) -> bool:
    """Return whether a hyperparameter is shown at once, not behind "More".

    That is what people tune first, and the rates by which a method is known. Momentum counts only where it is
    the method: in RMSprop, which leaves it off by default, it is an extra.
    """
    kind = optimizers[optimizer]
    parameter = next(p for p in kind.parameters if p.name == name)
    known = name in _MAIN and not (name == "momentum" and parameter.default == 0.0)
    return known or name in kind.tuned


def lane_values(lane: LaneSpec) -> dict[str, Any]:
    """Return all hyperparameters of a lane, defaults filled in; a value that is not valid stays as it is."""
    return {
        parameter.name: lane.hyperparameters.get(parameter.name, parameter.default)
        for parameter in optimizers[lane.optimizer].parameters
    }


def with_value(values: dict[str, Any], name: str, value: Any, default: Any) -> dict[str, Any]:
    """Return values with one set; one that equals its default is left out."""
    result = {key: old for key, old in values.items() if key != name}
    if type(value) is not type(default) or value != default:
        # In its old place, so that equal studies are equal files.
        result = {key: value if key == name else old for key, old in {**values, name: value}.items()}
    return result


def with_batch(lane: LaneSpec, batch: int | Literal["full"]) -> LaneSpec:
    """Return the lane with a batch size; the optimizer's usual one is left out."""
    usual: BatchSize = optimizers[lane.optimizer].batch_size or "full"
    return _replace(lane, batch_size=None if batch == usual else batch)


def new_lanes(name: str) -> tuple[LaneSpec, ...]:
    """Return the lanes of an entry of the add menu: an optimizer, ``mini_batch`` or ``article``."""
    if name == "article":
        return ARTICLE
    if name == "mini_batch":
        return (LaneSpec(optimizer="sgd", batch_size=64, name="Mini-batch"),)
    return (LaneSpec(optimizer=optimizers[name].name),)


def add_lanes(study: Study, lanes: tuple[LaneSpec, ...]) -> Study:
    """Return the study with lanes at the end; a given name that is taken gets a number."""
    taken = {lane.name for lane in study.lanes}
    added = []
    for lane in lanes:
        name, count = lane.name, 2
        while lane.name and name in taken:
            name, count = f"{lane.name} {count}", count + 1
        taken.add(name)
        added.append(_replace(lane, name=name, stream=None))  # random numbers of its own
    return _replace(study, lanes=study.lanes + tuple(added))


def change_lane(study: Study, index: int, **changes: Any) -> Study:
    """Return the study with fields of one lane replaced."""
    return _put(study, index, _replace(study.lanes[index], **changes))


def _put(study: Study, index: int, lane: LaneSpec) -> Study:
    return fitted(_replace(study, lanes=(*study.lanes[:index], lane, *study.lanes[index + 1 :])))


def copy_lane(study: Study, index: int) -> Study:
    """Return the study with a copy of one lane after it, of a colour of its own."""
    lane = study.lanes[index]
    name, count = f"{lane.name} copy" if lane.name else "", 2
    while name and name in lane_names(study):
        name, count = f"{lane.name} copy {count}", count + 1
    copy = _replace(lane, name=name, colour="", stream=None)
    places = list(range(len(study.lanes)))
    lanes = (*study.lanes[: index + 1], copy, *study.lanes[index + 1 :])
    return with_lanes(study, lanes, [*places[: index + 1], *places[index:]])


def remove_lane(study: Study, index: int) -> Study:
    """Return the study without one lane."""
    left = [place for place in range(len(study.lanes)) if place != index]
    return with_lanes(study, [study.lanes[place] for place in left], left)


def move_lane(study: Study, index: int, to: int) -> Study:
    """Return the study with one lane at another place."""
    places = [place for place in range(len(study.lanes)) if place != index]
    places.insert(to, index)
    return with_lanes(study, [study.lanes[place] for place in places], places)


def reset_lane(study: Study, index: int) -> Study:
    """Return the study with the optimizer's defaults and nothing around it; name and colour stay."""
    return change_lane(
        study, index, hyperparameters={}, batch_size=None, schedule=None, filters=(), changes=()
    )


def suggest_lr(study: Study, index: int) -> Study:
    """Return a study with a learning rate that suits it in one lane, if there is one; on data the default."""
    lane = study.lanes[index]
    others = {name: value for name, value in lane.hyperparameters.items() if name != "lr"}
    suited = with_suggested_lr(study, _replace(lane, hyperparameters=others))
    on_surface = isinstance(study.problem, SurfaceSpec)
    return study if on_surface and suited.hyperparameters == others else _put(study, index, suited)


def with_problem(study: Study, problem: ProblemSpec) -> Study:
    """Return the study on another problem; rates that were suggested for the old one follow."""
    moved = fitted(_replace(study, problem=problem))
    if _ground(problem) == _ground(study.problem):
        return moved
    return _replace(moved, lanes=tuple(_followed(study, moved, lane) for lane in study.lanes))


def kept_rates(before: Study, after: Study) -> int:
    """Return how many lanes have kept a rate that was chosen on another surface, or on data."""
    if _ground(before.problem) == _ground(after.problem):
        return 0
    pairs = zip(before.lanes, after.lanes, strict=True)
    return sum("lr" in old.hyperparameters and new == old for old, new in pairs)


def _ground(problem: ProblemSpec) -> str:
    return problem.surface if isinstance(problem, SurfaceSpec) else "data"


def _followed(before: Study, after: Study, lane: LaneSpec) -> LaneSpec:
    others = {name: value for name, value in lane.hyperparameters.items() if name != "lr"}
    bare = _replace(lane, hyperparameters=others)
    # On data that is a lane at its default, on a surface one with the rate that was tried out.
    return with_suggested_lr(after, bare) if lane == _suggested(before, bare) else lane


def _suggested(study: Study, bare: LaneSpec) -> LaneSpec | None:
    suited = with_suggested_lr(study, bare)
    on_data = not isinstance(study.problem, SurfaceSpec)
    return suited if on_data or suited != bare else None


def is_certain(problem: ProblemSpec) -> bool:
    """Return whether chance plays no part: all seeds are the same run."""
    return isinstance(problem, SurfaceSpec) and not problem.noise and not problem.spread


def with_chance(study: Study, count: int = 10) -> Study:
    """Return a study with so many seeds that differ: where chance plays no part, the start gets a spread."""
    study = _replace(study, seeds=with_seed_count(study.seeds, max(count, len(study.seeds))))
    problem = study.problem
    if isinstance(problem, SurfaceSpec) and is_certain(problem):
        (left, right), _ = surface_of(problem).domain
        spread = float(f"{_SPREAD * (right - left):.1g}")
        study = _replace(study, problem=_replace(problem, spread=spread))
    return study
