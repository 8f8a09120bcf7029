"""The weights of a network as a picture to pick one from, and how fast each of them learns as a histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import LIGHT, Theme, font

if TYPE_CHECKING:
    from ...study.inside import Inside

__all__ = ["RateHistogram", "WeightMap", "rates_of"]

Floats = npt.NDArray[np.float64]

_BINS = 30


def rates_of(inside: Inside) -> Floats:
    """Return the effective learning rate of each weight, |Δθ| / |g|; NaN where the gradient is 0."""
    with np.errstate(all="ignore"):
        rates = np.abs(inside.after - inside.before) / np.abs(inside.gradient)
    return np.where(np.isfinite(rates), rates, np.nan)


class WeightMap(QWidget):
    """One square for each weight of a layer, coloured by how far the update moves it; a click picks one.

    Signals
    -------
    picked : int
        The number of a weight in the flat vector.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._inside: Inside | None = None
        self._weight = 0
        self._image: QImage | None = None
        self._shape = (1, 1)
        self._start = 0
        self._name = ""
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Weight map: arrow keys choose a weight")
        self.setToolTip(
            "Each square is a weight, the stronger the farther this update moves it. Click to pick one."
        )

    def sizeHint(self) -> QSize:
        return QSize(240, 130)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._draw()

    def show_inside(self, inside: Inside | None, weight: int) -> None:
        """Show the layer of a weight."""
        self._inside, self._weight = inside, weight
        self._draw()

    def _draw(self) -> None:
        self._image = None
        inside = self._inside
        if inside is not None:
            for name, start, shape in inside.layers:
                size = int(np.prod(shape))
                if start <= self._weight < start + size:
                    columns = shape[-1]
                    self._shape, self._start, self._name = (size // columns, columns), start, name
                    moved = np.abs(inside.after - inside.before)[start : start + size].reshape(self._shape)
                    self._image = _shaded(moved, self._theme)
        self.update()

    def _area(self) -> QRectF:
        rows, columns = self._shape
        room = QRectF(8, 18, self.width() - 16, self.height() - 24)
        side = min(room.width() / columns, room.height() / rows, 16.0)
        return QRectF(room.left(), room.top(), side * columns, side * rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            return
        area = self._area()
        painter.setFont(font(8.5))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(8, 13), f"{self._name}: {self._shape[0]} × {self._shape[1]}")
        painter.drawImage(area, self._image)
        row, column = divmod(self._weight - self._start, self._shape[1])
        width, height = area.width() / self._shape[1], area.height() / self._shape[0]
        square = QRectF(area.left() + column * width, area.top() + row * height, width, height)
        painter.setPen(QPen(QColor(self._theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square.adjusted(-1, -1, 1, 1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.0, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(-4, -4, 4, 4))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if self._image is None or not area.contains(event.position()):
            return
        column = int((event.position().x() - area.left()) / area.width() * self._shape[1])
        row = int((event.position().y() - area.top()) / area.height() * self._shape[0])
        self._pick(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a square; at the border into the next layer."""
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._shape[1], Qt.Key.Key_Down: self._shape[1],
        }  # fmt: skip
        by = moves.get(Qt.Key(event.key()))
        if by is None or self._inside is None:
            super().keyPressEvent(event)
            return
        self.picked.emit(min(max(self._weight + by, 0), len(self._inside.before) - 1))

    def _pick(self, row: int, column: int) -> None:
        rows, columns = self._shape
        self.picked.emit(self._start + min(row, rows - 1) * columns + min(column, columns - 1))


class RateHistogram(QWidget):
    """How many weights learn at which effective rate, on a logarithmic axis; a mark at the picked weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._logs = np.zeros(0)
        self._mark = np.nan
        self.setMinimumHeight(92)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Histogram of effective learning rates")
        self.setToolTip(
            "|Δθ| / |g| of every weight: plain gradient descent has one bar, adaptive methods a hill."
        )

    def sizeHint(self) -> QSize:
        return QSize(240, 96)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def show_rates(self, rates: Floats, picked: float) -> None:
        """Show effective rates, shape (params,), and mark one."""
        with np.errstate(all="ignore"):
            logs = np.log10(rates)
            self._mark = float(np.log10(picked)) if picked > 0 else np.nan
        self._logs = logs[np.isfinite(logs)]
        middle = 10 ** float(np.median(self._logs)) if len(self._logs) else float("nan")
        self.setAccessibleDescription(f"{len(self._logs)} weights, the median at {middle:.3g}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(8.5))
        metrics = QFontMetricsF(painter.font())
        theme, logs = self._theme, self._logs
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(8, metrics.ascent() + 1), "Effective learning rate of all weights")
        if not len(logs):
            return
        low, high = float(np.floor(logs.min())), float(np.ceil(logs.max()))
        high = max(high, low + 1.0)
        counts, _ = np.histogram(logs, bins=_BINS, range=(low, high))
        area = QRectF(8, metrics.height() + 4, self.width() - 16, self.height() - 2 * metrics.height() - 8)
        wide = area.width() / _BINS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        for at, count in enumerate(counts):
            if count:
                tall = max(area.height() * count / counts.max(), 1.5)
                painter.drawRect(
                    QRectF(area.left() + at * wide + 0.5, area.bottom() - tall, wide - 1.0, tall)
                )
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if low <= self._mark <= high:
            x = area.left() + area.width() * (self._mark - low) / (high - low)
            painter.setPen(QPen(QColor(theme.text), 1.6))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QColor(theme.muted))
        base = area.bottom() + metrics.ascent() + 2
        painter.drawText(QPointF(area.left(), base), f"1e{low:g}")
        text = f"1e{high:g}"
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(text), base), text)


def _shaded(values: Floats, theme: Theme) -> QImage:
    """Return one pixel a value: from the background for 0 to the warning colour for the largest."""
    finite = np.where(np.isfinite(values), values, 0.0)
    top = float(finite.max())
    share = np.sqrt(finite / top) if top > 0 else np.zeros_like(finite)
    low, high = (
        np.array(QColor(name).getRgb()[:3], dtype=np.float64) for name in (theme.grid, theme.warning)
    )
    pixels = np.ascontiguousarray(np.rint(low + share[..., None] * (high - low)).astype(np.uint8))
    rows, columns, _ = pixels.shape
    return QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
