"""One update drawn on the surface: arrows, a square, and the ghost of the next point."""

from __future__ import annotations

from math import atan2, cos, hypot, isfinite, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ..theme import LIGHT, Theme, font

if TYPE_CHECKING:
    from ...study.inside import Inside, Term

__all__ = ["Cartoon"]

Floats = npt.NDArray[np.float64]

_LONGEST = 90.0  # pixels of the longest arrow that is not a step
_LARGEST = 46.0  # half a side of the largest square
_HEAD = 9.0
_AWAY = 5.0  # pixels between a tip and its name


class Cartoon(pg.GraphicsObject):
    """An update, drawn up to one of its terms; painted in pixels.

    Arrows show which way a term pushes the point, all to one scale, as gradients and steps have different
    units; a ghost stands at its true place.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self._inside: Inside | None = None
        self._shown = 0
        self._colour = "#000000"
        self.setParentItem(box)
        self.setZValue(30)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def inside(self) -> Inside | None:
        """Return what is drawn."""
        return self._inside

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def show_update(self, inside: Inside | None, shown: int = 0, colour: str = "#000000") -> None:
        """Draw an update up to its term number ``shown``, or nothing."""
        if inside is not None and len(inside.before) != 2:
            inside = None
        self._inside, self._shown, self._colour = inside, shown, colour
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        inside = self._inside
        if inside is None:
            return
        start = self._place(float(inside.before[0]), float(inside.before[1]))
        if start is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(9.0, bold=True))
        terms = inside.terms[: self._shown + 1]
        pushes = [term.value for term in terms if term.drawn in ("gradient", "direction")]
        longest = self._longest([inside.gradient, *pushes])
        self._square(painter, start, terms)
        self._arrow(painter, start, inside.gradient, longest, self._theme.bad, "−g", thin=bool(terms))
        for index, term in enumerate(terms):
            now = index == len(terms) - 1
            if term.drawn in ("gradient", "direction") and len(term.value) == 2:
                colour = self._theme.accent if now else self._theme.muted
                self._arrow(painter, start, term.value, longest, colour, _plain(f"−{term.symbol}"), not now)
            elif term.drawn == "point" and len(term.value) == 2:
                self._ghost(painter, start, term)
        painter.setPen(QPen(QColor(self._theme.plot), 2.0))
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(start, 5.5, 5.5)

    def _longest(self, vectors: list[Floats]) -> float:
        lengths = [hypot(*self._push(vector)) for vector in vectors if len(vector) == 2]
        return max([length for length in lengths if isfinite(length)] or [0.0])

    def _push(self, vector: Floats) -> tuple[float, float]:
        """Return which way a gradient-like vector pushes the point, in pixels for one unit of the surface."""
        (left, right), (bottom, top) = self._box.viewRange()
        rect = self._box.rect()
        x, y = float(vector[0]), float(vector[1])
        return -x * rect.width() / (right - left), y * rect.height() / (top - bottom)

    def _arrow(
        self,
        painter: QPainter,
        start: QPointF,
        vector: Floats,
        longest: float,
        colour: str,
        label: str,
        thin: bool,
    ) -> None:
        x, y = self._push(vector)
        length = hypot(x, y)
        if not isfinite(length) or length == 0.0 or longest == 0.0:
            return
        drawn = max(_LONGEST * length / longest, 3.0)
        end = start + QPointF(x, y) * (drawn / length)
        angle = atan2(y, x)
        painter.setPen(
            QPen(
                QColor(self._theme.plot),
                6.0 if not thin else 4.0,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
            )
        )
        painter.drawLine(QLineF(start, end))
        painter.setPen(
            QPen(QColor(colour), 3.0 if not thin else 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawLine(QLineF(start, end))
        head = min(_HEAD, drawn)
        wings = [end - QPointF(cos(angle + turn), sin(angle + turn)) * head for turn in (0.45, -0.45)]
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygonF([end, *wings]))
        self._label(painter, end, label, colour, (cos(angle), sin(angle)))

    def _square(self, painter: QPainter, start: QPointF, terms: tuple[Term, ...]) -> None:
        squares = [term for term in terms if term.drawn == "square" and len(term.value) == 2]
        if not squares:
            return
        sides = [sqrt(max(float(value), 0.0)) for value in squares[-1].value]
        largest = max(sides)
        if not (isfinite(largest) and largest > 0.0):
            return
        width, height = (_LARGEST * max(side / largest, 0.04) for side in sides)
        colour = QColor(self._theme.warning)
        painter.setPen(QPen(colour, 1.6))
        colour.setAlphaF(0.16)
        painter.setBrush(colour)
        area = QRectF(start.x() - width, start.y() - height, 2 * width, 2 * height)
        painter.drawRect(area)
        symbol = _plain(f"√{squares[-1].symbol}")
        self._label(painter, area.bottomRight(), symbol, self._theme.warning, (1.0, 1.0))

    def _ghost(self, painter: QPainter, start: QPointF, term: Term) -> None:
        end = self._place(float(term.value[0]), float(term.value[1]))
        if end is None:
            return
        painter.setPen(QPen(QColor(self._colour), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(start, end))
        ghost = QColor(self._colour)
        ghost.setAlphaF(0.35)
        painter.setBrush(ghost)
        painter.setPen(QPen(QColor(self._colour), 1.6))
        painter.drawEllipse(end, 6.0, 6.0)

    def _label(
        self, painter: QPainter, at: QPointF, text: str, colour: str, way: tuple[float, float]
    ) -> None:
        """Write beyond a point, seen along a way: an arrow that points to the left is not written over."""
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(text), metrics.ascent()
        middle = at + QPointF(way[0] * (0.5 * width + _AWAY), way[1] * (0.5 * height + _AWAY))
        rect = self._box.rect().adjusted(4, 4, -4, -4)
        left = min(max(middle.x() - 0.5 * width, rect.left()), rect.right() - width)
        low = min(max(middle.y() + 0.5 * height, rect.top() + height), rect.bottom())
        if left != middle.x() - 0.5 * width and abs(low - 0.5 * height - at.y()) < height:
            # The border has pushed it back over its tip.
            low = at.y() + (-_AWAY if at.y() - _AWAY - height > rect.top() else height + _AWAY)
        place = QPointF(left, low)
        painter.setPen(QColor(self._theme.plot))
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(place + QPointF(dx, dy), text)
        painter.setPen(QColor(colour))
        painter.drawText(place, text)

    def _place(self, x: float, y: float) -> QPointF | None:
        if not (isfinite(x) and isfinite(y)):
            return None
        (left, right), (bottom, top) = self._box.viewRange()
        rect = self._box.rect()
        across = (x - left) / (right - left) * rect.width()
        down = (top - y) / (top - bottom) * rect.height()
        return QPointF(across, down) if abs(across) < 1e5 and abs(down) < 1e5 else None

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()


def _plain(symbol: str) -> str:
    """Return a symbol without its tags."""
    for tag in ("<sub>", "</sub>", "<sup>", "</sup>"):
        symbol = symbol.replace(tag, "")
    return symbol
