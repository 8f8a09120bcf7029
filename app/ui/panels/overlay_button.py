"""The button above a surface, and its menu of what is drawn there besides the paths."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ..icon import icon
from ..plots.overlay import CONTOURS, Overlays
from ..theme import Theme

__all__ = ["OverlayButton"]

_SWITCHES = {
    "gradient": ("&Gradient field", "Arrows show which way is downhill; longer where it is steeper (log)."),
    "steps": ("&Step dots", "Dots on the paths, the same number of steps apart: far apart is fast."),
    "known": ("&Minima and saddles", "The known ones, as stars and crosses."),
    "target": ("&Level of the target", "Within this line the loss counts as reached."),
}


class OverlayButton(QToolButton):
    """A menu of switches.

    Signals
    -------
    chosen : Overlays
        The person has changed one of them.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overlays = Overlays()
        self.setToolTip("Overlays: what is drawn on the surface besides the paths")
        self.setAccessibleName("Overlays")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.switches: dict[str, QAction] = {}
        for name, (text, tip) in _SWITCHES.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setToolTip(tip)
            action.triggered.connect(lambda on, name=name: self._choose(name, on))
            self.switches[name] = action
        menu.addSeparator()
        group = QActionGroup(self)
        self.contours: dict[str, QAction] = {}
        for name, text in CONTOURS.items():
            action = group.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _, name=name: self._choose("contours", name))
            menu.addAction(action)
            self.contours[name] = action
        self.setMenu(menu)
        self.set_overlays(self.overlays)

    def set_overlays(self, overlays: Overlays) -> None:
        """Show the switches, without a signal."""
        self.overlays = overlays
        for name, action in self.switches.items():
            action.setChecked(getattr(overlays, name))
        self.contours[overlays.contours].setChecked(True)

    def set_interval(self, steps: int) -> None:
        """Say how many steps are between two dots."""
        self.switches["steps"].setText(f"&Step dots, one every {steps:,}" if steps > 1 else "&Step dots")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon("layers", theme))

    def _choose(self, name: str, value: bool | str) -> None:
        self.overlays = msgspec.structs.replace(self.overlays, **{name: value})
        self.chosen.emit(self.overlays)
