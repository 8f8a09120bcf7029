"""Moving a card to another place with the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

__all__ = ["Reorder"]


class Reorder:
    """Follows the mouse from card to card and shows a line where the card would go.

    Parameters
    ----------
    holder : QWidget
        What the cards lie on.
    cards : callable
        Returns the cards from top to bottom.
    """

    def __init__(self, holder: QWidget, cards: Callable[[], Sequence[QWidget]]) -> None:
        self._holder = holder
        self._cards = cards
        self._from: QPoint | None = None
        self._to = -1
        self.line = QFrame(holder)
        self.line.setProperty("drop", True)
        self.line.hide()

    def follow(self, card: QWidget, point: QPoint | None) -> tuple[bool, int]:
        """Take the next place of the mouse, or None for the release.

        Returns
        -------
        clicked : bool
            True for a release without a drag.
        to : int
            After a drag, the new place of the card, or -1 if it stays.
        """
        if point is None:
            dragged, to = self._to >= 0, self._to
            self._from, self._to = None, -1
            self.line.hide()
            card.unsetCursor()
            if not dragged:
                return True, -1
            place = list(self._cards()).index(card)
            return False, to if to != place else -1
        if self._from is None:
            self._from = point
        elif self._to >= 0 or (point - self._from).manhattanLength() >= QApplication.startDragDistance():
            card.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._show(card, self._holder.mapFromGlobal(point).y())
        return False, -1

    def _show(self, card: QWidget, y: int) -> None:
        cards = list(self._cards())
        gap = sum(other.geometry().center().y() < y for other in cards)
        place = cards.index(card)
        self._to = gap - 1 if gap > place else gap
        below = cards[gap] if gap < len(cards) else None
        top = below.geometry().top() - 5 if below else cards[-1].geometry().bottom() + 3
        self.line.setGeometry(cards[0].x(), top, cards[0].width(), 2)
        self.line.setVisible(self._to != place)
        self.line.raise_()
