"""Where the trials of a lane lie: its own axes, or what its optimizer declares as tuned first."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec

from ...engine.optimizer import optimizers
from ..spec import LaneSpec, Study
from .setting import Settings, settings_at, unit_points
from .spec import Axis, SuiteSpec, TuneSpec

__all__ = ["DEFAULT", "search_space", "trial_settings", "tuning_of"]

DEFAULT = 0
"""The setting that is the lane as it is; trials count from 1."""


def tuning_of(study: Study) -> TuneSpec | None:
    """Return how lanes are tuned, also in a suite; None if they are not."""
    if isinstance(study.experiment, SuiteSpec):
        return study.experiment.tune
    return study.experiment if isinstance(study.experiment, TuneSpec) else None


def search_space(lane: LaneSpec, axes: Sequence[Axis] = (), index: int = 0) -> list[Axis]:
    """Return the axes that a lane is tuned over.

    Parameters
    ----------
    lane : LaneSpec
    axes : sequence of Axis
        Of all lanes; those of this one are its space, if there are any.
    index : int
        The number of the lane.

    Returns
    -------
    list of Axis
        Empty for an optimizer that has nothing to tune.
    """
    own = [axis for axis in axes if axis.lane == index]
    if own:
        return own
    optimizer = optimizers[lane.optimizer]
    declared = {parameter.name: parameter for parameter in optimizer.parameters}
    found = []
    for name in optimizer.tuned:
        parameter = declared[name]
        if parameter.kind == "choice":
            found.append(Axis(lane=index, name=name, values=parameter.choices))
        elif parameter.kind == "switch":
            found.append(Axis(lane=index, name=name, values=(False, True)))
        else:
            low, high = parameter.slider
            found.append(Axis(lane=index, name=name, spacing=parameter.scale, low=low, high=high))
    return found


def trial_settings(study: Study, task: int, lane: int) -> Settings:
    """Return the settings of a lane: as it is, and its trials, which are the same for every task."""
    spec = tuning_of(study)
    if spec is None:
        return Settings((), [()])
    encoded = msgspec.msgpack.encode(study.lanes[lane])
    return _trials(encoded, lane, spec.axes, spec.design, spec.trials, spec.seed)


@functools.lru_cache(maxsize=64)
def _trials(
    encoded: bytes, index: int, axes: tuple[Axis, ...], design: str, count: int, seed: int
) -> Settings:
    lane = msgspec.msgpack.decode(encoded, type=LaneSpec)
    space = search_space(lane, axes, index)
    if not space or not count:
        return Settings((), [()])
    return settings_at(lane, space, unit_points(design, count, len(space), seed), plain=True)
