"""The time line: what is recorded, where the playhead stands, and what happened on the way."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ..theme import LIGHT, Theme
from .bookmark import Bookmark

__all__ = ["Timeline"]

_MARGIN = 10
_CATCH = 5
_GROOVE = 4  # pixels above and below the middle in which a press is for the playhead, not for a bookmark


class Timeline(QWidget):
    """A slider over the recording; drag, click, wheel and keys scrub. A click on a bookmark goes there."""

    scrubbed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._ticks, self._recorded, self._tick = 0, 0, 0
        self._bookmarks: tuple[Bookmark, ...] = ()
        self._hint = ""
        self._turned = 0  # of the wheel, in 120ths of a tick, what was not enough for one
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time line")
        self.setAccessibleDescription(
            "Scrubs over what was recorded: arrow keys one step, Page keys ten per cent."
        )

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(400, 30)

    @property
    def tick(self) -> int:
        """Return where the playhead stands."""
        return self._tick

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """Return what is marked."""
        return self._bookmarks

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_state(self, ticks: int, recorded: int, tick: int) -> None:
        """Show the length of the race, how much is recorded, and the playhead."""
        if (ticks, recorded, tick) != (self._ticks, self._recorded, self._tick):
            self._ticks, self._recorded, self._tick = ticks, recorded, tick
            self.update()

    def set_bookmarks(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """Show what happened."""
        if bookmarks != self._bookmarks:
            self._bookmarks = bookmarks
            self.update()

    def set_hint(self, text: str) -> None:
        """Show what to do while nothing is recorded; an empty text takes it away."""
        if text != self._hint:
            self._hint = text
            self.update()

    def neighbour(self, direction: int) -> Bookmark | None:
        """Return the nearest bookmark after the playhead (1) or before it (-1), if there is one."""
        ahead = [mark for mark in self._bookmarks if (mark.tick - self._tick) * direction > 0]
        return min(ahead, key=lambda mark: abs(mark.tick - self._tick)) if ahead else None

    def tell(self, tick: int) -> None:
        """Show the texts of the bookmarks at a tick, above it."""
        texts = [mark.text for mark in self._bookmarks if mark.tick == tick]
        place = self.mapToGlobal(QPoint(round(self._x(tick)), -round(1.8 * self.height())))
        QToolTip.showText(place, "\n".join(texts), self)

    def _marks_at(self, x: float, y: float) -> list[Bookmark]:
        """Return the bookmarks that a cursor points at, the nearest first."""
        if abs(y - self.height() / 2) <= _GROOVE:
            return []
        near = [mark for mark in self._bookmarks if abs(self._x(mark.tick) - x) <= _CATCH]
        return sorted(near, key=lambda mark: abs(self._x(mark.tick) - x))

    def _x(self, tick: int) -> float:
        span = max(self.width() - 2 * _MARGIN, 1)
        return _MARGIN + span * tick / max(self._ticks, 1)

    def _tick_at(self, x: float) -> int:
        span = max(self.width() - 2 * _MARGIN, 1)
        return max(0, min(round((x - _MARGIN) / span * self._ticks), self._recorded))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, recording, bookmarks and playhead."""
        theme, middle = self._theme, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        end, here = self._x(self._recorded), self._x(self._tick)
        for right, colour in ((self._x(self._ticks), theme.line), (end, theme.muted), (here, theme.accent)):
            painter.setBrush(QColor(colour))
            if right > _MARGIN:
                painter.drawRoundedRect(QRectF(_MARGIN, middle - 2, right - _MARGIN, 4), 2, 2)
        if self._hint:
            self._paint_hint(painter)
        for mark in self._bookmarks:
            self._paint_bookmark(painter, mark, middle)
        painter.setBrush(QColor(theme.accent if self._ticks else theme.line))
        painter.setPen(QPen(QColor(theme.window), 2))
        painter.drawEllipse(QPointF(here, middle), 7, 7)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawEllipse(QPointF(here, middle), 10, 10)

    def _paint_hint(self, painter: QPainter) -> None:
        """Write the hint into the groove, where there is room for all of it."""
        width = self.fontMetrics().horizontalAdvance(self._hint) + 24
        if width > self.width() - 4 * _MARGIN:
            return
        plate = QRectF((self.width() - width) / 2, 0, width, self.height())
        painter.fillRect(plate, QColor(self._theme.window))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_bookmark(self, painter: QPainter, mark: Bookmark, middle: float) -> None:
        x = self._x(mark.tick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mark.colour))
        if mark.kind == "changed":
            painter.drawPolygon(
                QPolygonF([QPointF(x, middle + 5), QPointF(x - 4, middle + 12), QPointF(x + 4, middle + 12)])
            )
        elif mark.kind == "target":
            painter.drawEllipse(QPointF(x, middle - 9), 3.2, 3.2)
        elif mark.kind == "leader":
            corners = ((x, middle + 4.5), (x + 4, middle + 8.5), (x, middle + 12.5), (x - 4, middle + 8.5))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        else:
            painter.setPen(QPen(QColor(mark.colour), 1.8))
            painter.drawLine(QPointF(x - 3, middle - 12), QPointF(x + 3, middle - 6))
            painter.drawLine(QPointF(x - 3, middle - 6), QPointF(x + 3, middle - 12))

    def _scrub(self, tick: int) -> None:
        tick = max(0, min(tick, self._recorded))
        if tick != self._tick:
            self._tick = tick
            self.update()
            self.scrubbed.emit(tick)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the click, or to the bookmark clicked on."""
        if event.button() == Qt.MouseButton.LeftButton and self._ticks:
            place = event.position()
            marks = self._marks_at(place.x(), place.y())
            self._scrub(marks[0].tick if marks else self._tick_at(place.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the playhead, or say what a bookmark is."""
        place = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(self._tick_at(place.x()))
            return
        near = [mark.text for mark in self._marks_at(place.x(), place.y())]
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(
            event.globalPosition().toPoint(), "\n".join(near), self
        ) if near else QToolTip.hideText()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move by a hundredth of the race a notch, with Shift by a step; of a touch pad by parts of that."""
        one = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        angle = event.angleDelta().y() or event.angleDelta().x()
        self._turned -= angle * (1 if one else max(1, self._ticks // 100))
        move = int(self._turned / 120)
        self._turned -= 120 * move
        self._scrub(self._tick + move)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by keys."""
        tenth = max(1, self._ticks // 10)
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -tenth,
            Qt.Key.Key_PageDown: tenth,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._scrub(self._tick + move)
