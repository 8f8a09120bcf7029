"""The bar on top of the window that says what went wrong and what to do; never a modal box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from .theme import Theme

__all__ = ["MessageBar"]

_INFO_MS = 6000


class MessageBar(QFrame):
    """One message at a time; errors stay until dismissed, information fades after some seconds."""

    coming = Signal()
    """It is about to be shown, and takes no room as yet."""
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._theme = theme
        self._kind = "info"
        self._action: Callable[[], None] | None = None
        self._other_action: Callable[[], None] | None = None
        self._text = QLabel(wordWrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._details = QLabel(wordWrap=True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = QPushButton(objectName="act")
        self._other = QPushButton(objectName="other")
        self._more = QPushButton("Details", checkable=True)
        self._copy = QPushButton("Copy")
        self._close = QPushButton("Dismiss")
        self._close.setAccessibleName("Dismiss the message")
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 6)
        for widget in (self._text, self._act, self._other, self._more, self._copy, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        self._details.setContentsMargins(12, 0, 12, 8)
        column.addWidget(self._details)
        self._act.clicked.connect(self._on_act_clicked)
        self._other.clicked.connect(self._on_other_clicked)
        self._more.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(f"{self.text}\n{self._details.text()}".strip())
        )
        self._close.clicked.connect(self.dismiss)
        self._timer = QTimer(self, singleShot=True, interval=_INFO_MS)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """Return the message shown, or an empty text."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self,
        kind: str,
        text: str,
        details: str = "",
        action: str = "",
        on_action: Callable[[], None] | None = None,
        other: str = "",
        on_other: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> None:
        """Show a message in place of the one before.

        Parameters
        ----------
        kind : {'error', 'warning', 'info'}
        text : str
        details : str
            Behind a button, such as a traceback.
        action : str
            The text of a button that helps, such as 'Start again'.
        on_action : callable, optional
        other : str
            The text of a second button; information that offers two things to do stays.
        on_other : callable, optional
        stays : bool
            Whether information stays until it is dismissed.
        """
        self._kind = kind
        self._text.setText(text)
        self._details.setText(details)
        self._details.setVisible(False)
        self._more.setChecked(False)
        self._more.setVisible(bool(details))
        self._copy.setVisible(kind == "error")
        self._act.setText(action)
        self._act.setVisible(bool(action))
        self._action = on_action
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._other_action = on_other
        self.setAccessibleName(f"{kind}: {text}")
        self.apply_theme(self._theme)
        if self.isHidden():
            self.coming.emit()
        self.show()
        self._timer.stop()
        if kind == "info" and not other and not stays:
            self._timer.start()

    def dismiss(self) -> None:
        """Hide the bar."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        edge = {"error": theme.bad, "warning": theme.warning}.get(self._kind, theme.accent)
        self.setStyleSheet(
            f"#messageBar {{ background: {theme.raised}; border: 1px solid {theme.line};"
            f" border-left: 5px solid {edge}; }}"
        )

    def _on_act_clicked(self) -> None:
        self._do(self._action)

    def _on_other_clicked(self) -> None:
        self._do(self._other_action)

    def _do(self, action: Callable[[], None] | None) -> None:
        self.dismiss()
        if action is not None:
            action()
