"""Whether lanes share their chance: the same random numbers for each seed, or each lane its own.

Paired, all runs of one seed have the same start, initial weights, mini-batches and noise, whichever lane they
are of (common random numbers). Independent, each lane has a number, its stream, and what it draws comes of
seed and stream.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from ..engine.filter import Filter, filters
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.stream import seed_of
from .spec import LaneSpec, Study, SurfaceSpec

__all__ = [
    "PAIRINGS",
    "STREAM_LIMIT",
    "chances",
    "is_paired",
    "lane_seeds",
    "lane_streams",
    "settled",
    "with_streams",
]

PAIRINGS = ("paired", "independent")
STREAM_LIMIT = 2**32 - 1

_replace = msgspec.structs.replace


def lane_seeds(study: Study, lane: int, seeds: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return with which seeds a lane draws its random numbers.

    Parameters
    ----------
    study : Study
    lane : int
    seeds : sequence of int, optional
        Of the runs; the study's by default.

    Returns
    -------
    tuple of int
        As they are if lanes are paired.
    """
    own = tuple(study.seeds if seeds is None else seeds)
    if study.pairing == "paired":
        return own
    number = lane_streams(study)[lane]
    return tuple(seed_of(seed, number) for seed in own)


def lane_streams(study: Study) -> tuple[int, ...]:
    """Return the number of each lane, all different: the given one, or one made from what the lane is.

    That is its optimizer, hyperparameters, batch size, schedule and filters; its place, its name and the
    other lanes do not matter. Only of lanes that are alike in all of these the second has another number than
    it would have alone.
    """
    taken = {lane.stream for lane in study.lanes}
    found: list[int] = []
    for lane in study.lanes:
        number = lane.stream
        if number is None:
            numbers = (_number(lane, copy) for copy in range(len(study.lanes) + len(taken)))
            number = next(each for each in numbers if each not in taken)
            taken.add(number)
        found.append(number)
    return tuple(found)


def _number(lane: LaneSpec, copy: int) -> int:
    """Return 32 bits of a digest of what a lane is."""
    around = [(each.name, each.parameters) for each in lane.filters]
    schedule = lane.schedule and (lane.schedule.name, lane.schedule.parameters, float(lane.schedule.warmup))
    content: Any = (
        optimizers[lane.optimizer].name, lane.hyperparameters, lane.batch_size, schedule, around, copy,
    )  # fmt: skip
    encoded = msgspec.json.encode(content, order="deterministic", enc_hook=lambda value: value.tolist())
    return int.from_bytes(hashlib.sha256(encoded).digest()[:4], "big")


def with_streams(study: Study) -> Study:
    """Return a study whose lanes have their numbers noted, if they need any.

    From then on a lane keeps its random numbers while its hyperparameters are edited.
    """
    if study.pairing == "paired" or all(lane.stream is not None for lane in study.lanes):
        return study
    pairs = zip(study.lanes, lane_streams(study), strict=True)
    return _replace(study, lanes=tuple(_replace(lane, stream=number) for lane, number in pairs))


def settled(study: Study) -> Study:
    """Return a study with the numbers that count: of all lanes if they are independent, otherwise of none.

    Results are known by it. What it says of a lane does not depend on the others.
    """
    if study.pairing != "paired":
        return with_streams(study)
    if all(lane.stream is None for lane in study.lanes):
        return study
    return _replace(study, lanes=tuple(_replace(lane, stream=None) for lane in study.lanes))


def is_paired(study: Study) -> bool:
    """Return whether run r of one lane belongs to run r of another; so it is where nothing is drawn."""
    return study.pairing == "paired" or not chances(study)


def chances(study: Study) -> tuple[str, ...]:
    """Return what chance decides in the runs of a study, in words; empty if all seeds give the same run."""
    problem, varied = study.problem, _varied(study)
    around = {each.name for lane in study.lanes for each in lane.filters} | varied
    draws = any(name in filters and filters[name].draw is not Filter.draw for name in around)
    found = []
    if isinstance(problem, SurfaceSpec):
        found += ["starts"] if problem.spread else []
        found += ["gradient noise"] if problem.noise or draws else []
        return tuple(found)
    found += [] if models[problem.model].starts_alike else ["initial weights"]
    batches = "batch_size" in varied or any(map(_has_batches, study.lanes))
    found += ["order of the examples"] if batches else []
    found += ["dropped units"] if problem.model_parameters.get("dropout") else []
    found += ["gradient noise"] if draws else []
    asks = any(optimizers[lane.optimizer].draws for lane in study.lanes)
    return (*found, "random signs or labels") if asks else tuple(found)


def _varied(study: Study) -> set[str]:
    """Return what an experiment varies: names of hyperparameters, filters, or ``batch_size``."""
    spec: Any = study.experiment
    axes = (*getattr(spec, "axes", ()), *getattr(getattr(spec, "tune", None), "axes", ()))
    return {axis.name.partition(".")[0] for axis in axes}


def _has_batches(lane: LaneSpec) -> bool:
    size = optimizers[lane.optimizer].batch_size if lane.batch_size is None else lane.batch_size
    return size not in (None, "full")
