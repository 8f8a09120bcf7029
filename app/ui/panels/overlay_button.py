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
    "momentum": (
        "&Momentum",
        "An arrow at each head: earlier directions that the optimizer carries along. Half its full length "
        "where it is as large as the gradient. Lanes that have none are named in a corner.",
    ),
    "adjusted": (
        "&Adjusted gradient",
        "A dotted arrow at each head: what the optimizer made of the gradient, as the way of its last step; "
        "longer for a longer step (log).",
    ),
    "squares": (
        "S&quares",
        "A square around each head: its sides are the root of the squared gradients that the optimizer "
        "keeps, by which it divides.",
    ),
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

    def set_flat(self, flat: bool) -> None:
        """Offer what only the view from above can show, or say so."""
        for name, action in (("gradient", self.switches["gradient"]), *self.contours.items()):
            action.setEnabled(flat)
            tip = _SWITCHES[name][1] if name in _SWITCHES else ""
            action.setToolTip(tip if flat else f"{tip} Shown from above only; a landscape has light.".strip())

    def set_interval(self, steps: int) -> None:
        """Say how many steps are between two dots."""
        self.switches["steps"].setText(f"&Step dots, one every {steps:,}" if steps > 1 else "&Step dots")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon("layers", theme))

    def _choose(self, name: str, value: bool | str) -> None:
        self.overlays = msgspec.structs.replace(self.overlays, **{name: value})
        self.chosen.emit(self.overlays)
