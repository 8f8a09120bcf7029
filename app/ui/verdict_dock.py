"""The dock of the verdict, which makes its panel when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from .theme import Theme

if TYPE_CHECKING:
    from .panels.verdict_panel import VerdictPanel

__all__ = ["VerdictDock"]


class VerdictDock(QDockWidget):
    """A dock around a panel that is made late: at a start nobody sees it.

    Parameters
    ----------
    theme : Theme
    parent : QWidget

    Attributes
    ----------
    panel : VerdictPanel or None
    made : Signal(VerdictPanel)
        The panel exists now, and needs a race.
    """

    made = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("Verdict", parent)
        self.setObjectName("verdictDock")
        self._theme = theme
        self.panel: VerdictPanel | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.panel is not None:
            self.panel.apply_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        if self.panel is None:
            from .panels.verdict_panel import VerdictPanel

            self.panel = VerdictPanel(self._theme)
            self.setWidget(self.panel)
            self.made.emit(self.panel)
        super().showEvent(event)
