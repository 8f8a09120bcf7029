"""The numbers of a verdict: a row for each lane."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from ...study.default import UNTUNED
from ...study.statistics.bootstrap import Estimate
from ...study.statistics.lane_verdict import LaneVerdict
from ...study.statistics.verdict import Verdict
from ...study.statistics.wording import number_text
from ..frame import LaneLook
from .read_table import ReadTable, spot

__all__ = ["VerdictTable"]

_COLUMNS = (
    ("Lane", "The lane."),
    ("Reached", "How many runs reached the target; from 10 seeds on with Wilson's 95 % interval."),
    (
        "Median",
        "Half of the runs reached it by then; a miss is infinite. In brackets: the quartiles.",
    ),
    (
        "ERT",
        "The expected running time: all time spent, divided by the successes. It is what a success costs if "
        "failures are started again. From 10 seeds on with a 95 % bootstrap interval.",
    ),
)
_ROW = 25


def _span(estimate: Estimate | None, factor: float = 1.0, unit: str = "") -> str:
    if estimate is None:
        return ""
    low, high = (number_text(value * factor, 3) for value in (estimate.low, estimate.high))
    return f"  ({low}–{high}{unit})"


def texts_of(row: LaneVerdict) -> tuple[str, str, str]:
    """Return what stands in the columns after the name."""
    rate = row.rate and Estimate(row.rate.value, round(100 * row.rate.low), round(100 * row.rate.high))
    quartiles = f"  ({number_text(row.low)}–{number_text(row.high)})" if row.runs > 2 else ""
    return (
        f"{row.successes} of {row.runs}{_span(rate, unit=' %')}",
        number_text(row.median) + (quartiles if math.isfinite(row.low) else ""),
        number_text(row.expected) + (_span(row.expected_interval) if math.isfinite(row.expected) else ""),
    )


class VerdictTable(ReadTable):
    """A table that is as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Numbers of the verdict", _COLUMNS, parent=parent)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(70)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_verdict(self, verdict: Verdict, looks: tuple[LaneLook, ...]) -> None:
        """Show other numbers."""
        self.setRowCount(len(verdict.rows))
        for index, (row, look) in enumerate(zip(verdict.rows, looks, strict=True)):
            for column, text in enumerate((look.name, *texts_of(row))):
                item = self.item(index, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(index, column, item)
                item.setText(text)
                item.setToolTip(f"{text}\n{UNTUNED}" if row.default and column == 0 else text)
                if column == 0:
                    item.setIcon(spot(look.colour))
        height = self.horizontalHeader().sizeHint().height() + _ROW * len(verdict.rows) + 4
        bar = self.horizontalScrollBar()
        self.setFixedHeight(height + (bar.sizeHint().height() if bar.maximum() > 0 else 0))
