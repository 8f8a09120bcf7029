"""The docks of curve plots: each makes its plot when it is first shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from ..engine.quantity import quantities
from .panels.curve_panel import CurvePanel
from .theme import Theme

__all__ = ["CurveDock"]


class CurveDock(QDockWidget):
    """A dock around a curve panel that is made late, as a plot takes a hundredth of a second.

    Parameters
    ----------
    number : int
        Its place among the curve docks, from 0.
    quantity : str
        What its panel shows at first.
    theme : Theme
    parent : QWidget

    Signals
    -------
    made : CurvePanel
        The panel exists now, and needs a race.
    """

    made = Signal(object)

    def __init__(self, number: int, quantity: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(quantities[quantity].title, parent)
        self.setObjectName(f"curve{number}Dock")
        self._quantity = quantity
        self._theme = theme
        self.panel: CurvePanel | None = None

    def make(self) -> CurvePanel:
        """Return the panel, made now if it was not there."""
        if self.panel is None:
            self.panel = CurvePanel(self._theme, self._quantity)
            self.panel.apply_theme(self._theme)
            self.panel.changed.connect(self._retitle)
            self.setWidget(self.panel)
            self._retitle()
            self.made.emit(self.panel)
        return self.panel

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.panel is not None:
            self.panel.apply_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        self.make()
        super().showEvent(event)

    def _retitle(self) -> None:
        assert self.panel is not None
        self.setWindowTitle(self.panel.title)
