"""The axes of an experiment follow their lanes when a person edits these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ...engine.error import InputError
from ..spec import DataSpec, LaneSpec, Study
from .axis import check_axis
from .spec import Axis, SweepSpec

__all__ = ["fitted", "with_lanes"]


def with_lanes(study: Study, lanes: Sequence[LaneSpec], origins: Sequence[int]) -> Study:
    """Return a study with other lanes, to which the axes of an experiment have moved.

    Parameters
    ----------
    study : Study
    lanes : sequence of LaneSpec
    origins : sequence of int
        For each the index that it, or what it is a copy of, had before.
    """
    found = msgspec.structs.replace(study, lanes=tuple(lanes))

    def moved(axes: Sequence[Axis]) -> tuple[Axis, ...]:
        return tuple(
            msgspec.structs.replace(axis, lane=place)
            for place, origin in enumerate(origins)
            for axis in axes
            if axis.lane == origin
        )

    return _with_axes(found, moved)


def fitted(study: Study) -> Study:
    """Return a study without axes that its lanes do not have, as after another optimizer was chosen."""

    def fitting(axes: Sequence[Axis]) -> tuple[Axis, ...]:
        return tuple(axis for axis in axes if _fits(study, axis))

    return _with_axes(study, fitting)


def _fits(study: Study, axis: Axis) -> bool:
    grid = isinstance(study.experiment, SweepSpec) and study.experiment.design == "grid"
    try:
        check_axis(axis, study.lanes[axis.lane], isinstance(study.problem, DataSpec), grid)
    except (InputError, IndexError):
        return False
    return True


def _with_axes(study: Study, change: Any) -> Study:
    experiment: Any = study.experiment
    if getattr(experiment, "axes", ()):
        experiment = msgspec.structs.replace(experiment, axes=change(experiment.axes))
    tune = getattr(experiment, "tune", None)
    if tune is not None and tune.axes:
        experiment = msgspec.structs.replace(
            experiment, tune=msgspec.structs.replace(tune, axes=change(tune.axes))
        )
    if experiment is study.experiment:
        return study
    return msgspec.structs.replace(study, experiment=experiment)
