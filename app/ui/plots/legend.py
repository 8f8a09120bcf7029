"""The names of the lanes with their colours, in a corner of a plot or above it."""

from __future__ import annotations

import re

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintEngine, QPainter, QPainterPath, QPen

from ..frame import LaneLook
from ..theme import LIGHT, Theme, font
from .legend_spot import Spot
from .sharp import draw_sharp, ratio_at

__all__ = ["CORNERS", "Legend"]

CORNERS = ("top right", "top left", "bottom right", "bottom left")
_GAP, _PAD, _LINE, _BETWEEN = 8.0, 7.0, 20.0, 16.0
_SHARE = 0.34
_NAME = 190.0
_SNAP = 12.0  # pixels from the border within which a legend that is let go comes to it
_PARTS = re.compile(r"(?<=  )(?=\S)|(?<=, )")  # a note may be parted behind two blanks, or a comma
_TIP = "Click a name for its lane. Drag the legend to move it; a double click lets it find its own place."


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
        Drawn however small the plot is, and anew each time, as in a picture.
    above : bool
        In lines above the plot, where room has been made for it.
    spots : bool
        A spot stands for each name, not a line.
    widest : float
        Pixels from which on a name is shortened.
    spot : (float, float)
        Where it stands inside the plot.
    movable : bool
        Whether the mouse may drag it.
    dragged : bool
        It is being dragged.

    Signals
    -------
    dropped : bool
        The person has let it go at `spot`, or above the plot.
    """

    dropped = Signal(bool)

    def __init__(self, item: pg.PlotItem) -> None:
        super().__init__()
        self._item, self._box = item, item.vb
        self._bounds = QRectF()
        self._theme = LIGHT
        self._rows: tuple[tuple[int, LaneLook], ...] = ()
        self._note = ""
        self._places: tuple[object, list[QRectF]] = (None, [])
        self._size: tuple[object, QSizeF] = (None, QSizeF())
        self._ready: tuple[object, QImage] | None = None
        self.spot: Spot = (1.0, 0.0)
        self.movable = self.dragged = False
        self._held = QPointF()
        self.shown, self.always, self.above = True, False, False
        self.spots = False
        self.widest = _NAME
        self.setParentItem(item)
        self.setZValue(50)
        self._box.sigResized.connect(self._on_resized)
        item.geometryChanged.connect(self._on_resized)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme, and the size of type."""
        self._theme = theme
        self._places, self._size = (None, []), (None, QSizeF())
        self.update()

    def set_looks(self, looks: tuple[LaneLook, ...], note: str = "") -> None:
        """List the visible lanes, and a note below them."""
        self.set_rows(tuple((index, look) for index, look in enumerate(looks) if look.visible), note)

    def set_rows(self, rows: tuple[tuple[int, LaneLook], ...], note: str = "") -> None:
        """List anything: the lane that a click chooses (or -1), and how it looks."""
        if (rows, note) != (self._rows, self._note):
            self._rows, self._note = rows, note
            self.update()

    @property
    def corner(self) -> str:
        """Return the one of `CORNERS` that it is nearest to."""
        across, down = self.spot
        return f"{'top' if down < 0.5 else 'bottom'} {'left' if across < 0.5 else 'right'}"

    def set_corner(self, corner: str) -> None:
        """Move to one of `CORNERS`."""
        vertical, horizontal = corner.split()
        self.set_spot((float(horizontal == "right"), float(vertical == "bottom")))

    def set_spot(self, spot: Spot) -> None:
        """Move to a place inside the plot."""
        if spot != self.spot:
            self.spot = spot
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

    def extent(self) -> QSizeF:
        """Return its size inside the plot; empty without names."""
        key = (self._rows, self._note, self.widest)
        if key != self._size[0]:
            widths, line = self._sizes(self._wrapped())
            size = QSizeF(max(widths) + 2 * _PAD, line * len(widths) + 2 * _PAD) if self._rows else QSizeF()
            self._size = (key, size)
        return self._size[1]

    def rect_at(self, spot: Spot, more: float = 0.0) -> QRectF:
        """Return the rectangle that it would cover at a place inside the plot, were that so much higher."""
        rect, size = self._box.rect().adjusted(0, 0, 0, more), self.extent()
        left = _GAP + spot[0] * (rect.width() - size.width() - 2 * _GAP)
        top = _GAP + spot[1] * (rect.height() - size.height() - 2 * _GAP)
        return QRectF(left, top, size.width(), size.height())

    def fits(self, more: float = 0.0) -> bool:
        """Return whether the plot is large enough for it, or would be if it were so much higher."""
        rect, size = self._box.rect().adjusted(0, 0, 0, more), self.extent()
        return self.always or size.width() * size.height() <= _SHARE * rect.width() * rect.height()

    def height_above(self) -> float:
        """Return how much room it would take above the plot."""
        places = self._flow(self._box.rect()) if self._rows else []
        return places[-1].bottom() - places[0].top() + 2 * _PAD if places else 0.0

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        if self.movable and not self.area().isEmpty():
            path.addRect(self.area().translated(self._box.pos()))
        return path

    def hoverEvent(self, event: pg.GraphicsScene.mouseEvents.HoverEvent) -> None:
        held = self.movable and not event.isExit() and event.acceptDrags(Qt.MouseButton.LeftButton)
        self.setCursor(Qt.CursorShape.OpenHandCursor if held else Qt.CursorShape.ArrowCursor)
        self.setToolTip(_TIP if held else "")

    def mouseDragEvent(self, event: pg.GraphicsScene.mouseEvents.MouseDragEvent) -> None:
        if not self.movable or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        point = self._box.mapFromScene(event.scenePos())
        if event.isStart():
            began = self._box.mapFromScene(event.buttonDownScenePos())
            size = self.extent()
            grip = began - self.area().topLeft()  # a strip is wider than the box that it becomes
            self._held = QPointF(min(grip.x(), 0.9 * size.width()), min(grip.y(), 0.9 * size.height()))
            self.dragged = True
        above = point.y() < 0.0
        if not above:
            if self.above:
                self.set_above(False)
            self.set_spot(self._spot_of(point - self._held, event.isFinish()))
        if event.isFinish():
            self.dragged = False
            self.dropped.emit(above)

    def _spot_of(self, corner: QPointF, final: bool) -> Spot:
        """Return the spot whose left upper corner is nearest to a point; near the border, that is it."""
        rect, size = self._box.rect(), self.extent()
        free = rect.width() - size.width() - 2 * _GAP, rect.height() - size.height() - 2 * _GAP
        shares = []
        for at, room in zip((corner.x() - _GAP, corner.y() - _GAP), free, strict=True):
            at = min(max(at, 0.0), max(room, 0.0))
            if final:
                at = 0.0 if at < _SNAP else room if room - at < _SNAP else at
            shares.append(at / room if room > 0 else 0.0)
        return shares[0], shares[1]

    def paint(self, painter: QPainter, *_: object) -> None:
        places = self._entries()
        if not places:
            return
        area = self.area().adjusted(-1, -1, 1, 1).toAlignedRect()
        corner = QPointF(area.topLeft()) + self._box.pos()
        if self.always or painter.paintEngine().type() == QPaintEngine.Type.SVG:
            painter.translate(self._box.pos())
            self._draw(painter, places)
            return
        ratio = ratio_at(painter)
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
        draw_sharp(painter, corner, self._ready[1])

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
        painter.setPen(QColor(self._theme.muted))
        notes = [self._note] if self.above else self._wrapped()
        for note, place in zip(notes, places[len(self._rows) :], strict=False):
            painter.drawText(QPointF(place.left(), place.center().y() + down), note)

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
        key = (self._rows, self._note, self.spot, flags, rect.width(), rect.height(), self._box.x())
        if key != self._places[0]:
            there = self.shown and bool(self._rows)
            place = self._flow if self.above else self._stack
            self._places = (key, place(rect) if there else [])
        return self._places[1]

    def _wrapped(self) -> list[str]:
        """Return the note in lines that are no longer than the names are, where it can be parted."""
        metrics = QFontMetricsF(font(8.5))
        widths, _ = self._sizes([])
        room = max(widths, default=0.0)
        lines: list[str] = []
        for part in _PARTS.split(self._note) if self._note else []:
            longer = f"{lines[-1]}{part}" if lines else ""
            if lines and metrics.horizontalAdvance(longer.strip()) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
        return [line.strip() for line in lines]

    def _sizes(self, notes: list[str]) -> tuple[list[float], float]:
        """Return the widths of the entries, those of a note's lines last, and the height of a line."""
        metrics = QFontMetricsF(font(8.5))
        names = [
            metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, self.widest) for _, look in self._rows
        ]
        widths = [metrics.horizontalAdvance(name) + _LINE + 6 for name in names]
        return widths + [metrics.horizontalAdvance(note) for note in notes], metrics.height() + 2.0

    def _stack(self, rect: QRectF) -> list[QRectF]:
        if not self.fits():
            return []
        widths, line = self._sizes(self._wrapped())
        area = self.rect_at(self.spot)
        x, y, width = area.left() + _PAD, area.top() + _PAD, max(widths)
        return [QRectF(x, y + index * line, width, line) for index in range(len(widths))]

    def _flow(self, rect: QRectF) -> list[QRectF]:
        """Place the entries in lines: all in one, otherwise in columns; a note that is longer has its own."""
        widths, line = self._sizes([self._note] if self._note else [])
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
