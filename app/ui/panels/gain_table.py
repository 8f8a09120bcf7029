"""What tuning came to as a table: default against tuned, lane by lane."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ...study.experiment.gain import Fresh, TunedLane
from ..frame import LaneLook
from ..plots.readout import number
from ..plots.value_axis import value_text
from ..theme import LIGHT, Theme
from .read_table import ReadTable

__all__ = ["GainTable", "fresh_text", "gain_text"]


def gain_text(gain: float | None) -> str:
    """Return how many times lower the loss is, such as ``3.2 ×``."""
    if gain is None:
        return "–"
    return "never diverges now" if math.isinf(gain) else "diverges" if gain == 0.0 else f"{number(gain, 3)} ×"


class GainTable(ReadTable):
    """Default against tuned, lane by lane."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__("Default against tuned", _heads(False, False), theme, parent)

    def show_lanes(
        self, lanes: Sequence[TunedLane], looks: Sequence[LaneLook], on_data: bool, stopping: bool
    ) -> None:
        """Show a row for each lane; one that is not tuned says so."""
        self.set_heads(_heads(on_data, stopping))
        rows = []
        for lane, look in zip(lanes, looks, strict=True):
            tuned = "untuned" if lane.tuned is None or not lane.is_tuned else fresh_text(lane.tuned)
            chosen = ", ".join(f"{name} = {value_text(value)}" for name, value in lane.values.items())
            cells = [
                look.name,
                fresh_text(lane.default),
                tuned,
                gain_text(lane.gain) if lane.is_tuned else "–",
            ]
            if on_data:
                shown = lane.tuned if lane.is_tuned else lane.default
                cells.append(_accuracy(shown))
            early = f" ({lane.ended} ended early)" if stopping else ""
            cells += [chosen or "its own values", f"{len(lane.trials)}{early}"]
            rows.append(cells)
        self.fill(rows, [look.colour for look in looks])


def fresh_text(fresh: Fresh | None) -> str:
    """Return median and quartiles on fresh seeds."""
    if fresh is None:
        return "–"
    middle, low, high = fresh.band
    lost = sum(not math.isfinite(loss) for loss in fresh.losses.tolist())
    gone = f", {lost} of {len(fresh.losses)} diverged" if lost else ""
    if not math.isfinite(middle):
        return f"diverged ({lost} of {len(fresh.losses)})"
    if len(fresh.losses) < 3 or low == high:  # where nothing is random, all runs are one
        return number(middle, 4) + gone
    high_text = number(high, 3) if math.isfinite(high) else "∞"
    return f"{number(middle, 4)} ({number(low, 3)} to {high_text}){gone}"


def _accuracy(fresh: Fresh | None) -> str:
    if fresh is None or fresh.accuracy is None:
        return "–"
    ordered = sorted(fresh.accuracy.tolist())
    return f"{100 * ordered[len(ordered) // 2]:.1f} %"


def _heads(on_data: bool, stopping: bool) -> list[tuple[str, str]]:
    what = "test loss" if on_data else "final loss"
    found = [
        ("Lane", "The lane."),
        (f"Default: {what}", "Of the lane as it is, on fresh seeds: median and quartiles."),
        (f"Tuned: {what}", "Of the setting that was chosen, on the same fresh seeds: median and quartiles."),
        ("Gain", "How many times lower the median of the tuned lane is."),
    ]
    if on_data:
        found.append(("Test accuracy", "Median over the fresh seeds, of the tuned lane if it was tuned."))
    tip = "How many trials were run." + (" Ended early: by the median rule." if stopping else "")
    return [*found, ("Chosen setting", "What the best trial had set."), ("Trials", tip)]
