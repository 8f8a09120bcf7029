"""The names of the lanes with their colours, in a corner of a plot or above it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintEngine, QPainter, QPainterPath, QPen

from ..frame import LaneLook
from ..theme import LIGHT, Theme, font

__all__ = ["CORNERS", "Legend", "emptiest_corner"]

Floats = npt.NDArray[np.float64]

CORNERS = ("top right", "top left", "bottom right", "bottom left")
_GAP, _PAD, _LINE, _BETWEEN = 8.0, 7.0, 20.0, 16.0
_SHARE = 0.34
_NAME = 190.0


def emptiest_corner(x: Floats, y: Floats, now: str = "", reach: tuple[float, float] = (0.3, 0.36)) -> str:
    """Return the corner with the fewest points around it.

    Parameters
    ----------
    x, y : ndarray
        From 0 (left, bottom) to 1 (right, top) within the view.
    now : str
        A corner that is kept unless another is much emptier.
    reach : (float, float)
        How far a corner goes, across and down, as shares of the view.
    """
    counts = {}
    for corner in CORNERS:
        vertical, horizontal = corner.split()
        across = x if horizontal == "left" else 1.0 - x
        down = y if vertical == "bottom" else 1.0 - y
        counts[corner] = int(((across < reach[0]) & (down < reach[1])).sum())
    best = min(CORNERS, key=counts.__getitem__)
    return now if now and counts[now] <= 2 * counts[best] + 0.02 * len(x) else best


class Legend(pg.GraphicsObject):
    """A quiet box; it stays away where it would cover a third of the plot.

    Parameters
    ----------
    item : PlotItem
        Places are counted from the left upper corner of its view box.

    Attributes
    ----------
    shown : bool
        The person's choice.
    always : bool
        Drawn however small the plot is, as in a picture.
    above : bool
        In lines above the plot, where room has been made for it.
    spots : bool
        A spot stands for each name, not a line.
    widest : float
        Pixels from which on a name is shortened.
    """

    def __init__(self, item: pg.PlotItem) -> None:
        super().__init__()
        self._item, self._box = item, item.vb
        self._bounds = QRectF()
        self._theme = LIGHT
        self._rows: tuple[tuple[int, LaneLook], ...] = ()
        self._note = ""
        self._places: tuple[object, list[QRectF]] = (None, [])
        self._ready: tuple[object, QImage] | None = None
        self.corner = CORNERS[0]
        self.shown, self.always, self.above = True, False, False
        self.spots = False
        self.widest = _NAME
        self.setParentItem(item)
        self.setZValue(50)
        self._box.sigResized.connect(self._on_resized)
        item.geometryChanged.connect(self._on_resized)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_looks(self, looks: tuple[LaneLook, ...], note: str = "") -> None:
        """List the visible lanes, and a note below them."""
        self.set_rows(tuple((index, look) for index, look in enumerate(looks) if look.visible), note)

    def set_rows(self, rows: tuple[tuple[int, LaneLook], ...], note: str = "") -> None:
        """List anything: the lane that a click chooses (or -1), and how it looks."""
        if (rows, note) != (self._rows, self._note):
            self._rows, self._note = rows, note
            self.update()

    def set_corner(self, corner: str) -> None:
        """Move to one of `CORNERS`."""
        if corner != self.corner:
            self.corner = corner
            self.update()

    def set_shown(self, shown: bool) -> None:
        """Switch the legend on or off."""
        self.shown = shown
        self.update()

    def set_above(self, above: bool) -> None:
        """Move out of the plot, or back into its corner."""
        self.above = above
        self._on_resized()

    def lane_at(self, point: QPointF) -> int:
        """Return the lane whose name is at a place in the view box' pixels, or -1."""
        for (lane, _), place in zip(self._rows, self._entries(), strict=False):
            if place.contains(point):
                return lane
        return -1

    def share(self) -> float:
        """Return how much of the view box it covers."""
        area, rect = self.area(), self._box.rect()
        return area.width() * area.height() / max(rect.width() * rect.height(), 1.0)

    def area(self) -> QRectF:
        """Return the rectangle it covers in the view box' pixels; empty while it is not drawn."""
        places = self._entries()
        if not places:
            return QRectF()
        area = places[0]
        for place in places[1:]:
            area = area.united(place)
        return area.adjusted(-_PAD, -_PAD, _PAD, _PAD)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(self, painter: QPainter, *_: object) -> None:
        places = self._entries()
        if not places:
            return
        area = self.area().adjusted(-1, -1, 1, 1).toAlignedRect()
        corner = QPointF(area.topLeft()) + self._box.pos()
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            painter.translate(self._box.pos())
            self._draw(painter, places)
            return
        ratio = painter.device().devicePixelRatioF()
        key = (self._places[0], self._theme.name, self.spots, ratio)
        if self._ready is None or self._ready[0] != key:
            image = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(ratio)
            device = painter.device()
            image.setDotsPerMeterX(round(device.logicalDpiX() / 0.0254))
            image.setDotsPerMeterY(round(device.logicalDpiY() / 0.0254))
            image.fill(0)
            own = QPainter(image)
            own.translate(-QPointF(area.topLeft()))
            self._draw(own, places)
            own.end()
            self._ready = (key, image)
        painter.drawImage(corner, self._ready[1])

    def _draw(self, painter: QPainter, places: list[QRectF]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.above:
            back = QColor(self._theme.panel)
            back.setAlphaF(0.86)
            painter.setPen(QPen(QColor(self._theme.line), 1.0))
            painter.setBrush(back)
            painter.drawRoundedRect(self.area(), 5, 5)
        painter.setFont(font(8.5))
        metrics = QFontMetricsF(painter.font())
        down = 0.36 * metrics.ascent()
        for (_, look), place in zip(self._rows, places, strict=False):
            middle = place.center().y()
            self._sample(painter, look, place.left(), middle)
            painter.setPen(QColor(self._theme.text))
            name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, self.widest)
            painter.drawText(QPointF(place.left() + _LINE + 6, middle + down), name)
        if self._note:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(places[-1].left(), places[-1].center().y() + down), self._note)

    def _sample(self, painter: QPainter, look: LaneLook, left: float, middle: float) -> None:
        if self.spots:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.colour))
            painter.drawEllipse(QPointF(left + 0.5 * _LINE, middle), 4.0, 4.0)
            return
        pen = QPen(QColor(look.colour), 3.6 if look.highlighted else 2.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if look.dash:
            pen.setDashPattern([0.7 * part for part in look.dash])
        painter.setPen(pen)
        painter.drawLine(QPointF(left, middle), QPointF(left + _LINE, middle))

    def _entries(self) -> list[QRectF]:
        """Return where each name goes, and the note behind them; empty while nothing is drawn."""
        rect = self._box.rect()
        flags = (self.shown, self.always, self.above)
        key = (self._rows, self._note, self.corner, flags, rect.width(), rect.height(), self._box.x())
        if key != self._places[0]:
            there = self.shown and bool(self._rows)
            place = self._flow if self.above else self._stack
            self._places = (key, place(rect) if there else [])
        return self._places[1]

    def _sizes(self) -> tuple[list[float], float]:
        """Return the widths of the entries and the height of a line."""
        metrics = QFontMetricsF(font(8.5))
        names = [
            metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, self.widest) for _, look in self._rows
        ]
        widths = [metrics.horizontalAdvance(name) + _LINE + 6 for name in names]
        return widths + [metrics.horizontalAdvance(self._note)] * bool(self._note), metrics.height() + 2.0

    def _stack(self, rect: QRectF) -> list[QRectF]:
        widths, line = self._sizes()
        width, height = max(widths, default=0.0), line * len(widths)
        covered = (width + 2 * _PAD) * (height + 2 * _PAD)
        if not self.always and covered > _SHARE * rect.width() * rect.height():
            return []
        vertical, horizontal = self.corner.split()
        edge = _GAP + _PAD
        x = edge if horizontal == "left" else rect.width() - width - edge
        y = edge if vertical == "top" else rect.height() - height - edge
        return [QRectF(x, y + index * line, width, line) for index in range(len(widths))]

    def _flow(self, rect: QRectF) -> list[QRectF]:
        """Place the entries in lines: all in one, otherwise in columns; a note that is longer has its own."""
        widths, line = self._sizes()
        first = _PAD - self._box.x()
        room = rect.width() - first
        names = widths[: len(self._rows)]
        column = max(names, default=0.0) + _BETWEEN
        if sum(widths) + _BETWEEN * (len(widths) - 1) <= room:
            spots = [(sum(widths[:index]) + index * _BETWEEN, 0) for index in range(len(widths))]
        else:
            count = max(int((room + _BETWEEN) / column), 1)
            spots = [(index % count * column, index // count) for index in range(len(names))]
            spots += [(0.0, spots[-1][1] + 1)] * (len(widths) - len(names))
        height = line * (spots[-1][1] + 1)
        return [
            QRectF(first + x, y * line - height - _PAD, width, line)
            for (x, y), width in zip(spots, widths, strict=True)
        ]

    def _on_resized(self) -> None:
        self.prepareGeometryChange()  # an area that changes unannounced brings the scene down
        whole = QRectF(self._item.rect())
        self._bounds = whole if self.above else self._box.mapRectToParent(self._box.rect())
        self.update()
