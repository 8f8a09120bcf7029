"""A small button that is an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ..icon import icon
from ..theme import Theme

__all__ = ["IconButton"]


class IconButton(QToolButton):
    """A flat button of 24 pixels with an icon of 16.

    Parameters
    ----------
    name : str
        The icon's name.
    tip : str
        The tooltip, and the name for assistive technology.
    theme : Theme
    checkable : bool
    parent : QWidget, optional
    """

    def __init__(
        self, name: str, tip: str, theme: Theme, checkable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self.setProperty("compact", True)
        self.setCheckable(checkable)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_tip(tip)
        self.apply_theme(theme)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self.apply_theme(self._theme)

    def set_tip(self, tip: str, name: str = "") -> None:
        """Set the tooltip, and the accessible name if it says more."""
        self.setToolTip(tip)
        self.setAccessibleName(name or tip)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setIcon(icon(self._name, theme, theme.accent if self.isChecked() else theme.muted))
