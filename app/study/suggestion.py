"""A learning rate that suits a surface: found by trying, as a default favours whom it suits by chance."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec
import numpy as np

from ..engine.error import InputError
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter
from .build import build_problem, build_race
from .spec import LaneSpec, Study, SurfaceSpec
from .target import automatic_target

__all__ = ["suggested_lr", "with_suggested_lr"]

_replace = msgspec.structs.replace

_STEPS = 300
_SERIES = (1.0, 2.0, 5.0)
# A default as large as this is a factor, as in AdaDelta and Newton: the method finds its own step.
_FACTOR = 1.0


def suggested_lr(study: Study, lane: LaneSpec) -> float | None:
    """Return a learning rate for a lane on the study's surface.

    Rates 1, 2, 5 times a power of ten over the parameter's range run from the study's start, without noise,
    for the study's steps (at most 300). It is the smallest with which the lane reaches the automatic target
    in half of them, for what moves calmly can be followed; where none does, the one that ends lowest. The
    loss must never rise above that of the start.

    Parameters
    ----------
    study : Study
    lane : LaneSpec
        With its other hyperparameters.

    Returns
    -------
    float or None
        None on data, for a method that finds its own step, and where no rate moves downhill.
    """
    if not isinstance(study.problem, SurfaceSpec):
        return None
    quiet = _replace(study.problem, noise=0.0, spread=0.0)
    asked = Study(
        problem=quiet,
        lanes=(LaneSpec(optimizer=lane.optimizer, hyperparameters=lane.hyperparameters),),
        steps=min(study.steps, _STEPS),
    )
    return _tried(msgspec.json.encode(asked))


@lru_cache(maxsize=256)
def _tried(asked: bytes) -> float | None:
    """Return the rate for the lane of a study; as bytes, since a study cannot be hashed."""
    study = msgspec.json.decode(asked, type=Study)
    (lane,) = study.lanes
    kind = optimizers[lane.optimizer]
    rate = next((parameter for parameter in kind.parameters if parameter.name == "lr"), None)
    if rate is None or not _is_rate(rate):
        return None
    rates = _ladder(rate)
    tried = (lane.hyperparameters | {"lr": lr} for lr in rates)
    trial = Study(
        problem=study.problem,
        lanes=tuple(LaneSpec(optimizer=lane.optimizer, hyperparameters=values) for values in tried),
        steps=study.steps,
    )
    try:
        problem = build_problem(trial)
        race = build_race(trial, problem=problem)
    except InputError:  # what is wrong with the study is said where it is raced
        return None
    race.run()
    lanes = race.history.lanes
    losses = np.array([record.batch_loss[:, 0] for record in lanes])
    losses[[bool(record.diverged_at[0] >= 0) for record in lanes]] = math.inf
    losses[np.isnan(losses)] = math.inf
    start, end = losses[0, 0], losses[:, -1]
    tame = losses.max(axis=1) <= start
    soon = (losses[:, : trial.steps // 2 + 1] <= automatic_target(problem)).any(axis=1)
    calm = np.flatnonzero(soon & tame)
    if calm.size:
        return rates[int(calm[0])]
    best = int(np.argmin(np.where(tame, end, math.inf)))
    return rates[best] if tame[best] and end[best] < start else None


def with_suggested_lr(study: Study, lane: LaneSpec) -> LaneSpec:
    """Return a lane with a learning rate that suits the study, unless one is given or there is none."""
    if "lr" in lane.hyperparameters:
        return lane
    lr = suggested_lr(study, lane)
    default = next((p.default for p in optimizers[lane.optimizer].parameters if p.name == "lr"), None)
    if lr is None or lr == default:
        return lane
    return _replace(lane, hyperparameters=lane.hyperparameters | {"lr": lr})


def _is_rate(parameter: Parameter) -> bool:
    return isinstance(parameter.default, float) and parameter.default < _FACTOR


def _ladder(rate: Parameter) -> list[float]:
    low, high = rate.slider
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    rates = [float(f"{factor}e{power}") for power in powers for factor in _SERIES]
    return [lr for lr in rates if low * (1 - 1e-9) <= lr <= high * (1 + 1e-9)]
