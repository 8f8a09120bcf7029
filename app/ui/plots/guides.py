"""Lines and ticks that help to read curves: playhead, crosshair, target, changes; painted in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ..theme import LIGHT, Theme, font
from .tint import mix

__all__ = ["Guides", "Tick"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A change of a lane, marked on the x axis.

    Parameters
    ----------
    x : float
        View coordinate.
    colour, tip : str
    """

    x: float
    colour: str
    tip: str


class Guides(pg.GraphicsObject):
    """All guides are given in view coordinates; on a logarithmic axis these are powers of ten."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self.playhead: float | None = None
        self.crosshair: float | None = None
        self.crossing: float | None = None
        self.target: tuple[float, str] | None = None
        self.goal: tuple[float, str] | None = None
        self.levels: tuple[tuple[float, str], ...] = ()
        self.ticks: tuple[Tick, ...] = ()
        self._taken = QRectF()
        self.setParentItem(box)
        self.setZValue(5)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_playhead(self, x: float | None) -> None:
        """Stand at a place, or nowhere."""
        if x != self.playhead:
            self.playhead = x
            self.update()

    def set_crosshair(self, x: float | None, y: float | None = None) -> None:
        """Stand at a place, or nowhere; with a height, at a point."""
        if (x, y) != (self.crosshair, self.crossing):
            self.crosshair, self.crossing = x, y
            self.update()

    def set_target(self, target: tuple[float, str] | None) -> None:
        """Draw a level with its label, or none."""
        if target != self.target:
            self.target = target
            self.update()

    def set_goal(self, goal: tuple[float, str] | None) -> None:
        """Draw a target that is across, with its label, or none."""
        if goal != self.goal:
            self.goal = goal
            self.update()

    def set_levels(self, levels: tuple[tuple[float, str], ...]) -> None:
        """Draw other levels with their labels beside that of the target, or none."""
        if levels != self.levels:
            self.levels = levels
            self.update()

    def set_taken(self, area: QRectF) -> None:
        """Keep the target's label out of a rectangle in pixels."""
        if area != self._taken:
            self._taken = area
            self.update()

    def set_ticks(self, ticks: tuple[Tick, ...]) -> None:
        """Mark changes."""
        if ticks != self.ticks:
            self.ticks = ticks
            self.update()

    def tips_at(self, point: QPointF, reach: float = 6.0) -> list[Tick]:
        """Return the changes near a place in pixels, if it is close to the x axis."""
        if point.y() < self._box.rect().height() - 22:
            return []
        return [tick for tick in self.ticks if abs(self._x(tick.x) - point.x()) <= reach]

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        theme, rect = self._theme, self._box.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.target is not None:
            self._paint_level(painter, *self.target, Qt.PenStyle.DashLine)
        if self.goal is not None:
            self._paint_goal(painter, *self.goal)
        for level in self.levels:
            self._paint_level(painter, *level, Qt.PenStyle.DashDotLine, right=True)
        for x, colour, style in (
            (self.playhead, mix(theme.muted, theme.plot, 0.45), Qt.PenStyle.SolidLine),
            (self.crosshair, theme.accent, Qt.PenStyle.DotLine),
        ):
            if x is not None and isfinite(x) and 0 <= self._x(x) <= rect.width():
                painter.setPen(QPen(QColor(colour), 1.0, style))
                painter.drawLine(QLineF(self._x(x), 0.0, self._x(x), rect.height()))
        if self.crossing is not None and isfinite(self.crossing):
            at = self._y(self.crossing)
            if 0 <= at <= rect.height():
                painter.setPen(QPen(QColor(theme.accent), 1.0, Qt.PenStyle.DotLine))
                painter.drawLine(QLineF(0.0, at, rect.width(), at))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tick in self.ticks:
            x = self._x(tick.x)
            if 0 <= x <= rect.width():
                painter.setPen(QPen(QColor(theme.plot), 1.0))
                painter.setBrush(QColor(tick.colour))
                bottom = rect.height()
                painter.drawPolygon(
                    QPolygonF([QPointF(x, bottom - 9), QPointF(x + 5, bottom), QPointF(x - 5, bottom)])
                )

    def _paint_goal(self, painter: QPainter, x: float, text: str) -> None:
        """Paint an upright line with its label at the bottom, at the side where there is room."""
        rect, at = self._box.rect(), self._x(x)
        if not (isfinite(at) and 0 <= at <= rect.width()):
            return
        painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(at, 0.0, at, rect.height()))
        painter.setFont(font(8.0))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text)
        left = at + 5 if at + width + 9 < rect.width() else at - width - 5
        painter.drawText(QPointF(left, rect.height() - metrics.descent() - 4), text)

    def _paint_level(
        self, painter: QPainter, y: float, text: str, style: Qt.PenStyle, right: bool = False
    ) -> None:
        rect = self._box.rect()
        at = self._y(y)
        if not (isfinite(at) and 0 <= at <= rect.height()):
            return
        painter.setPen(QPen(QColor(self._theme.muted), 1.0, style))
        painter.drawLine(QLineF(0.0, at, rect.width(), at))
        painter.setFont(font(8.0))
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(text), metrics.height()
        top = at - height - 3 if at > height + 6 else at + 3
        # Curves begin above their target, and end near it.
        area = QRectF(rect.width() - width - 10 if right else 4, top, width + 6, height)
        if not right and area.intersects(self._taken):
            area.moveLeft(self._taken.right() + 4)
        back = QColor(self._theme.plot)
        back.setAlphaF(0.8)
        painter.fillRect(area, back)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(area.left() + 3, top + metrics.ascent()), text)

    def _x(self, x: float) -> float:
        left, right = self._box.viewRange()[0]
        return float((x - left) / (right - left) * self._box.rect().width())

    def _y(self, y: float) -> float:
        bottom, top = self._box.viewRange()[1]
        height = self._box.rect().height()
        return float(height - (y - bottom) / (top - bottom) * height)

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()
