"""How large the docks are, and the way back to that after something took their room for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from .message_bar import MessageBar

__all__ = ["DockSizes", "RoomKeeper"]

_ACROSS = (Qt.DockWidgetArea.TopDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea)
_SETTLED_MS = 400  # after which a layout is that of the window as it is now


class DockSizes:
    """The sizes that the docks of a window have now, as far as they are to be seen.

    Parameters
    ----------
    window : QMainWindow
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._whole = window.size()
        self._sizes = {dock: _with_tabs(window, dock) for dock in _seen(window)}

    def give_back(self) -> None:
        """Give those that are to be seen their sizes; their shares, if the window has another size by now."""
        across = self._window.width() / self._whole.width()
        down = self._window.height() / self._whole.height()
        places: dict[Qt.DockWidgetArea, list[QDockWidget]] = {}
        for dock in _seen(self._window):
            if dock in self._sizes:
                places.setdefault(self._window.dockWidgetArea(dock), []).append(dock)
        # One place after the other, those that are as wide as the window first: what Qt is given at once it
        # shares out in proportion.
        for area in sorted(places, key=lambda area: area not in _ACROSS):
            docks = places[area]
            sizes = [self._sizes[dock] for dock in docks]
            heights = [round(down * size.height()) for size in sizes]
            self._window.resizeDocks(docks, heights, Qt.Orientation.Vertical)
            widths = [round(across * size.width()) for size in sizes]
            self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DockSizes) and self._sizes == other._sizes

    __hash__ = None  # type: ignore[assignment]


class RoomKeeper(QObject):
    """Gives the docks their sizes back once the bar above them is gone, unless they were moved meanwhile.

    Qt takes the room for a bar from the docks at the bottom, and gives it to the picture afterwards: with
    each message they would be lower.

    Parameters
    ----------
    window : QMainWindow
    bar : MessageBar
    """

    def __init__(self, window: QMainWindow, bar: MessageBar) -> None:
        super().__init__(bar)
        self._window = window
        self._before: DockSizes | None = None
        self._with: DockSizes | None = None
        self._size = QSize()
        bar.coming.connect(self._on_coming)
        bar.dismissed.connect(self._on_dismissed)

    def _on_coming(self) -> None:
        self._before, self._with = DockSizes(self._window), None
        self._size = self._window.size()
        QTimer.singleShot(_SETTLED_MS, self, self._settle)

    def _settle(self) -> None:
        if self._before is not None:
            self._with = DockSizes(self._window)

    def _on_dismissed(self) -> None:
        before, self._before = self._before, None
        moved = self._with is not None and self._with != DockSizes(self._window)
        if before is not None and not moved and self._window.size() == self._size:
            QTimer.singleShot(_SETTLED_MS, self, lambda: before.give_back())


def _with_tabs(window: QMainWindow, dock: QDockWidget) -> QSize:
    """Return the size of a dock with the tabs below it, as Qt counts it where it is set."""
    size, below = dock.size(), dock.geometry().bottom()
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        place = bar.geometry()
        beside = place.left() <= dock.geometry().center().x() <= place.right()
        if bar.isVisible() and bar.count() > 1 and beside and 0 < place.top() - below < place.height():
            size.setHeight(place.bottom() - dock.geometry().top() + 1)
    return size


def _seen(window: QMainWindow) -> list[QDockWidget]:
    docks = window.findChildren(QDockWidget)
    return [dock for dock in docks if not dock.isFloating() and not dock.visibleRegion().isEmpty()]
