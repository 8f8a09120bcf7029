"""Whether a lane is as its optimizer comes: nobody has chosen a value for this task."""

from __future__ import annotations

from ..engine.optimizer import optimizers
from ..engine.parameter import check_values
from .lane_name import lane_names
from .spec import LaneSpec, Study

__all__ = ["UNTUNED", "default_names", "is_default"]

UNTUNED = "Untuned: at its defaults, which suit some tasks by chance."


def is_default(lane: LaneSpec) -> bool:
    """Return whether a lane has its defaults, and nothing around it; for a lane that was checked."""
    if lane.schedule is not None or lane.filters or lane.batch_size is not None or lane.changes:
        return False
    kind = optimizers[lane.optimizer]
    values = check_values(kind.name, kind.parameters, lane.hyperparameters)
    return all(values[each.name] == each.default for each in kind.parameters)


def default_names(study: Study) -> tuple[str, ...]:
    """Return the names of the lanes that have their defaults."""
    pairs = zip(lane_names(study), study.lanes, strict=True)
    return tuple(name for name, lane in pairs if is_default(lane))
