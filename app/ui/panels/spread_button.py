"""The menu above a curve plot: what is drawn of many seeds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ..plots.spread import Spread

__all__ = ["SpreadButton"]

_KINDS = {
    "median": (
        "&Median, band 25–75 %",
        "Half of the runs are within the band. Runs that diverged count as the worst.",
    ),
    "mean": (
        "Me&an, band: 95 % bootstrap interval",
        "The band, where the mean may well lie, takes 10 seeds. Where a run has diverged there is no mean.",
    ),
}


class SpreadButton(QToolButton):
    """A choice of one of two, and a switch.

    Attributes
    ----------
    chosen : Signal(Spread)
        The person has chosen; not sent by `set_spread`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("seeds")
        self.setAccessibleName("What is drawn of the seeds")
        self.setToolTip("What is drawn of the seeds: median and quartiles, mean and interval, single runs")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        self.kinds: dict[str, QAction] = {}
        for kind, (text, tip) in _KINDS.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setToolTip(tip)
            group.addAction(action)
            self.kinds[kind] = action
        menu.addSeparator()
        self.singles = menu.addAction("&Single runs, faint")
        self.singles.setCheckable(True)
        self.singles.setToolTip("The runs themselves behind the curve; at most 30 of a lane.")
        self.setMenu(menu)
        self.set_spread(Spread())
        group.triggered.connect(self._on_chosen)
        self.singles.triggered.connect(self._on_chosen)

    @property
    def spread(self) -> Spread:
        """Return what is chosen."""
        return Spread("mean" if self.kinds["mean"].isChecked() else "median", self.singles.isChecked())

    def set_spread(self, spread: Spread) -> None:
        """Show a choice."""
        self.kinds[spread.kind].setChecked(True)
        self.singles.setChecked(spread.singles)

    def _on_chosen(self) -> None:
        self.chosen.emit(self.spread)
