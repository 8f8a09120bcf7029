"""Type and measures of printed pages, and text laid out on them."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from ..theme import LIGHT

__all__ = ["BAD", "GOOD", "INK", "LINE", "QUIET", "WARNING", "Sheet", "Words"]

INK, QUIET, LINE, GOOD, WARNING, BAD = (
    LIGHT.text,
    LIGHT.muted,
    LIGHT.line,
    LIGHT.good,
    LIGHT.warning,
    LIGHT.bad,
)
_MARGIN = 48.0
_FOOT = 24.0
_LEADING = 1.3
_POINTS = 72.0


class Sheet:
    """A page of A4 paper, measured in the dots of a writer.

    Parameters
    ----------
    writer : QPdfWriter
        Without margins of its own.
    """

    def __init__(self, writer: QPdfWriter) -> None:
        self.writer = writer
        self.point = writer.resolution() / _POINTS
        paper = QPageSize(QPageSize.PageSizeId.A4).sizePoints()
        self.left = _MARGIN * self.point
        self.top = _MARGIN * self.point
        self.width = (paper.width() - 2 * _MARGIN) * self.point
        self.bottom = (paper.height() - _MARGIN - _FOOT) * self.point
        self.foot = (paper.height() - _MARGIN) * self.point

    @property
    def height(self) -> float:
        """Return how much fits on a page."""
        return self.bottom - self.top

    def font(self, points: float, bold: bool = False, italic: bool = False) -> QFont:
        """Return the application's font."""
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        font.setItalic(italic)
        return font

    def measure(self, font: QFont) -> QFontMetricsF:
        """Return a font's measures in dots."""
        return QFontMetricsF(font, self.writer)


class Words:
    """A paragraph in lines; what is longer than a line is broken, between words if that is possible.

    Parameters
    ----------
    sheet : Sheet
    text : str
    font : QFont
    width : float
        Dots.
    colour : str
    most : int
        Lines; what is left is cut off, and said so by dots.
    """

    def __init__(
        self, sheet: Sheet, text: str, font: QFont, width: float, colour: str = INK, most: int = 10_000
    ) -> None:
        self._font, self._colour = font, QColor(colour)
        self._sheet = sheet
        self.line = sheet.measure(font).height() * _LEADING / 1.15
        self._rise = sheet.measure(font).ascent()
        self.lines = [line for part in text.split("\n") for line in self._broken(part, width)] or [""]
        if len(self.lines) > most:
            self.lines[most - 1 :] = [self.lines[most - 1].rstrip() + " …"]

    @property
    def height(self) -> float:
        """Return how much room all lines take."""
        return self.line * len(self.lines)

    def _broken(self, text: str, width: float) -> list[str]:
        layout = QTextLayout(text, self._font, self._sheet.writer)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            # Qt counts in UTF-16: a sign beyond its first plane is two there.
            units = text.encode("utf-16-le", "surrogatepass")
            first, last = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
            found.append(units[first:last].decode("utf-16-le", "replace"))
        layout.endLayout()
        return found

    def paint(self, painter: QPainter, x: float, y: float, width: float | None = None) -> None:
        """Paint all lines below y; ending at x + width, if a width is given."""
        for number in range(len(self.lines)):
            self.paint_line(painter, number, x, y + number * self.line, width)

    def paint_line(
        self, painter: QPainter, number: int, x: float, y: float, width: float | None = None
    ) -> None:
        """Paint one line."""
        text = self.lines[number].rstrip()
        painter.setFont(self._font)
        painter.setPen(self._colour)
        if width is not None:
            x += width - self._sheet.measure(self._font).horizontalAdvance(text)
        painter.drawText(QPointF(x, y + self._rise), text)
