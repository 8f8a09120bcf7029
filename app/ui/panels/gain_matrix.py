"""Each default of a tuning against each tuned lane, as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ...study.experiment.gain import Fresh, TunedLane
from ..frame import LaneLook
from ..plots.tint import mix
from ..theme import LIGHT, Theme
from .gain_table import gain_text
from .read_table import ReadTable

__all__ = ["GainMatrix"]

_FULL = 1.0  # a gain of ten to this has the full colour


class GainMatrix(ReadTable):
    """Each default against each tuned lane: whether to tune, or to choose another optimizer."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__("Gain matrix", (("Default of", ""),), theme, parent)

    def show_lanes(self, lanes: Sequence[TunedLane], looks: Sequence[LaneLook]) -> None:
        """Show a row for each default, a column for each lane that was tuned."""
        columns = [(lane, look) for lane, look in zip(lanes, looks, strict=True) if lane.is_tuned]
        tip = "How many times lower the median loss on fresh seeds is than with the default of the row."
        self.set_heads([("Default of", tip), *((f"{look.name}, tuned", tip) for _, look in columns)])
        rows = [
            [look.name, *(gain_text(_gain(row.default, other.tuned)) for other, _ in columns)]
            for row, look in zip(lanes, looks, strict=True)
        ]
        self.fill(rows, [look.colour for look in looks])
        for at, lane in enumerate(lanes):
            for column, (other, _) in enumerate(columns, 1):
                gain = _gain(lane.default, other.tuned)
                item = self.item(at, column)
                if gain is not None and item is not None:
                    item.setForeground(QColor(self._tint(gain)))

    def _tint(self, gain: float) -> str:
        way = math.copysign(_FULL, gain - 1.0) if gain in (0.0, math.inf) else math.log10(gain)
        colour = self._theme.good if way > 0 else self._theme.bad
        return mix(self._theme.text, colour, min(abs(way) / _FULL, 1.0))


def _gain(default: Fresh | None, tuned: Fresh | None) -> float | None:
    if default is None or tuned is None:
        return None
    before, after = default.band[0], tuned.band[0]
    if not math.isfinite(after):
        return 0.0 if math.isfinite(before) else None
    return before / after if after > 0.0 and before >= 0.0 else None
