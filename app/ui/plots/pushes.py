"""The arrows and squares at the heads as one item, painted in pixels above the heads."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, hypot, sin

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ..theme import LIGHT, Theme
from .push import Push
from .stroke import Mapping

__all__ = ["Pushes"]

_HEAD = 9.0
_LATE = 0.35  # opacity of what is of another step
_STYLES = {
    "momentum": (3.0, Qt.PenStyle.SolidLine),
    "adjusted": (2.0, Qt.PenStyle.DotLine),
    "squares": (1.6, Qt.PenStyle.SolidLine),
}


class Pushes(pg.GraphicsObject):
    """What the optimizers carry along, in the coordinates of a view box."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self.pushes: list[Push] = []
        self.setParentItem(box)
        self.setZValue(25)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_pushes(self, pushes: list[Push]) -> None:
        """Draw others, from back to front."""
        if pushes or self.pushes:
            self.pushes = pushes
            self.update()

    def set_late(self, late: bool) -> None:
        """Fade what is drawn, as it is of another step than the playhead's, or bring it back."""
        self.setOpacity(_LATE if late else 1.0)

    def push_at(self, point: QPointF, reach: float = 6.0) -> Push | None:
        """Return the arrow or square whose line passes near a place in pixels."""
        for push in reversed(self.pushes):
            line = self._mapping().points(push.x, push.y)
            for a, b in pairwise(line):
                move = b - a
                square = float(move @ move)
                offset = np.array([point.x(), point.y()]) - a
                share = min(max(float(offset @ move) / square, 0.0), 1.0) if square > 0 else 0.0
                if hypot(*(offset - share * move)) <= reach:
                    return push
        return None

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._box.rect())
        mapping = self._mapping()
        for push in self.pushes:
            line = mapping.points(push.x, push.y)
            line = line[np.isfinite(line).all(axis=1)]
            if len(line) > 1 and np.abs(line).max() < 1e5:
                self._paint(painter, push, [QPointF(float(x), float(y)) for x, y in line])

    def _paint(self, painter: QPainter, push: Push, line: list[QPointF]) -> None:
        width, style = _STYLES[push.kind]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide, dash in (
            (self._theme.plot, width + 2.6, Qt.PenStyle.SolidLine),
            (push.colour, width, style),
        ):
            pen = QPen(QColor(colour), wide, dash)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(line))
        if push.kind != "squares":
            self._tip(painter, push, line)

    def _tip(self, painter: QPainter, push: Push, line: list[QPointF]) -> None:
        """Paint the head of an arrow: filled for the momentum, open for the last step."""
        end, before = line[-1], line[-2]
        angle = atan2(end.y() - before.y(), end.x() - before.x())
        wings = [end - QPointF(cos(angle + turn), sin(angle + turn)) * _HEAD for turn in (0.48, -0.48)]
        filled = push.kind == "momentum"
        painter.setPen(QPen(QColor(self._theme.plot if filled else push.colour), 1.2 if filled else 2.0))
        painter.setBrush(QColor(push.colour) if filled else Qt.BrushStyle.NoBrush)
        tip = end + QPointF(cos(angle), sin(angle)) * (2.0 if filled else 0.0)
        if filled:
            painter.drawPolygon(QPolygonF([tip, *wings]))
        else:
            painter.drawPolyline(QPolygonF([wings[0], tip, wings[1]]))

    def _mapping(self) -> Mapping:
        (left, right), (bottom, top) = self._box.viewRange()
        rect = self._box.rect()
        return Mapping(left, right, bottom, top, max(rect.width(), 1.0), max(rect.height(), 1.0))

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()
