"""A report as PDF: pages of A4 with vectors, numbered, the study attached to them."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from ...study.report.escape import printable
from ...study.report.report import Report
from ..race_plots import make_application
from .piece import Piece, groups, pieces_of
from .sheet import QUIET, Sheet, Words

__all__ = ["pages_of", "printed"]

_DPI = 1200


def printed(report: Report) -> bytes:
    """Return the content of the file. Qt notes in it when it was made, so that no two are equal."""
    make_application()  # fonts need one, and of a race that has not begun no figure has made it
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(printable(report.title))
    writer.setCreator("Descent Lab")
    writer.addFileAttachment("study.descent.json", QByteArray(report.study), "application/json")
    sheet = Sheet(writer)
    pages = pages_of(list(pieces_of(report, sheet)), sheet)
    painter = QPainter(writer)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        for piece, top in page:
            piece.paint(painter, sheet.left, top)
        _paint_foot(painter, sheet, report.title, f"Page {number} of {len(pages)}")
    painter.end()
    return bytes(content.data())


def pages_of(pieces: list[Piece], sheet: Sheet) -> list[list[tuple[Piece, float]]]:
    """Return for each page its pieces, and where each begins.

    What stays together begins a new page where the rest of this one is too short for it; only what would not
    fit on a page of its own is parted.
    """
    pages: list[list[tuple[Piece, float]]] = [[]]
    y = sheet.top
    for group in groups(pieces):
        whole = sum(piece.height + piece.before for piece in group)
        if pages[-1] and y + whole > sheet.bottom and whole <= sheet.height:
            pages.append([])
            y = sheet.top
        for piece in group:
            y += piece.before if pages[-1] else 0.0
            if pages[-1] and y + piece.height > sheet.bottom:
                pages.append([])
                y = sheet.top
            if not pages[-1] and piece.again is not None:
                pages[-1].append((piece.again, y))
                y += piece.again.height
            pages[-1].append((piece, y))
            y += piece.height
    return pages


def _paint_foot(painter: QPainter, sheet: Sheet, title: str, number: str) -> None:
    font = sheet.font(8)
    metrics = sheet.measure(font)
    room = sheet.width - metrics.horizontalAdvance(number) - 20 * sheet.point
    shown = " ".join(printable(title).split())
    while metrics.horizontalAdvance(shown) > room:
        shown = shown[: int(len(shown) * 0.9) - 1].rstrip() + "…"
    top = sheet.foot - metrics.height()
    Words(sheet, shown, font, sheet.width, QUIET, most=1).paint(painter, sheet.left, top)
    Words(sheet, number, font, sheet.width, QUIET).paint(painter, sheet.left, top, sheet.width)
