"""The names of the lanes with their colours, in a corner of a plot."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from ..frame import LaneLook
from ..theme import LIGHT, Theme, font

__all__ = ["CORNERS", "Legend"]

CORNERS = ("top right", "top left", "bottom right", "bottom left")
_GAP, _PAD, _LINE = 8.0, 7.0, 20.0
_SHARE = 0.34
_NAME = 190.0


class Legend(pg.GraphicsObject):
    """A quiet box; it stays away where it would cover a third of the plot.

    Attributes
    ----------
    shown : bool
        The person's choice.
    always : bool
        Drawn however small the plot is, as in a picture.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self._rows: tuple[tuple[int, LaneLook], ...] = ()
        self._note = ""
        self.corner = CORNERS[0]
        self.shown, self.always = True, False
        self.setParentItem(box)
        self.setZValue(50)
        box.sigResized.connect(self._on_resized)

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

    def lane_at(self, point: QPointF) -> int:
        """Return the lane whose name is at a place in pixels, or -1."""
        area = self.area()
        if not area.contains(point):
            return -1
        row = int((point.y() - area.top() - _PAD) / self._line)
        return self._rows[row][0] if 0 <= row < len(self._rows) else -1

    @property
    def _line(self) -> float:
        return QFontMetricsF(font(8.5)).height() + 2.0

    def area(self) -> QRectF:
        """Return the rectangle it covers in pixels; empty while it is not drawn."""
        rect = self._box.rect()
        if not self.shown or not self._rows:
            return QRectF()
        metrics = QFontMetricsF(font(8.5))
        names = [metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, _NAME) for _, look in self._rows]
        width = max(metrics.horizontalAdvance(name) for name in names) + _LINE + 6 + 2 * _PAD
        width = max(width, metrics.horizontalAdvance(self._note) + 2 * _PAD if self._note else 0.0)
        height = self._line * (len(names) + bool(self._note)) + 2 * _PAD
        if not self.always and width * height > _SHARE * rect.width() * rect.height():
            return QRectF()
        vertical, horizontal = self.corner.split()
        x = _GAP if horizontal == "left" else rect.width() - width - _GAP
        y = _GAP if vertical == "top" else rect.height() - height - _GAP
        return QRectF(x, y, width, height)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(self, painter: QPainter, *_: object) -> None:
        area = self.area()
        if area.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = QColor(self._theme.panel)
        back.setAlphaF(0.86)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(back)
        painter.drawRoundedRect(area, 5, 5)
        painter.setFont(font(8.5))
        metrics = QFontMetricsF(painter.font())
        y = area.top() + _PAD
        for _, look in self._rows:
            middle = y + 0.5 * self._line
            pen = QPen(QColor(look.colour), 3.6 if look.highlighted else 2.4)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if look.dash:
                pen.setDashPattern([0.7 * part for part in look.dash])
            painter.setPen(pen)
            left = area.left() + _PAD
            painter.drawLine(QPointF(left, middle), QPointF(left + _LINE, middle))
            painter.setPen(QColor(self._theme.text))
            name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, _NAME)
            painter.drawText(QPointF(left + _LINE + 6, middle + 0.36 * metrics.ascent()), name)
            y += self._line
        if self._note:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(
                QPointF(area.left() + _PAD, y + 0.5 * self._line + 0.36 * metrics.ascent()), self._note
            )

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()
