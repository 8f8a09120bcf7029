"""What tuning came to as tables: the search spaces, default against tuned, and every default against all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ...study.experiment.gain import Fresh, TunedLane
from ...study.experiment.spec import Axis
from ..frame import LaneLook
from ..plots.readout import number
from ..plots.tint import mix
from ..plots.value_axis import value_text
from ..theme import LIGHT, Theme

__all__ = ["GainMatrix", "GainTable", "SpaceTable", "gain_text"]

_SPACINGS = {
    "log": "logarithmic", "linear": "even", "one_minus_log": "logarithmic in 1 − value",
    "list": "one of these",
}  # fmt: skip
_FULL = 1.0  # a gain of ten to this has the full colour


def gain_text(gain: float | None) -> str:
    """Return how many times lower the loss is, such as ``3.2 ×``."""
    if gain is None:
        return "–"
    return "never diverges now" if math.isinf(gain) else "diverges" if gain == 0.0 else f"{number(gain, 3)} ×"


class _Table(QTableWidget):
    """A table to read, with heads that explain themselves."""

    def __init__(
        self, name: str, heads: Sequence[tuple[str, str]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(heads), parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.set_heads(heads)

    def set_heads(self, heads: Sequence[tuple[str, str]]) -> None:
        """Name the columns."""
        self.setColumnCount(len(heads))
        for column, (title, tip) in enumerate(heads):
            item = QTableWidgetItem(title)
            item.setToolTip(tip)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; what is shown comes next."""
        self._theme = theme

    def fill(self, rows: Sequence[Sequence[str]], colours: Sequence[str]) -> None:
        """Show rows, each with a spot of a colour before its first cell."""
        self.setRowCount(len(rows))
        line = self.fontMetrics().height() + 8
        for at, (cells, colour) in enumerate(zip(rows, colours, strict=True)):
            self.setRowHeight(at, line)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if not column and colour:
                    item.setIcon(spot(colour))
                self.setItem(at, column, item)

    @property
    def whole(self) -> int:
        """Return the height of all rows, with a bar below them."""
        line = self.fontMetrics().height() + 8
        return self.horizontalHeader().sizeHint().height() + line * self.rowCount() + 18


class SpaceTable(_Table):
    """The search space that each lane is tuned over."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        heads = (
            ("Lane", "The lane."),
            ("Hyperparameter", "What is tuned; all others stay as they are in the lane."),
            ("Range", "From where to where trials lie: what the optimizer declares."),
            ("Spacing", "How they lie in it."),
        )
        super().__init__("Search spaces", heads, theme, parent)

    def show_spaces(self, spaces: Sequence[Sequence[Axis]], looks: Sequence[LaneLook]) -> None:
        """Show a row for each axis."""
        rows, colours = [], []
        for space, look in zip(spaces, looks, strict=True):
            if not space:
                rows.append((look.name, "nothing to tune", "", ""))
                colours.append(look.colour)
            for at, axis in enumerate(space):
                range_ = (
                    ", ".join(value_text(value) for value in axis.values)
                    if axis.spacing == "list"
                    else f"{value_text(axis.low)} to {value_text(axis.high)}"
                )
                rows.append(("" if at else look.name, axis.name, range_, _SPACINGS[axis.spacing]))
                colours.append("" if at else look.colour)
        self.fill(rows, colours)


class GainTable(_Table):
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


class GainMatrix(_Table):
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


def fresh_text(fresh: Fresh | None) -> str:
    """Return median and quartiles on fresh seeds."""
    if fresh is None:
        return "–"
    middle, low, high = fresh.band
    lost = sum(not math.isfinite(loss) for loss in fresh.losses.tolist())
    gone = f", {lost} of {len(fresh.losses)} diverged" if lost else ""
    if not math.isfinite(middle):
        return f"diverged ({lost} of {len(fresh.losses)})"
    if len(fresh.losses) < 3:
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


def spot(colour: str) -> QIcon:
    """Return a disc of a colour."""
    pixmap = QPixmap(28, 28)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(3, 3, 8, 8)
    painter.end()
    return QIcon(pixmap)
