"""The first line of a lane's card: all there is while the card is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ..frame import LaneLook
from ..theme import Theme
from .icon_button import IconButton
from .label import ElidedLabel
from .name_field import NameField
from .swatch import Swatch

__all__ = ["LaneHeader"]


class LaneHeader(QWidget):
    """Chevron, colour, name, a short text, and the buttons."""

    toggled = Signal()
    mute_toggled = Signal()
    solo_toggled = Signal()
    menu_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._rate = ""
        self._status = ("", "")
        self._open = False
        self.chevron = IconButton("chevron-right", "Show the settings", theme)
        self.chevron.setFixedWidth(20)
        self.chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Left and Right on the card do the same
        self.swatch = Swatch(theme)
        self.name = NameField()
        self.note = ElidedLabel(least=30)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note.setProperty("tone", "muted")
        self.eye = IconButton("eye", "Hide", theme)
        self.solo = IconButton("solo", "Solo", theme, checkable=True)
        self.more = IconButton("more", "More", theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.chevron)
        row.addWidget(self.swatch)
        row.addSpacing(4)
        row.addWidget(self.name, 1)
        row.addSpacing(4)
        row.addWidget(self.note)
        row.addSpacing(2)
        for button in (self.eye, self.solo, self.more):
            button.setFixedWidth(22)
            row.addWidget(button)
        self.chevron.clicked.connect(self.toggled)
        self.eye.clicked.connect(self.mute_toggled)
        self.solo.clicked.connect(self.solo_toggled)
        self.more.clicked.connect(self.menu_requested)

    def set_lane(self, name: str, given: str, title: str, rate: str, muted: bool) -> None:
        """Show a lane.

        Parameters
        ----------
        name, given : str
            As shown, and what the person gave.
        title, rate : str
            What a closed card says besides: the optimizer if the name does not say it, and the learning rate.
        muted : bool
        """
        if name != self.name.label.text() or not self.more.accessibleName().endswith(name):
            self.swatch.setAccessibleName(f"Colour of {name}")
            self.solo.set_tip("Show only this lane (solo)", f"Solo {name}")
            self.more.set_tip("Duplicate, reset, move, remove …", f"More for {name}")
        self.name.set_name(name, given)
        self.name.label.set_tip("Double-click to rename")
        self.eye.set_icon("eye-off" if muted else "eye")
        self.eye.set_tip(
            "Show in the plots" if muted else "Hide in the plots", f"{'Show' if muted else 'Hide'} {name}"
        )
        self._title, self._rate = title, rate
        self._refresh()

    def set_open(self, is_open: bool) -> None:
        """Show whether the card is open."""
        self._open = is_open
        self.chevron.set_icon("chevron-down" if is_open else "chevron-right")
        self.chevron.set_tip("Hide the settings" if is_open else "Show the settings")
        self._refresh()

    @property
    def status(self) -> str:
        """Return what is said of the lane."""
        return self._status[0]

    def set_status(self, text: str, kind: str) -> None:
        """Show what became of the lane; ``kind`` is 'good', 'bad' or empty."""
        if (text, kind) != self._status:
            self._status = (text, kind)
            self._refresh()

    def set_look(self, look: LaneLook) -> None:
        """Show how the lane is drawn."""
        self.swatch.set_look(look.colour, look.dash, not look.visible)

    def set_solo(self, on: bool) -> None:
        """Show whether this lane alone is drawn."""
        if on != self.solo.isChecked():
            self.solo.setChecked(on)
        self.solo.apply_theme(self._theme)

    def _refresh(self) -> None:
        text, kind = self._status
        parts = [part for part in (self._title, self._rate) if part]
        summary = " · ".join(parts)
        if text:
            shown = self._fitting(text, text.partition(" ")[0])
        else:
            shown = "" if self._open else self._fitting(summary, self._rate)
        self.note.setText(shown)
        hidden = [part for part in (text, summary) if part and part != shown]
        self.note.set_tip("\n".join(hidden))
        tone = kind if text and kind else "muted"
        if self.note.property("tone") != tone:
            self.note.setProperty("tone", tone)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)
        self.note.updateGeometry()

    def _fitting(self, text: str, short: str) -> str:
        """Return a text, or a shorter one where there is no room for it beside the name."""
        room = self.eye.x() - self.name.x() - 10
        name = self.name.label.sizeHint().width()
        return text if name + self.note.fontMetrics().horizontalAdvance(text) <= room else short

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._title or self._status[0]:
            self._refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
