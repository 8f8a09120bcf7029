"""What lanes are called."""

from __future__ import annotations

from ..engine.optimizer import optimizers
from .around import around_texts
from .spec import Study

__all__ = ["lane_names"]


def lane_names(study: Study) -> list[str]:
    """Return a name for each lane, all different: the given one, or the title and what tells it apart."""
    titles = [lane.name or optimizers[lane.optimizer].title for lane in study.lanes]
    names: list[str] = []
    for index, (lane, title) in enumerate(zip(study.lanes, titles, strict=True)):
        name = title
        if not lane.name and titles.count(title) > 1:
            name = f"{title} {_difference(study, index)}".strip()
        base, count = name, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        names.append(name)
    return names


def _difference(study: Study, index: int) -> str:
    lane = study.lanes[index]
    same = [other for other in study.lanes if optimizers[other.optimizer] is optimizers[lane.optimizer]]
    parts = []
    for parameter in optimizers[lane.optimizer].parameters:
        values = {str(other.hyperparameters.get(parameter.name, parameter.default)) for other in same}
        if len(values) > 1:
            value = lane.hyperparameters.get(parameter.name, parameter.default)
            parts.append(
                f"{parameter.name}={value:g}" if isinstance(value, float) else f"{parameter.name}={value}"
            )
    if len({other.batch_size for other in same}) > 1:
        parts.append(f"batch={lane.batch_size or 'default'}")
    parts += [text for text in around_texts(lane) if any(text not in around_texts(other) for other in same)]
    return " ".join(parts)
