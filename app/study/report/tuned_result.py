"""What a tuning came to on one task: trials, choice, and default against tuned on fresh seeds."""

from __future__ import annotations

import math

import numpy as np

from ..experiment.gain import Fresh, TunedLane, tuned_lanes
from ..experiment.measure import lowest_of
from ..experiment.part import Part
from ..experiment.space import tuning_of
from ..lane_name import lane_names
from ..phrase import value_text
from ..spec import DataSpec
from ..statistics.quantile import quantile
from ..statistics.wording import amount, number_text
from .section import Cell, Table
from .word import number

__all__ = ["gain_matrix", "gain_text", "loss_title", "tuned_table", "values_text"]


def loss_title(part: Part) -> str:
    """Return what the losses on fresh seeds are."""
    if isinstance(part.study.problem, DataSpec):
        return "Test loss" if part.study.problem.split[2] > 0 else "Final loss"
    return "Final loss above the lowest value" if lowest_of(part.study) is not None else "Final loss"


def values_text(lane: TunedLane) -> str:
    """Return what was chosen, with four digits."""
    found = [
        f"{name} = {number_text(value, 4) if isinstance(value, float) else value_text(value)}"
        for name, value in lane.values.items()
    ]
    return ", ".join(found) or "as it is"


def tuned_table(part: Part) -> Table:
    """Return a row for each lane: default and tuned on the fresh seeds."""
    tune = tuning_of(part.study)
    assert tune is not None
    lanes = tuned_lanes(part.study, part.done)
    accuracy = any(lane.tuned is not None and lane.tuned.accuracy is not None for lane in lanes)
    head = ["Lane", "Chosen", "As it is", "Tuned", "Times lower"]
    head += ["Test accuracy, tuned"] if accuracy else []
    head += ["Trials ended early"] if tune.stopping != "none" else []
    rows: list[tuple[str | Cell, ...]] = []
    for name, lane in zip(lane_names(part.study), lanes, strict=True):
        cells: list[str | Cell] = [name, values_text(lane), fresh_text(lane.default), fresh_text(lane.tuned)]
        cells.append(gain_cell(lane.gain))
        if accuracy:
            scores = None if lane.tuned is None else lane.tuned.accuracy
            cells.append("–" if scores is None else f"{float(quantile(scores, (0.5,))[0]):.1%}")
        cells += [str(lane.ended)] if tune.stopping != "none" else []
        rows.append(tuple(cells))
    where = f": {part.name}" if part.name else ""
    note = (
        f"{loss_title(part)} after the last step on {amount(tune.fresh, 'fresh seed')}, which no trial had: "
        "median, and quartiles in brackets. The choice was made by the "
        f"{_judged_by(part)} of the trials' own seeds. Times lower: the median as the lane is, by the median "
        f"when it is tuned; below 1 tuning made it worse.{_floor(part)}"
    )
    return Table(
        f"As it is against tuned{where}", tuple(head), tuple(rows), frozenset(range(2, len(head))), note
    )


def _floor(part: Part) -> str:
    if lowest_of(part.study) is None:
        return ""
    return " Less than 1e−15 counts as 1e−15, so next to it a factor is a bound."


def _judged_by(part: Part) -> str:
    tune = tuning_of(part.study)
    assert tune is not None
    what = "validation loss" if isinstance(part.study.problem, DataSpec) else "loss"
    return f"median {'lowest' if tune.metric == 'best' else 'final'} {what}"


def fresh_text(fresh: Fresh | None) -> str:
    """Return median and quartiles of a setting on fresh seeds, and how many runs diverged."""
    if fresh is None:
        return "–"
    middle, low, high = fresh.band
    lost = int((~np.isfinite(fresh.losses)).sum())
    text = number(middle)
    if len(fresh.losses) >= 3:
        text += f" ({number(low)} to {number(high)})"
    return f"{text}, {lost} diverged" if lost else text


def gain_text(gain: float | None) -> str:
    """Return how many times lower a loss is."""
    if gain is None:
        return "–"
    if math.isinf(gain):
        return "∞"
    return f"{gain:.3g} ×" if gain < 1000 else f"10^{math.log10(gain):.0f} ×"


def gain_cell(gain: float | None) -> str | Cell:
    """Return the same as a cell that stands out if tuning helped much, or harmed."""
    if gain is None:
        return "–"
    if gain >= 1.1:
        return Cell(gain_text(gain), "good")
    return Cell(gain_text(gain), "bad") if gain < 0.9 else gain_text(gain)


def gain_matrix(part: Part) -> Table:
    """Return each lane as it is against each lane tuned: whether to tune, or to take another optimizer."""
    lanes, names = tuned_lanes(part.study, part.done), lane_names(part.study)
    columns = [(name, lane) for name, lane in zip(names, lanes, strict=True) if lane.is_tuned]
    rows = tuple(
        (name, *(gain_cell(_gain(lane.default, other.tuned)) for _, other in columns))
        for name, lane in zip(names, lanes, strict=True)
    )
    note = (
        "How many times lower the median on fresh seeds is with the tuned lane of the column than with the "
        "lane of the row as it is. The diagonal is what tuning gave; the rest of a row is what changing the "
        "optimizer as well would give."
    )
    head = ("As it is", *(f"{name}, tuned" for name, _ in columns))
    where = f": {part.name}" if part.name else ""
    return Table(f"Tune, or take another{where}", head, rows, frozenset(range(1, len(head))), note)


def _gain(default: Fresh | None, tuned: Fresh | None) -> float | None:
    if default is None or tuned is None:
        return None
    before, after = default.band[0], tuned.band[0]
    if not math.isfinite(after):
        return 0.0 if math.isfinite(before) else None
    return before / after if after > 0.0 and before >= 0.0 else None
