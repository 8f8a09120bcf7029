"""The pieces that pages are filled with: none of them is parted by the end of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from ...study.report.escape import printable
from ...study.report.report import Report
from ...study.report.section import Block, Figure, Heading, Points, Quote, Table, Text
from .grid import grid_pieces
from .sheet import INK, LINE, QUIET, WARNING, Sheet, Words

__all__ = ["Piece", "groups", "pieces_of"]

Paint = Callable[[QPainter, float, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on one page as a whole.

    Parameters
    ----------
    height : float
        Dots.
    paint : callable
        Gets the painter, and where its left upper corner is.
    before : float
        Room above it, except at the top of a page.
    keeps : bool
        Whether it stays on the page of the piece that follows.
    again : Piece, optional
        What is repeated above it if it begins a page: the head of a table.
    """

    height: float
    paint: Paint
    before: float = 0.0
    keeps: bool = False
    again: Piece | None = None


def pieces_of(report: Report, sheet: Sheet) -> Iterator[Piece]:
    """Yield the pieces of a report from top to bottom."""
    point = sheet.point
    yield from _lines(sheet, report.title, 20, bold=True, keeps=True)
    yield from _lines(sheet, report.lead, 11, colour=QUIET, before=4 * point)
    for section in report.sections:
        yield _rule(sheet, 18 * point)
        yield from _lines(sheet, section.title, 14, bold=True, before=8 * point, keeps=True)
        for block in section.blocks:
            yield from _block(sheet, block)


def _block(sheet: Sheet, block: Block) -> Iterator[Piece]:
    point = sheet.point
    if isinstance(block, Heading):
        yield from _lines(sheet, block.text, 11.5, bold=True, before=12 * point, keeps=True)
    elif isinstance(block, Text):
        look = {"warning": WARNING, "quiet": QUIET}.get(block.mark, INK)
        strong = block.mark == "strong"
        size = 9 if block.mark == "quiet" else 11.5 if strong else 10
        yield from _lines(sheet, block.text, size, bold=strong, colour=look, before=6 * point)
    elif isinstance(block, Points):
        for item in block.items:
            yield from _lines(sheet, item, 10, before=4 * point, indent=12 * point, sign="•")
    elif isinstance(block, Quote):
        yield from _lines(sheet, block.text, 10.5, before=6 * point, indent=12 * point, bar=True)
        yield from _lines(sheet, block.source, 9, colour=QUIET, before=2 * point, indent=12 * point)
    elif isinstance(block, Table):
        yield from grid_pieces(sheet, block, Piece)
        if block.note:
            yield from _lines(sheet, block.note, 8.5, colour=QUIET, before=4 * point)
    else:
        yield _drawn(sheet, block)


def _lines(
    sheet: Sheet,
    text: str,
    points: float,
    bold: bool = False,
    colour: str = INK,
    before: float = 0.0,
    keeps: bool = False,
    indent: float = 0.0,
    sign: str = "",
    bar: bool = False,
) -> Iterator[Piece]:
    """Yield a paragraph line by line; its first two lines stay together, and its last two."""
    if not text:
        return
    words = Words(sheet, printable(text), sheet.font(points, bold), sheet.width - indent, colour)
    count = len(words.lines)

    def painted(number: int) -> Paint:
        def paint(painter: QPainter, x: float, y: float) -> None:
            if sign and not number:
                Words(sheet, sign, sheet.font(points), indent, colour).paint(painter, x, y)
            if bar:
                painter.setPen(QPen(QColor(LINE), 2.5 * sheet.point))
                left = x + 2 * sheet.point
                painter.drawLine(QPointF(left, y), QPointF(left, y + words.line))
            words.paint_line(painter, number, x + indent, y)

        return paint

    for number in range(count):
        together = number in (0, count - 2) and count > 1
        yield Piece(words.line, painted(number), 0.0 if number else before, keeps or together)


def _rule(sheet: Sheet, before: float) -> Piece:
    def paint(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor(LINE), 0.8 * sheet.point))
        painter.drawLine(QPointF(x, y), QPointF(x + sheet.width, y))

    return Piece(sheet.point, paint, before, keeps=True)


def _drawn(sheet: Sheet, figure: Figure) -> Piece:
    """Return a figure with what stands below it."""
    point = sheet.point
    drawing = QSvgRenderer(QByteArray(figure.svg))
    size = drawing.viewBoxF().size()
    share = size.height() / max(size.width(), 1.0)
    told = printable(f"{figure.title}. {figure.caption}")
    head = Words(sheet, told, sheet.font(9), sheet.width, QUIET, most=12)
    room = sheet.height - head.height - 6 * point
    width = min(sheet.width, room / max(share, 1e-6))
    height = width * share

    def paint(painter: QPainter, x: float, y: float) -> None:
        drawing.render(painter, QRectF(x, y, width, height))
        painter.setPen(QPen(QColor(LINE), 0.6 * point))
        painter.drawRect(QRectF(x, y, width, height))
        head.paint(painter, x, y + height + 4 * point)

    return Piece(height + head.height + 6 * point, paint, 10 * point)


def groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces that stay together."""
    found: list[Piece] = []
    for piece in pieces:
        found.append(piece)
        if not piece.keeps:
            yield found
            found = []
    if found:
        yield found
