"""The table: one row a lane, the numbers at the playhead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from ...study.summary import LaneSummary
from ..frame import Frame, LaneLook, RaceView
from ..theme import Theme

__all__ = ["TablePanel", "columns_of"]

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it shows of a summary, and what it means."""

    key: str
    title: str
    tip: str


_ALWAYS = (
    Column("name", "Lane", "The optimizer with its hyperparameters. Click to highlight, double click to show it alone."),
    Column("loss", "Loss", "The loss at the playhead; with several seeds the median."),
    Column("best", "Best loss", "The lowest loss so far."),
    Column("target", "Steps to target", "The first step at which the loss is at most the target; a dash where it was not reached."),
)
_ON_DATA = (
    Column("train_accuracy", "Train acc.", "Share of training examples classified correctly, at the last evaluation."),
    Column("validation_accuracy", "Valid. acc.", "Share of unseen examples classified correctly, at the last evaluation."),
)
_LAST = (
    Column("evaluations", "Gradients", "Gradient evaluations spent."),
    Column("microseconds", "µs / step", "Engine time for a step, on this machine."),
    Column("status", "Status", "What became of the lane."),
)


def columns_of(race: RaceView | None) -> tuple[Column, ...]:
    """Return the columns that this race fills."""
    accuracy = race is not None and race.problem.kind == "data" and "train_accuracy" in race.problem.evaluated  # type: ignore[union-attr]
    return (*_ALWAYS, *(_ON_DATA if accuracy else ()), *_LAST)
