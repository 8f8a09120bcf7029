"""The picture of a landscape in its box: walls and scale behind it, edges with numbers around it."""

from __future__ import annotations

from math import ceil, cos, floor, log10, sin

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from ..theme import LIGHT, Theme, font
from .camera import BASE, RISE, Projection
from .dye import Dyes
from .relief import Relief
from .stroke import Mapping
from .sweep import Seen, sweep
from .tick_axis import power_of_ten, tick_text
from .tint import mix

__all__ = ["Landscape", "round_ticks"]

Floats = npt.NDArray[np.float64]
Corner = tuple[float, float]

_FOOT = -BASE / RISE
_GAP, _END = 9.0, 0.985
# Pixels of the relief per pixel in a file of vectors, and in all at most.
_VECTOR, _MOST = 2.0, 12e6


def round_ticks(low: float, high: float, most: int = 5) -> list[tuple[float, str]]:
    """Return round numbers from ``low`` to ``high``, and how they are written."""
    span = high - low
    if not (span > 0 and np.isfinite(span)):
        return [(low, f"{low:.4g}")]
    spacing = 10.0 ** floor(log10(span / most))
    spacing *= next((factor for factor in (1, 2, 5) if span / (spacing * factor) <= most), 10)
    first, last = ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9)
    return [(k * spacing, tick_text(k * spacing, spacing)) for k in range(first, last + 1)]


class Landscape:
    """The ground of strokes while a surface is seen as a landscape.

    Attributes
    ----------
    printed : bool
        Paint the relief as fine as paper takes it, whatever it costs.
    """

    def __init__(self) -> None:
        self.printed = False
        self._theme = LIGHT
        self._state: tuple[Relief, Projection, Seen] | None = None
        self._titles = ("x", "y")
        self._colours: Dyes | None = None

    def show_seen(
        self,
        relief: Relief,
        projection: Projection,
        seen: Seen,
        colours: Dyes,
        theme: Theme,
        titles: tuple[str, str],
    ) -> None:
        """Draw another picture."""
        self._state, self._colours = (relief, projection, seen), colours
        self._theme, self._titles = theme, titles

    def clear(self) -> None:
        """Draw nothing."""
        self._state = None

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors, which gets the relief as a picture."""
        if self._state is None:
            return
        relief, projection, seen = self._state
        painter.save()
        painter.setClipRect(QRectF(0, 0, mapping.width, mapping.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = _Box(painter, projection, self._theme)
        levels = self._levels(relief)
        box.back(levels)
        # The device of a widget that is painted into an image does not know how fine that is.
        fine = painter.deviceTransform().m11() if ratio else 0.0
        image = self._printed(mapping, fine) if self.printed else seen.image
        painter.drawImage(QRectF(0, 0, mapping.width, mapping.height), image)
        box.ground_ticks(relief.x, relief.y, self._titles)
        name = (
            "f" if not relief.scale.log else "f − f*" if relief.surface.lowest is not None else "f − lowest"
        )
        name = getattr(relief.surface, "height", name)  # of a surface that is the loss of a network
        box.height_ticks(levels, name)
        painter.restore()

    def _printed(self, mapping: Mapping, ratio: float) -> QImage:
        """Return the picture as fine as paper takes it."""
        assert self._state is not None
        assert self._colours is not None
        relief, projection, _ = self._state
        ratio = max(ratio, _VECTOR)
        ratio = min(ratio, (_MOST / (mapping.width * mapping.height)) ** 0.5)
        return sweep(relief, projection, (mapping.width, mapping.height), ratio, self._colours, True).image

    def _levels(self, relief: Relief) -> list[tuple[float, str]]:
        """Return heights from 0 to 1 with their values."""
        scale = relief.scale
        if not scale.high > scale.low:
            return []
        if scale.log and scale.high - scale.low > 1.5:
            every = max(1, ceil((scale.high - scale.low) / 5))
            powers = range(ceil(scale.low - 1e-9), floor(scale.high + 1e-9) + 1)
            found = [(float(k), power_of_ten(k)) for k in powers if k % every == 0]
        elif scale.log:
            ticks = round_ticks(10.0**scale.low, 10.0**scale.high)
            found = [(log10(value), text) for value, text in ticks if value > 0]
        else:
            found = round_ticks(scale.low, scale.high)
        return [((level - scale.low) / (scale.high - scale.low), text) for level, text in found]


class _Box:
    """Draws the edges for one direction of view."""

    def __init__(self, painter: QPainter, projection: Projection, theme: Theme) -> None:
        self._painter, self._projection, self._theme = painter, projection, theme
        turn = cos(projection.azimuth), sin(projection.azimuth)
        # The sides that face away from the viewer, and the corner between those that face him.
        self._back = (-1.0 if turn[1] > 0 else 1.0, 1.0 if turn[0] > 0 else -1.0)
        self._turn = turn

    def at(self, x: float, y: float, z: float) -> QPointF:
        across, down, _ = self._projection.place(np.float64(x), np.float64(y), np.float64(z))
        return QPointF(float(across), float(down))

    def back(self, levels: list[tuple[float, str]]) -> None:
        """Paint the two sides behind, with a line at each level."""
        x, y = self._back
        painter, theme = self._painter, self._theme
        for shade, ends in ((0.55, ((x, -1.0), (x, 1.0))), (0.3, ((-1.0, y), (1.0, y)))):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(theme.plot, theme.grid, shade)))
            (a, b), (c, d) = ends
            painter.drawPolygon(
                QPolygonF(
                    [self.at(a, b, _FOOT), self.at(c, d, _FOOT), self.at(c, d, 1.0), self.at(a, b, 1.0)]
                )
            )
            painter.setPen(QPen(QColor(mix(theme.grid, theme.line, 0.5)), 1.0))
            for level, _ in levels:
                painter.drawLine(QLineF(self.at(a, b, level), self.at(c, d, level)))
        painter.setPen(QPen(QColor(theme.line), 1.0))
        for start, end in (((x, -1.0), (x, 1.0)), ((-1.0, y), (1.0, y))):
            painter.drawLine(QLineF(self.at(*start, 1.0), self.at(*end, 1.0)))
        painter.drawLine(QLineF(self.at(x, y, _FOOT), self.at(x, y, 1.0)))

    def ground_ticks(
        self, x_range: tuple[float, float], y_range: tuple[float, float], titles: tuple[str, str]
    ) -> None:
        """Write numbers along the two lower edges in front."""
        front = (-self._back[0], -self._back[1])
        for index, (limits, title) in enumerate(zip((x_range, y_range), titles, strict=True)):
            low, high = limits

            def corner(at: float, index: int = index) -> Corner:
                return (at, front[1]) if index == 0 else (front[0], at)

            ticks = [
                (2.0 * (value - low) / (high - low) - 1.0, text) for value, text in round_ticks(low, high)
            ]
            outward = self._outward(index, front)
            for place, text in ticks:
                if abs(place) > _END:  # the numbers of another edge are there
                    continue
                start = self.at(*corner(place), _FOOT)
                self._tick(start, outward, text)
            self._title(self.at(*corner(0.0), _FOOT), outward, title.partition(" (")[0])

    def height_ticks(self, levels: list[tuple[float, str]], title: str) -> None:
        """Write heights along the upright edge that is farthest to the left."""
        corners = [(x, y) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
        corner = min(corners, key=lambda place: self.at(*place, 0.0).x())
        painter = self._painter
        top, foot = self.at(*corner, 1.0), self.at(*corner, _FOOT)
        if foot.y() - top.y() < 24.0:
            return
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.drawLine(QLineF(foot, top))
        last = None
        for level, text in levels:
            at = self.at(*corner, level)
            if last is None or last - at.y() >= 14.0:
                self._tick(at, QPointF(-1.0, 0.0), text)
                last = at.y()
        painter.setFont(font(9))
        painter.setPen(QColor(self._theme.muted))
        width = QFontMetricsF(painter.font()).horizontalAdvance(title)
        painter.drawText(QPointF(max(top.x() - 0.5 * width, 4.0), top.y() - 8.0), title)

    def _outward(self, index: int, front: Corner) -> QPointF:
        """Return the direction on the picture that leads away from the landscape at an edge."""
        middle = self.at(0.0, 0.0, _FOOT)
        side = self.at(0.0, front[1], _FOOT) if index == 0 else self.at(front[0], 0.0, _FOOT)
        step = side - middle
        size = max((step.x() ** 2 + step.y() ** 2) ** 0.5, 1e-9)
        return QPointF(step.x() / size, step.y() / size)

    def _tick(self, start: QPointF, outward: QPointF, text: str) -> None:
        painter = self._painter
        painter.setPen(QPen(QColor(self._theme.muted), 1.0))
        painter.drawLine(QLineF(start, start + outward * 4.0))
        painter.setFont(font(8.5))
        self._write(start + outward * _GAP, outward, text)

    def _title(self, start: QPointF, outward: QPointF, text: str) -> None:
        self._painter.setFont(font(9, bold=True))
        self._painter.setPen(QColor(self._theme.muted))
        self._write(start + outward * (_GAP + 22.0), outward, text)

    def _write(self, at: QPointF, outward: QPointF, text: str) -> None:
        """Write so that the text touches a place and lies outward of it."""
        metrics = QFontMetricsF(self._painter.font())
        width = metrics.horizontalAdvance(text)
        left = at.x() + (0.5 * outward.x() - 0.5) * width
        base = at.y() + 0.36 * metrics.ascent() + 0.4 * outward.y() * metrics.ascent()
        self._painter.drawText(QPointF(left, base), text)
