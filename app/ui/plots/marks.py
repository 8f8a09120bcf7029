"""Small signs at places of a view: heads, starts, minima, arrows at the border, labels."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, sin

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ..theme import font

__all__ = ["Mark", "Marks"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign.

    Parameters
    ----------
    x, y : float
        View coordinates.
    kind : {'head', 'ring', 'minimum', 'saddle', 'cross', 'point', 'hollow'}
    colour : str
    edge : str
        Of a contrasting outline.
    size : float
        Diameter in logical pixels.
    label : str
        Beside it, where there is room.
    tip : str
        What it is, for who points at it.
    lane : int
    arrow : bool
        Whether an arrow at the border points to it while it is out of view.
    """

    x: float
    y: float
    kind: str
    colour: str
    edge: str = ""
    size: float = 9.0
    label: str = ""
    tip: str = ""
    lane: int = -1
    arrow: bool = False


class Marks(pg.GraphicsObject):
    """All signs of a plot as one item, painted in pixels."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._marks: tuple[Mark, ...] = ()
        self.setParentItem(box)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return what is drawn, from back to front."""
        return self._marks

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Draw other signs."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def mark_at(self, point: QPointF, reach: float = 9.0) -> Mark | None:
        """Return the topmost mark with a tip near a place in pixels."""
        for mark in reversed(self._marks):
            at, inside = self._place(mark)
            if mark.tip and (inside or mark.arrow) and hypot(at.x() - point.x(), at.y() - point.y()) <= reach:
                return mark
        return None

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(8.5))
        taken: list[QRectF] = []
        for mark in self._marks:
            if not (isfinite(mark.x) and isfinite(mark.y)):
                continue
            at, inside = self._place(mark)
            if inside:
                _KINDS[mark.kind](painter, at, mark)
                if mark.label:
                    self._label(painter, at, mark, taken)
            elif mark.arrow:
                self._arrow(painter, at, mark)

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def _place(self, mark: Mark) -> tuple[QPointF, bool]:
        """Return where a mark goes in pixels: at the border if it is out of view."""
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        if not (isfinite(mark.x) and isfinite(mark.y)):
            return QPointF(-1e6, -1e6), False
        x = (mark.x - left) / (right - left) * rect.width()
        y = rect.height() - (mark.y - bottom) / (top - bottom) * rect.height()
        slack = 1e-6 * (rect.width() + rect.height())
        inside = -slack <= x <= rect.width() + slack and -slack <= y <= rect.height() + slack
        if not inside or mark.kind == "cross":
            inset = 9.0 if not inside else 0.5 * mark.size + 1.0
            x = min(max(x, inset), rect.width() - inset)
            y = min(max(y, inset), rect.height() - inset)
        return QPointF(x, y), inside

    def _arrow(self, painter: QPainter, at: QPointF, mark: Mark) -> None:
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        x = (mark.x - left) / (right - left) * rect.width()
        y = rect.height() - (mark.y - bottom) / (top - bottom) * rect.height()
        angle = degrees(atan2(y - at.y(), x - at.x()))
        painter.save()
        painter.translate(at)
        painter.rotate(angle)
        painter.setPen(QPen(QColor(mark.edge or mark.colour), 1.2))
        painter.setBrush(QColor(mark.colour))
        painter.drawPolygon(QPolygonF([QPointF(7, 0), QPointF(-5, -5.5), QPointF(-2, 0), QPointF(-5, 5.5)]))
        painter.restore()

    def _label(self, painter: QPainter, at: QPointF, mark: Mark, taken: list[QRectF]) -> None:
        """Write beside a mark, on a soft plate; below what is written there already."""
        rect = self._box.rect()
        metrics = QFontMetricsF(painter.font())
        width, gap = metrics.horizontalAdvance(mark.label), 0.5 * mark.size + 5
        x = at.x() + gap if at.x() + gap + width + 4 < rect.width() else at.x() - gap - width
        y = min(max(at.y() + 0.35 * metrics.ascent(), metrics.ascent() + 2), rect.height() - 4)
        plate = QRectF(x - 3, y - metrics.ascent() - 1, width + 6, metrics.height() + 1)
        for other in taken:
            if plate.intersects(other):
                plate.moveTop(other.bottom() + 1)
        taken.append(plate)
        if mark.edge:
            back = QColor(mark.edge)
            back.setAlphaF(0.85)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(back)
            painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(QColor(mark.colour))
        painter.drawText(QPointF(x, plate.top() + 1 + metrics.ascent()), mark.label)


def _head(painter: QPainter, at: QPointF, mark: Mark) -> None:
    painter.setPen(QPen(QColor(mark.edge), 1.6) if mark.edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark.colour))
    painter.drawEllipse(at, 0.5 * mark.size, 0.5 * mark.size)


def _ring(painter: QPainter, at: QPointF, mark: Mark) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((mark.edge, 4.0), (mark.colour, 1.8)):
        if colour:
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(at, 0.5 * mark.size, 0.5 * mark.size)


def _star(painter: QPainter, at: QPointF, mark: Mark) -> None:
    points = []
    for index in range(10):
        radius = mark.size * (0.62 if index % 2 == 0 else 0.26)
        angle = index * 0.6283185307179586 - 1.5707963267948966
        points.append(QPointF(at.x() + radius * cos(angle), at.y() + radius * sin(angle)))
    painter.setPen(QPen(QColor(mark.edge), 1.2) if mark.edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark.colour))
    painter.drawPolygon(QPolygonF(points))


def _cross(painter: QPainter, at: QPointF, mark: Mark) -> None:
    half = 0.5 * mark.size
    for colour, width in ((mark.edge, 4.2), (mark.colour, 2.0)):
        if colour:
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half))
            painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half))


def _hollow(painter: QPainter, at: QPointF, mark: Mark) -> None:
    painter.setPen(QPen(QColor(mark.colour), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, 0.5 * mark.size, 0.5 * mark.size)


_KINDS = {
    "head": _head, "point": _head, "ring": _ring, "minimum": _star,
    "saddle": _cross, "cross": _cross, "hollow": _hollow,
}  # fmt: skip
