"""Whether chance plays a part in a map."""

from __future__ import annotations

from ..spec import Study

__all__ = ["is_noisy"]


def is_noisy(study: Study) -> bool:
    """Return whether chance plays a part in what the runs of a study on a surface come to."""
    filtered = any(each.name == "gradient_noise" for lane in study.lanes for each in lane.filters)
    return bool(getattr(study.problem, "noise", 0.0)) or filtered
