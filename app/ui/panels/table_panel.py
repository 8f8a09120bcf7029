"""The table: one row a lane, the numbers at the playhead."""

from __future__ import annotations

import math
from time import perf_counter
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...study.default import UNTUNED, is_default
from ...study.outcome import LaneSummary
from ...study.spec import Study
from ...study.summary import summarise
from ...study.tally import Tally
from ...study.target import target_loss
from ..frame import Frame, LaneLook, RaceView
from ..plots.choosing import signal_for
from ..reference import Reference, same_ground
from ..theme import Theme
from .table_column import columns_of, tab_separated, text_of, value_of

__all__ = ["TablePanel"]

Index = QModelIndex | QPersistentModelIndex
_EVERY = 0.1  # seconds between two updates while a race runs: faster cannot be read
_SORT = Qt.ItemDataRole.UserRole
# What decides how wide a column is; bold, as leaders are.
_USUAL = {
    "name": "Gradient descent    ",  # and its colour
    "loss": "8.888e-88",
    "best": "8.888e-88",
    "steps": "88,888",
    "evaluations": "88,888",
    "microseconds": "88,888",
}
_BESIDE = 19


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
        self.untuned: frozenset[int] = frozenset()  # rows of lanes at their defaults
        self.own = 0  # how many rows are of the race; those behind are of a reference
        self.comparable = True

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
            return text_of(column, value_of(column, summary, look))
        if role == _SORT:
            value = value_of(column, summary, look)
            missing = value is None or (isinstance(value, float) and math.isnan(value))
            return math.inf if missing else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == "name":
            return _swatch(look)
        if role == Qt.ItemDataRole.ForegroundRole:
            if not look.visible or row >= self.own:
                return QColor(self.theme.muted)
            if column == "status" and (summary.diverged_at >= 0).any():
                return QColor(self.theme.bad)
            return None
        if role == Qt.ItemDataRole.FontRole and (
            self.leader.get(column) == row or (column == "name" and look.highlighted)
        ):
            leading = QFont()
            leading.setBold(True)
            return leading
        if role == Qt.ItemDataRole.ToolTipRole and column in ("name", "status"):
            told = self.data(index)  # which may be longer than the column is wide
            return f"{told}\n{UNTUNED}" if column == "name" and row in self.untuned else told
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{look.name}, {self.columns[index.column()].title}: {self.data(index)}"
        return None

    def show(
        self,
        summaries: list[LaneSummary],
        looks: tuple[LaneLook, ...],
        own: int | None = None,
        comparable: bool = True,
    ) -> None:
        """Show other numbers; rows are kept where their count is the same."""
        self.own, self.comparable = len(summaries) if own is None else own, comparable
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
                value_of(column, summary, look)
                for summary, look in list(zip(self.summaries, self.looks, strict=True))[
                    : None if self.comparable else self.own
                ]
            ]
            scores = [
                sign * value if value is not None and math.isfinite(value) else math.inf for value in values
            ]
            least = min(scores)
            if math.isfinite(least) and scores.count(least) == 1:
                found[column] = scores.index(least)
        return found


class TablePanel(QWidget):
    """The table of lanes; sorts by any column.

    Attributes
    ----------
    lane_clicked, lane_soloed, lane_muted : Signal(int)
        By a click, with Shift or a double click, or with Ctrl; or from the menu of a row.
    copied : Signal
        The table is on the clipboard.
    """

    lane_clicked = Signal(int)
    lane_soloed = Signal(int)
    lane_muted = Signal(int)
    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._race: RaceView | None = None
        self._tallies: list[Tally] = []
        self._told: Study | None = None  # whose lanes at their defaults are known
        self._reference: Reference | None = None
        self._beside: list[Tally] = []
        self._frame: Frame | None = None
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
        self.view.setTabKeyNavigation(False)  # arrows move in it; Tab goes on to the next control
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAlternatingRowColors(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(25)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.clicked.connect(self._on_clicked)
        self.view.doubleClicked.connect(lambda index: self._tell(self.lane_soloed, index))
        for text, keys, signal in (
            ("&Highlight", "Return", self.lane_clicked),
            ("Show &alone, or all again", "Shift+Return", self.lane_soloed),
            ("Hi&de, or show again", "Ctrl+Return", self.lane_muted),
        ):
            choose = QAction(text, self.view)
            choose.setShortcut(keys)
            choose.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            choose.triggered.connect(lambda _, signal=signal: self._tell(signal, self.view.currentIndex()))
            self.view.addAction(choose)
        copy = QAction("&Copy table", self.view)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.view.addAction(copy)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._fit()

    def _fit(self) -> None:
        """Give each column the room of its title and of a usual entry; the status takes what is left."""
        header = self.view.horizontalHeader()
        header.setStretchLastSection(True)
        bold = QFontMetrics(_bold())
        for section, column in enumerate(self._model.columns):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            title = str(self._model.headerData(section, Qt.Orientation.Horizontal))
            width = max(map(bold.horizontalAdvance, (title, _USUAL.get(column.key, ""))))
            self.view.setColumnWidth(section, width + _BESIDE)

    def _on_clicked(self, index: QModelIndex) -> None:
        held = QApplication.keyboardModifiers()
        self._tell(signal_for(held, self.lane_clicked, self.lane_soloed, self.lane_muted), index)

    def _tell(self, signal: SignalInstance, index: QModelIndex) -> None:
        row = self._order.mapToSource(index).row()
        if 0 <= row < self._model.own:
            signal.emit(row)

    def set_reference(self, reference: Reference | None) -> None:
        """Add the rows of another race, or none."""
        self._reference, self._seen = reference, ()
        race = None if reference is None else reference.race
        self._beside = [Tally(lane, race.problem) for lane in race.history.lanes] if race else []

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        columns = columns_of(race)
        model = self._model
        target = target_loss(race.study, race.problem) if race else math.nan
        fits = columns == model.columns and f"{target:.3g}" == f"{model.target:.3g}"
        model.target = target
        if columns != model.columns:
            model.beginResetModel()
            model.columns = columns
            model.summaries, model.looks = [], ()
            model.endResetModel()
        if not fits:
            self._fit()
        self._race, self._frame = race, None
        self._seen = ()
        self._tallies = [Tally(lane, race.problem) for lane in race.history.lanes] if race else []
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        if race is None:
            model.show([], ())

    def show_frame(self, frame: Frame) -> None:
        """Show the numbers at the playhead, at most ten times a second while it moves."""
        race = self._race
        if race is None or frame.race.history is not race.history:
            return
        self._frame = frame
        seen = (frame.tick, frame.recorded, frame.looks, frame.running)
        if seen == self._seen or not self.isVisible():
            return
        # Where the playhead stops, the last frame is the one that stays.
        moving = self._seen and frame.running and abs(frame.tick - int(self._seen[0])) > 1  # type: ignore[call-overload]
        if moving and frame.looks == self._seen[2] and perf_counter() - self._shown_at < _EVERY:
            return
        self._shown_at, self._seen = perf_counter(), seen
        self._fill(frame)

    def _fill(self, frame: Frame) -> None:
        race = frame.race
        summaries = [
            summarise(
                race.history,
                race.problem,
                lane,
                self._model.target,
                frame.steps[lane],
                tally,
                running=frame.running or not frame.live,
            )
            for lane, tally in enumerate(self._tallies)
        ]
        own, looks, comparable = len(summaries), frame.looks, True
        if self._reference is not None:
            beside = self._reference.frame(frame, self._model.theme, paler=True)
            comparable = same_ground(beside.race.study, race.study)
            target = self._model.target
            if not comparable:
                target = target_loss(beside.race.study, beside.race.problem)
            summaries += [
                summarise(
                    beside.race.history,
                    beside.race.problem,
                    lane,
                    target,
                    beside.steps[lane],
                    tally,
                    running=True,
                )
                for lane, tally in enumerate(self._beside)
            ]
            looks += beside.looks
        if race.study is not self._told:
            self._told = race.study
            self._model.untuned = frozenset(
                row for row, lane in enumerate(race.study.lanes) if is_default(lane)
            )
        self._model.show(summaries, looks, own, comparable)
        self.view.setAccessibleDescription(self.describe())

    def copy(self) -> None:
        """Put the table on the clipboard as tab-separated text, as it is at the playhead, in this order."""
        if self._frame is None:
            return
        self._fill(self._frame)  # it may be hidden, or a moment behind
        model, order = self._model, self._order
        rows = [order.mapToSource(order.index(row, 0)).row() for row in range(order.rowCount())]
        titles = [
            str(model.headerData(section, Qt.Orientation.Horizontal)) for section in range(len(model.columns))
        ]
        text = tab_separated(
            titles, model.columns, [(model.summaries[row], model.looks[row]) for row in rows]
        )
        QGuiApplication.clipboard().setText(text)
        self.copied.emit()

    def describe(self) -> str:
        """Return the state of the race in one sentence."""
        model = self._model
        if "loss" not in model.leader:
            return "No lane leads yet."
        row = model.leader["loss"]
        return f"{model.looks[row].name} has the lowest loss: {text_of('loss', model.summaries[row].loss)}."

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


def _bold() -> QFont:
    result = QFont(QApplication.font())
    result.setBold(True)
    return result
