"""The menu above a curve plot: what scales the axis, and levels to compare with."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from ..icon import icon
from ..plots.readout import number
from ..theme import Theme

__all__ = ["CurveMenu"]


class CurveMenu(QToolButton):
    """A button with a switch and the reference lines of the quantity shown.

    Signals
    -------
    outliers_ignored : bool
    lines_changed : tuple of float
        The levels for the quantity shown.
    """

    outliers_ignored = Signal(bool)
    lines_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, tuple[float, ...]] = {}
        self._quantity = ""
        self.dialog: QInputDialog | None = None
        self.setToolTip("More: ignore outliers, reference lines")
        self.setAccessibleName("More for this plot")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_shown = menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.outliers = menu.addAction("Ignore &outliers")
        self.outliers.setCheckable(True)
        self.outliers.setToolTip(
            "The axis fits what the curves reach 96 % of the time; spikes leave the picture, and are counted."
        )
        self.outliers.toggled.connect(self.outliers_ignored)
        # What stands beside the button, where that has no room.
        self.log_x = menu.addAction("Logarithmic &horizontal axis")
        self.log_x.setCheckable(True)
        self.seeds: QMenu | None = None
        menu.addSeparator()
        self.add = menu.addAction("&Reference line…")
        self.add.setToolTip("A level to compare the curves with, such as a published result.")
        self.add.triggered.connect(lambda: self.ask())
        self.remove = menu.addMenu("Remove a re&ference line")
        self.remove.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self.show_quantity("")

    @property
    def lines(self) -> tuple[float, ...]:
        """Return the levels of the quantity shown."""
        return self._all.get(self._quantity, ())

    def show_quantity(self, name: str) -> None:
        """Offer the lines of another quantity."""
        self._quantity = name
        self.remove.setEnabled(bool(self.lines))

    def offer_seeds(self, seeds: QMenu) -> None:
        """Take in the choice of what is drawn of many seeds."""
        self.seeds = seeds
        seeds.setTitle("&Seeds")
        self.menu_shown.insertMenu(self.add, seeds)
        self.show_folded(log_x=False, seeds=False)

    def show_folded(self, log_x: bool, seeds: bool) -> None:
        """Offer what has no room beside the button."""
        self.log_x.setVisible(log_x)
        if self.seeds is not None:
            self.seeds.menuAction().setVisible(seeds)

    def add_line(self, level: float) -> None:
        """Draw a level from now on."""
        self._set(tuple(sorted({*self.lines, level})))

    def remove_line(self, level: float) -> None:
        """Draw a level no more."""
        self._set(tuple(line for line in self.lines if line != level))

    def ask(self, typed: str = "", refusal: str = "") -> None:
        """Let the person type a level."""
        self.dialog = dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Reference line")
        dialog.setLabelText(f"{refusal}\n\nLevel:" if refusal else "Level:")
        dialog.setTextValue(typed)
        dialog.textValueSelected.connect(self._on_typed)
        dialog.open()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon("more", theme))

    def _set(self, lines: tuple[float, ...]) -> None:
        self._all[self._quantity] = lines
        self.remove.setEnabled(bool(lines))
        self.lines_changed.emit(lines)

    def _on_typed(self, text: str) -> None:
        try:
            level = float(text.strip().replace("−", "-"))
        except ValueError:
            level = float("nan")
        if isfinite(level):
            self.add_line(level)
        else:
            self.ask(
                text,
                f"A level is a number such as 0.05 or 1e-3, but {text.strip() or 'nothing'!r} was typed.",
            )

    def _fill(self) -> None:
        self.remove.clear()
        for level in self.lines:
            action = QAction(number(level, 6), self.remove)
            action.triggered.connect(lambda _, level=level: self.remove_line(level))
            self.remove.addAction(action)
