"""A small drawing of the learning rate over the race."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...engine.schedule import Schedule
from ..theme import Theme
from .number import number_text

__all__ = ["RateSketch", "rates_of", "sentence"]

_POINTS = 240
_HEIGHT = 58
_FILL = 40  # of 255
_POINT_SIZE = 8.0


def rates_of(schedule: Schedule, lr: float) -> tuple[list[int], list[float]]:
    """Return steps over the whole race, at most 240, and the learning rate at each."""
    last = schedule.total - 1
    steps = sorted({last * index // (_POINTS - 1) for index in range(_POINTS)})
    return steps, [lr * float(schedule.multiplier(step)) for step in steps]


def sentence(schedule: Schedule, steps: Sequence[int], rates: Sequence[float]) -> str:
    """Return what the drawing shows, for a tooltip and for those who cannot see it."""
    top = max(range(len(rates)), key=rates.__getitem__)
    words = [f"Begins at {_short(rates[0])}"]
    if 0 < top < len(rates) - 1 and rates[top] > rates[0]:
        words.append(f"is largest near step {steps[top]:,} with {_short(rates[top])}")
    if schedule.watches:
        words.append("then falls whenever the loss stands still, which is not drawn")
    else:
        words.append(f"ends at {_short(rates[-1])}")
    return f"{', '.join(words)}; {schedule.total:,} steps."


def _short(rate: float) -> str:
    return number_text(float(f"{rate:.3g}"))


class RateSketch(QWidget):
    """The learning rate from 0 to its largest value, over the steps of the lane."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: list[int] = []
        self._rates: list[float] = []
        self._total = 0
        self._watches = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_owner(self, owner: str) -> None:
        """Set whose learning rate it is."""
        self.setAccessibleName(f"Learning rate of {owner} over the race")

    def set_schedule(self, schedule: Schedule, lr: float) -> None:
        """Draw a schedule for a learning rate."""
        self._steps, self._rates = rates_of(schedule, lr)
        self._total = schedule.total
        self._watches = schedule.watches
        text = sentence(schedule, self._steps, self._rates)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rates:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPointSizeF(_POINT_SIZE)
        painter.setFont(font)
        line = painter.fontMetrics().height() + 2.0
        self._draw_curve(painter, QRectF(self.rect()).adjusted(1.0, line, -1.0, -line))
        self._draw_texts(painter)
        painter.end()

    def _draw_curve(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        across = room.width() / max(self._total - 1, 1)
        up = room.height() / (max(self._rates) or 1.0)
        points = [
            QPointF(room.left() + step * across, room.bottom() - rate * up)
            for step, rate in zip(self._steps, self._rates, strict=True)
        ]
        if len(points) == 1:
            points.append(QPointF(room.right(), points[0].y()))
        fill = QColor(theme.accent)
        fill.setAlpha(_FILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([room.bottomLeft(), *points, QPointF(points[-1].x(), room.bottom())]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        style = Qt.PenStyle.DashLine if self._watches else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.accent), 1.6, style))
        painter.drawPolyline(QPolygonF(points))

    def _draw_texts(self, painter: QPainter) -> None:
        flag = Qt.AlignmentFlag
        painter.setPen(QColor(self._theme.muted))
        for text, place in (
            (f"lr {_short(max(self._rates))}", flag.AlignLeft | flag.AlignTop),
            ("follows the loss" if self._watches else "", flag.AlignRight | flag.AlignTop),
            ("0", flag.AlignLeft | flag.AlignBottom),
            (f"{self._total:,} steps", flag.AlignRight | flag.AlignBottom),
        ):
            painter.drawText(self.rect(), int(place), text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()
