"""The axes of an experiment follow their lanes when a person edits these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ...engine.error import InputError
from ..check import check_study
from ..spec import DataSpec, LaneSpec, Study
from .axis import check_axis
from .kind import kind_of
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
    """Return a study without axes that its lanes do not have, as after another optimizer was chosen.

    An experiment that cannot be run at all any more goes with them, such as maps of basins where there is
    data now: to be kept from an edit by something that is not in sight would be a riddle.
    """

    def fitting(axes: Sequence[Axis]) -> tuple[Axis, ...]:
        return tuple(axis for axis in axes if _fits(study, axis))

    found = _with_axes(study, fitting)
    return found if _runs(found) else msgspec.structs.replace(found, experiment=None)


def _runs(study: Study) -> bool:
    """Return whether the experiment can be run, or would but for the study, which others refuse then."""
    if study.experiment is None:
        return True
    try:
        check_study(msgspec.structs.replace(study, experiment=None))
    except InputError:
        return True
    try:
        kind_of(study).check(study)
    except InputError:
        return False
    return True


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
