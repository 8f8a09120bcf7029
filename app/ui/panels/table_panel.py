"""The table: one row a lane, the numbers at the playhead."""

from __future__ import annotations

import math
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...study.default import is_default
from ...study.spec import Study
from ...study.summary import summarise
from ...study.tally import Tally
from ...study.target import target_loss
from ..frame import Frame, LaneLook, RaceView
from ..plots.choosing import signal_for
from ..reference import Reference, same_ground
from ..theme import Theme
from .table_column import columns_of, tab_separated, text_of
from .table_model import SORT, WORDS, TableModel

if TYPE_CHECKING:
    from ..plots.table_plot import TablePlot

__all__ = ["TablePanel"]

_EVERY = 0.1  # seconds between two updates while a race runs: faster cannot be read
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
        self._picture: TablePlot | None = None
        self._seen: tuple[int, tuple[LaneLook, ...], bool] | None = None
        self._model = TableModel(theme, self)
        self._order = QSortFilterProxyModel(self)
        self._order.setSourceModel(self._model)
        self._order.setSortRole(SORT)
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
        self._reference, self._seen = reference, None
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
        self._seen = None
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
        # How far it is recorded is not seen here: at a slow speed the engine is a step ahead at each step.
        seen = (frame.tick, frame.looks, frame.running or not frame.live)
        known = self._seen
        if seen == known or not self.isVisible():
            return
        # Where the playhead stops, the last frame is the one that stays.
        moving = known is not None and frame.running and abs(frame.tick - known[0]) > 1
        if moving and frame.looks == known[1] and perf_counter() - self._shown_at < _EVERY:
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
        model, rows = self._model, self._rows()
        text = tab_separated(
            self._titles(), model.columns, [(model.summaries[row], model.looks[row]) for row in rows]
        )
        QGuiApplication.clipboard().setText(text)
        self.copied.emit()

    def picture(self) -> TablePlot:
        """Return what is shown as a plot, for a picture of all that is in sight."""
        from ..plots.table_plot import TablePlot, TableShown

        if self._frame is not None:
            self._fill(self._frame)
        model, rows = self._model, self._rows()
        if self._picture is None:
            self._picture = TablePlot(model.theme, self)
            self._picture.hide()
        keys = [column.key for column in model.columns]
        cells = ([model.data(model.index(row, column)) for column in range(len(keys))] for row in rows)
        shown = TableShown(
            tuple(self._titles()),
            tuple(tuple(map(str, row)) for row in cells),
            frozenset((rows.index(row), keys.index(key)) for key, row in model.leader.items()),
            frozenset(column for column, key in enumerate(keys) if key in WORDS),
            frozenset(at for at, row in enumerate(rows) if row >= model.own or not model.looks[row].visible),
            self.describe(),
        )
        self._picture.theme = model.theme
        self._picture.set_result(shown, tuple(model.looks[row] for row in rows))
        return self._picture

    def _rows(self) -> list[int]:
        """Return the lanes in the order in which they are sorted."""
        order = self._order
        return [order.mapToSource(order.index(row, 0)).row() for row in range(order.rowCount())]

    def _titles(self) -> list[str]:
        model = self._model
        return [
            str(model.headerData(section, Qt.Orientation.Horizontal)) for section in range(len(model.columns))
        ]

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
        self._seen = None


def _bold() -> QFont:
    result = QFont(QApplication.font())
    result.setBold(True)
    return result
