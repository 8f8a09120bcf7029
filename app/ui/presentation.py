"""For a lecture: only the plots and the transport, in large type, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget

from . import theme as themes
from .dock_sizes import DockSizes

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["SCALE", "Presentation"]

SCALE = 1.5
_HIDDEN = ("study", "table", "help")
_SETTLED_MS = 200
_CURVES = 0.42  # of the width; the trajectory has the rest


class Presentation(QObject):
    """A state of the window, and the way back.

    Parameters
    ----------
    window : MainWindow
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._state: QByteArray | None = None
        self._was_maximized = False
        self._sizes: DockSizes | None = None
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(lambda: self.set_on(False))

    @property
    def on(self) -> bool:
        """Return whether the window is presenting."""
        return self._state is not None

    def set_on(self, on: bool) -> None:
        """Begin or end it; what was open, and how large, comes back."""
        window = self._window
        if on == self.on:
            return
        if on:
            self._state, self._was_maximized = window.docks.save(), window.isMaximized()
            self._sizes = DockSizes(window)
            if window.welcome is not None:
                window.welcome.end()
            for dock in self._aside():
                dock.hide()
        themes.set_scale(SCALE if on else 1.0)
        window.show_theme(window.theme)
        window.menu_bar.setVisible(not on)
        self._escape.setEnabled(on)
        if on:
            window.showFullScreen()
            window.docks.share_width(_CURVES)
        else:
            state, self._state = self._state, None
            (window.showMaximized if self._was_maximized else window.showNormal)()
            assert state is not None
            window.docks.restore(state)
            QTimer.singleShot(_SETTLED_MS, self, self._give_back)  # the window has its size a moment later
        window.actions_by_name["presentation"].setChecked(on)

    def _give_back(self) -> None:
        if self._sizes is not None and not self.on:
            self._sizes.give_back()

    def _aside(self) -> list[QDockWidget]:
        """Return what a lecture does not show: the controls, and what stands behind another panel."""
        docks = self._window.findChildren(QDockWidget)
        behind = [dock for dock in docks if not dock.isHidden() and dock.visibleRegion().isEmpty()]
        return [*(self._window.docks[name] for name in _HIDDEN), *behind]
