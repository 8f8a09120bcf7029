"""The table: one row a lane, the numbers at the playhead."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from ...study.outcome import LaneSummary
from ...study.summary import summarise
from ...study.tally import Tally
from ...study.target import target_loss
from ..frame import Frame, LaneLook, RaceView
from ..theme import Theme

__all__ = ["TablePanel", "columns_of"]

Index = QModelIndex | QPersistentModelIndex
_EVERY = 0.1  # seconds between two updates while a race runs: faster cannot be read
_SORT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, title, and what it means."""

    key: str
    title: str
    tip: str


_ALWAYS = (
    Column("name", "Lane", "Click to highlight a lane, double click to show it alone."),
    Column("loss", "Loss", "The loss at the playhead; with several seeds the median."),
    Column("best", "Best loss", "The lowest loss so far; with several seeds the median."),
    Column(
        "target",
        "Steps to target",
        "The first step with a loss of at most the target; a dash where it is not reached.",
    ),
)
_ON_DATA = (
    Column(
        "train_accuracy",
        "Train acc.",
        "Share of training examples classified correctly, at the last evaluation.",
    ),
    Column(
        "validation_accuracy",
        "Valid. acc.",
        "Share of unseen examples classified correctly, at the last evaluation.",
    ),
)
_LAST = (
    Column("steps", "Steps", "Updates done."),
    Column("evaluations", "Gradients", "Gradient evaluations spent."),
    Column("microseconds", "µs / step", "Engine time for one step of all runs of the lane, on this machine."),
    Column("status", "Status", "What became of the lane."),
)


def columns_of(race: RaceView | None) -> tuple[Column, ...]:
    """Return the columns that this race fills."""
    evaluated = getattr(race.problem, "evaluated", ()) if race else ()
    return (*_ALWAYS, *(column for column in _ON_DATA if column.key in evaluated), *_LAST)


def _value(column: str, summary: LaneSummary, look: LaneLook) -> Any:
    """Return what a cell sorts by."""
    values = {
        "name": look.name, "loss": summary.loss, "best": summary.best_loss,
        "target": math.inf if summary.steps_to_target is None else summary.steps_to_target,
        "steps": max(summary.step, 0), "evaluations": summary.evaluations,
        "microseconds": summary.microseconds, "status": summary.status,
    }  # fmt: skip
    return values[column] if column in values else summary.score(column)


def _text(column: str, value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if column == "target":
        return "–" if value == math.inf else f"{value:,}"
    if column.endswith("accuracy"):
        return f"{100 * value:.1f} %"
    if column == "microseconds":
        return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"
    if isinstance(value, float):
        return f"{value:.5g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


class _Model(QAbstractTableModel):
    """Summaries as a table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.columns = columns_of(None)
        self.summaries: list[LaneSummary] = []
        self.looks: tuple[LaneLook, ...] = ()
        self.target = math.nan
        self.leader: dict[str, int] = {}

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.summaries)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                f"Steps to {self.target:.3g}"
                if column.key == "target" and math.isfinite(self.target)
                else column.title
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.key)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = self.columns[index.column()].key, index.row()
        summary, look = self.summaries[row], self.looks[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(column, _value(column, summary, look))
        if role == _SORT:
            value = _value(column, summary, look)
            missing = value is None or (isinstance(value, float) and math.isnan(value))
            return math.inf if missing else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == "name":
            return _swatch(look)
        if role == Qt.ItemDataRole.ForegroundRole:
            if not look.visible:
                return QColor(self.theme.muted)
            if column == "status" and (summary.diverged_at >= 0).any():
                return QColor(self.theme.bad)
            return None
        if role == Qt.ItemDataRole.FontRole and (
            self.leader.get(column) == row or (column == "name" and look.highlighted)
        ):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{look.name}, {self.columns[index.column()].title}: {self.data(index)}"
        return None

    def show(self, summaries: list[LaneSummary], looks: tuple[LaneLook, ...]) -> None:
        """Show other numbers; rows are kept where their count is the same."""
        same = len(summaries) == len(self.summaries)
        if not same:
            self.beginResetModel()
        self.summaries, self.looks = summaries, looks
        self.leader = self._leaders()
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(summaries) - 1, len(self.columns) - 1))
        else:
            self.endResetModel()

    def _leaders(self) -> dict[str, int]:
        """Return which row is the best of each column that has a best, if exactly one is."""
        found = {}
        for column, sign in (
            ("loss", 1),
            ("best", 1),
            ("target", 1),
            ("train_accuracy", -1),
            ("validation_accuracy", -1),
        ):
            if column not in [known.key for known in self.columns] or len(self.summaries) < 2:
                continue
            values = [
                _value(column, summary, look)
                for summary, look in zip(self.summaries, self.looks, strict=True)
            ]
            scores = [
                sign * value if value is not None and math.isfinite(value) else math.inf for value in values
            ]
            least = min(scores)
            if math.isfinite(least) and scores.count(least) == 1:
                found[column] = scores.index(least)
        return found


class TablePanel(QWidget):
    """The table of lanes; sorts by any column."""

    lane_clicked = Signal(int)
    lane_soloed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._race: RaceView | None = None
        self._tallies: list[Tally] = []
        self._shown_at = 0.0
        self._seen: tuple[object, ...] = ()
        self._model = _Model(theme, self)
        self._order = QSortFilterProxyModel(self)
        self._order.setSourceModel(self._model)
        self._order.setSortRole(_SORT)
        self.view = QTableView()
        self.view.setModel(self._order)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.setAccessibleName("Table of lanes")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAlternatingRowColors(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(25)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.clicked.connect(lambda index: self.lane_clicked.emit(self._order.mapToSource(index).row()))
        self.view.doubleClicked.connect(
            lambda index: self.lane_soloed.emit(self._order.mapToSource(index).row())
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._fit()

    def _fit(self) -> None:
        header = self.view.horizontalHeader()
        header.setStretchLastSection(True)
        for section, column in enumerate(self._model.columns):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            width = {"name": 190, "status": 200, "target": 125}.get(column.key, 92)
            self.view.setColumnWidth(section, width)

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        columns = columns_of(race)
        model = self._model
        if columns != model.columns:
            model.beginResetModel()
            model.columns = columns
            model.summaries, model.looks = [], ()
            model.endResetModel()
            self._fit()
        self._race = race
        self._seen = ()
        self._tallies = [Tally(lane, race.problem) for lane in race.history.lanes] if race else []
        model.target = target_loss(race.study, race.problem) if race else math.nan
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        if race is None:
            model.show([], ())

    def show_frame(self, frame: Frame) -> None:
        """Show the numbers at the playhead, at most ten times a second while it moves."""
        race = self._race
        seen = (frame.tick, frame.recorded, frame.looks)
        if (
            race is None
            or frame.race.history is not race.history
            or seen == self._seen
            or not self.isVisible()
        ):
            return
        now = perf_counter()
        moving = self._seen and frame.tick < race.ticks and abs(frame.tick - int(self._seen[0])) > 1  # type: ignore[call-overload]
        if moving and frame.looks == self._seen[2] and now - self._shown_at < _EVERY:
            return
        self._shown_at, self._seen = now, seen
        target = self._model.target
        summaries = [
            summarise(race.history, race.problem, lane, target, frame.steps[lane], self._tallies[lane])
            for lane in range(len(self._tallies))
        ]
        self._model.show(summaries, frame.looks)
        self.view.setAccessibleDescription(self.describe())

    def describe(self) -> str:
        """Return the state of the race in one sentence."""
        model = self._model
        if "loss" not in model.leader:
            return "No lane leads yet."
        row = model.leader["loss"]
        return f"{model.looks[row].name} has the lowest loss: {_text('loss', model.summaries[row].loss)}."

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._model.theme = theme
        self._seen = ()


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in ("name", "status") else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _swatch(look: LaneLook) -> QIcon:
    pixmap = QPixmap(36, 36)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.dash:
        pen = QPen(QColor(look.colour), 4)
        pen.setDashPattern([part / 2 for part in look.dash])
        painter.setPen(pen)
        painter.drawLine(1, 9, 17, 9)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colour))
        painter.drawRoundedRect(3, 3, 12, 12, 4, 4)
    painter.end()
    return QIcon(pixmap)
