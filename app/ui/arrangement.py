"""One column in a small window, all side by side in a large one: changed over as the window changes size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from .dock_sizes import DockSizes

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["COMPACT", "OWN", "WIDE", "Arrangement"]

WIDE, COMPACT, OWN = "wide", "compact", "own"
_MORE = 40, 24  # pixels beyond the limit at which it goes back: nobody's window sits between two arrangements
_REST_MS = 120  # without a change of size


class Arrangement(QObject):
    """Knows which arrangement the docks are in, and changes it for the other when the size asks for it.

    A person who moves a dock, or makes it float, has an arrangement of their own: it stays until the layout
    is reset. What is open and what is in front goes along from one to the other; how large the docks were
    made by hand is found again on the way back.

    Parameters
    ----------
    window : MainWindow
        Its docks have been arranged for its size.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._own = False
        self._sizes: dict[str, DockSizes] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.fit)
        window.docks.moved.connect(self._on_moved)
        window.installEventFilter(self)

    @property
    def name(self) -> str:
        """Return 'wide', 'compact', or 'own'."""
        if self._own:
            return OWN
        return COMPACT if self._window.docks.in_column else WIDE

    def adopt(self, name: str) -> None:
        """Take what was restored from another day; what it was then is not known of the oldest."""
        self._own = name not in (WIDE, COMPACT)
        self.resized()

    def reset(self) -> None:
        """Arrange the docks as at first, for the size there is."""
        self._sizes.clear()
        self._window.docks.arrange()
        self._own = False

    def resized(self) -> None:
        """Change over soon, if this size asks for it and no other follows."""
        if self.due:
            self._rest.start()
        else:
            self._rest.stop()

    @property
    def due(self) -> bool:
        """Return whether the window's size asks for the other arrangement."""
        docks = self._window.docks
        if self._own:
            return False
        return not docks.is_compact(_MORE) if docks.in_column else docks.compact

    def fit(self) -> None:
        """Change over now, if that is due."""
        window, docks = self._window, self._window.docks
        if not self.due or window.presentation.on or window.isMinimized():
            return
        open_now, in_front = docks.open_now(), docks.in_front()
        compact = self.name == WIDE
        sizes = self._sizes.get(COMPACT if compact else WIDE)
        window.setUpdatesEnabled(False)  # one picture of before, one of afterwards
        try:
            docks.arrange(compact)
            docks.show_only(open_now, in_front)
            docks.make_room(in_front)
            if sizes is not None:
                sizes.give_back()
        finally:
            window.setUpdatesEnabled(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note how large the docks are when the mouse lets go of what is between them."""
        if event.type() == QEvent.Type.MouseButtonRelease and not self._own:
            self._sizes[self.name] = DockSizes(self._window)
        return False

    def _on_moved(self) -> None:
        self._own = True
        self._sizes.clear()
        self._rest.stop()
