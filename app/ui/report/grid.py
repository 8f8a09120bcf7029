"""A table in pieces: a row is not parted, its head is repeated on each page, its columns share the width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ...study.report.escape import printable
from ...study.report.section import Cell, Table
from .sheet import BAD, GOOD, INK, LINE, QUIET, WARNING, Sheet, Words

if TYPE_CHECKING:
    from .piece import Piece

__all__ = ["column_widths", "grid_pieces"]

_SIZE, _HEAD = 8.3, 7.8
_GAP = 8.0  # points between columns
_LEAST = 80.0  # points that a column's longest word may ask for
_MOST_LINES = 24
_WHOLE = 14  # rows: a table of so many is not parted if it fits on a page
_LOOKS = {"changed": INK, "warning": WARNING, "good": GOOD, "bad": BAD}


def grid_pieces(sheet: Sheet, table: Table, piece: Callable[..., Piece]) -> Iterator[Piece]:
    """Yield caption, head and rows."""
    point = sheet.point
    plain, head_font = sheet.font(_SIZE), sheet.font(_HEAD, bold=True)
    bold = sheet.font(_SIZE, bold=True)
    rows = [[_text(cell) for cell in row] for row in table.rows]
    widths = column_widths(sheet, table, rows, bold, head_font)
    caption = Words(sheet, printable(table.caption), sheet.font(10, bold=True), sheet.width, most=4)
    yield piece(caption.height + 3 * point, caption.paint, 12 * point, True)

    def line(texts: list[str], fonts: list[QFont], colours: list[str], thick: float) -> Piece:
        cells = [
            Words(sheet, printable(text), font, width, colour, _MOST_LINES)
            for text, font, colour, width in zip(texts, fonts, colours, widths, strict=True)
        ]
        height = max(cell.height for cell in cells) + 4 * point

        def paint(painter: QPainter, x: float, y: float) -> None:
            left = x
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                cell.paint(painter, left, y + 2 * point, width if number in table.numbers else None)
                left += width + _GAP * point
            painter.setPen(QPen(QColor(LINE), thick * point))
            painter.drawLine(
                QPointF(x, y + height), QPointF(min(left - _GAP * point, x + sheet.width), y + height)
            )

        return piece(height, paint)

    count = len(table.head)
    head = line(list(table.head), [head_font] * count, [QUIET] * count, 1.2)
    yield piece(head.height, head.paint, 0.0, True)
    last = len(rows) - 1
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        fonts = [bold if isinstance(cell, Cell) else plain for cell in row]
        colours = [_LOOKS[cell.mark] if isinstance(cell, Cell) else INK for cell in row]
        made = line(texts, fonts, colours, 0.5)
        # No row stands alone on a page, and the note stays with the last one.
        keeps = number == 0 or number == last - 1 or last < _WHOLE
        keeps = (keeps and number < last) or (bool(table.note) and number == last)
        yield piece(made.height, made.paint, 0.0, keeps, head)


def column_widths(
    sheet: Sheet, table: Table, rows: list[list[str]], font: QFont, head_font: QFont
) -> list[float]:
    """Return the width of each column in dots: as wide as its text, or what is left of the page for it."""
    measures = [(sheet.measure(head_font), list(table.head)), *((sheet.measure(font), row) for row in rows)]
    count = len(table.head)
    whole, least = [0.0] * count, [0.0] * count
    for metrics, texts in measures:
        for column, text in enumerate(texts):
            parts = [metrics.horizontalAdvance(word) for word in text.split()] or [0.0]
            least[column] = max(least[column], min(max(parts), _LEAST * sheet.point))
            longest = max(map(metrics.horizontalAdvance, text.split("\n")))
            wide = longest if metrics is not measures[0][0] else max(parts)  # a head may take several lines
            whole[column] = max(whole[column], wide + sheet.point)
    room = sheet.width - (count - 1) * _GAP * sheet.point
    if sum(whole) <= room:
        return whole
    least = [min(pair) for pair in zip(least, whole, strict=True)]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    wanted = [full - small for full, small in zip(whole, least, strict=True)]
    return _shared(room, least, wanted)


def _shared(room: float, least: list[float], wanted: list[float]) -> list[float]:
    """Give what is left to the columns that want more, the modest ones first."""
    left = room - sum(least)
    found = list(least)
    waiting = sorted(range(len(least)), key=lambda column: wanted[column])
    for done, column in enumerate(waiting):
        given = min(wanted[column], left / (len(waiting) - done))
        found[column] += given
        left -= given
    return found


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell
