"""Printed pages: what stays together does, nothing leaves the paper, and the study is attached."""

import re
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPdfWriter

from app.study.report.report import Report
from app.study.report.section import Cell, Figure, Heading, Points, Quote, Section, Table, Text
from app.ui.report.grid import column_widths
from app.ui.report.piece import Piece, pieces_of
from app.ui.report.print import pages_of, printed
from app.ui.report.sheet import Sheet, Words
from tests.study.report.conftest import SVG
from tests.study.report.hostile import HOSTILE


@pytest.fixture
def sheet(qapp):
    buffer = QBuffer(QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(1200)
    made = Sheet(writer)
    made.kept = buffer
    return made


def table(rows, columns=4, text="word", note="A note."):
    head = tuple(f"Head {k}" for k in range(columns))
    return Table(
        "Caption", head, tuple((f"Row {r}", *([text] * (columns - 1))) for r in range(rows)), note=note
    )


def report(*blocks, title="Title"):
    return Report(title, "Lead.", (Section("Section", blocks),), b'{"a": 1}')


EVERYTHING = (
    Text("Plain. " * 200),
    Text("Careful.", "warning"),
    Text("So it is.", "strong"),
    Heading("Below"),
    Points(("One", "Two " * 100)),
    Quote("A\nB", "Somebody"),
    table(5),
    table(150),
    Figure("loss", "Loss", "", SVG, "Caption."),
    Figure("tall", "Tall", "", SVG.replace(b"0 0 100 50", b"0 0 10 500")),
)


def laid_out(sheet, *blocks, **more):
    pieces = list(pieces_of(report(*blocks, **more), sheet))
    return pages_of(pieces, sheet), pieces


def test_nothing_leaves_the_paper_and_nothing_lies_over_anything(sheet):
    pages, pieces = laid_out(sheet, *EVERYTHING)
    assert len(pages) > 3
    assert {id(piece) for page in pages for piece, _ in page} >= {id(piece) for piece in pieces}
    for page in pages:
        y = sheet.top
        for piece, top in page:
            assert top >= y - 1e-6
            y = top + piece.height
        assert y <= sheet.bottom + 1e-6


def test_no_page_ends_with_a_heading_and_none_is_empty(sheet):
    for lines in range(1, 80):
        pages, _ = laid_out(sheet, *[Text(f"{k}") for k in range(lines)], Heading("Below"), table(3))
        assert all(pages)
        assert all(not page[-1][0].keeps for page in pages)


def test_the_head_of_a_long_table_is_on_each_of_its_pages(sheet):
    pages, pieces = laid_out(sheet, table(150, note=""))
    (head,) = {id(piece.again) for piece in pieces if piece.again is not None}
    assert len(pages) > 2
    for page in pages[1:]:
        assert id(page[0][0]) == head


def test_a_short_table_is_not_parted(sheet):
    for before in range(0, 60, 3):
        pages, pieces = laid_out(sheet, *[Text("x")] * before, table(10))
        rows = [id(piece) for piece in pieces if piece.again is not None]
        assert len(rows) == 10
        on = [[id(piece) for piece, _ in page] for page in pages]
        assert sum(any(row in page for row in rows) for page in on) == 1


def test_a_group_that_is_longer_than_a_page_is_parted(sheet):
    pieces = [Piece(sheet.height / 3, lambda *_: None, keeps=True) for _ in range(10)]
    assert [len(page) for page in pages_of(pieces, sheet)] == [3, 3, 3, 1]


def test_columns_fill_no_more_than_the_page(sheet):
    font, head = sheet.font(8.3), sheet.font(7.8, bold=True)
    for columns, text in ((3, "a"), (4, "words " * 30), (12, "1234567890"), (30, "x" * 500)):
        made = table(3, columns, text)
        rows = [list(row) for row in made.rows]
        widths = column_widths(sheet, made, rows, font, head)
        assert len(widths) == columns
        assert all(width > 0 for width in widths)
        assert sum(widths) + (columns - 1) * 8.0 * sheet.point <= sheet.width * 1.0001


def test_a_narrow_column_is_as_wide_as_its_text_and_a_wide_one_takes_the_rest(sheet):
    made = Table("", ("A", "B"), (("0.1", "word " * 100),))
    widths = column_widths(sheet, made, [["0.1", "word " * 100]], sheet.font(8.3), sheet.font(7.8))
    metrics = sheet.measure(sheet.font(8.3))
    assert widths[0] < 1.2 * metrics.horizontalAdvance("0.1") + sheet.point
    assert sum(widths) + 8.0 * sheet.point == pytest.approx(sheet.width)


@pytest.mark.parametrize("text", ["", "a", "a b " * 500, "x" * 3000, "🎲" * 300, "a\n\nb", "é" * 10])
def test_lines_hold_the_whole_text_and_are_no_wider_than_allowed(sheet, text):
    width = 150 * sheet.point
    words = Words(sheet, text, sheet.font(10), width)
    assert "".join("".join(words.lines).split()) == "".join(text.split())
    metrics = sheet.measure(sheet.font(10))
    assert all(metrics.horizontalAdvance(line.rstrip()) <= width * 1.01 for line in words.lines)


def test_a_text_without_end_is_cut_and_says_so(sheet):
    words = Words(sheet, "word " * 5000, sheet.font(10), sheet.width, most=4)
    assert len(words.lines) == 4
    assert words.lines[-1].endswith(" …")


def pages_in(content):
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_a_file_of_pages_with_vectors_and_the_study(qapp):
    content = printed(report(*EVERYTHING))
    assert content.startswith(b"%PDF-")
    assert b"study.descent.json" in content or b"s\x00t\x00u\x00d\x00y" in content
    streams = [
        zlib.decompressobj().decompress(part)
        for part in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
        if part[:1] == b"\x78"
    ]
    assert b'{"a": 1}' in [*streams, *re.findall(rb'\{"a": 1\}', content)]
    assert pages_in(content) > 3
    assert not re.search(rb"/Subtype\s*/Image", content)  # the drawing of this report is rectangles


def test_every_mark_has_a_look(qapp):
    marks = tuple(Cell("x", mark) for mark in ("changed", "warning", "good", "bad"))
    assert pages_in(printed(report(Table("A", tuple("abcd"), (marks,))))) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_printed(qapp, text):
    blocks = (
        Text(text),
        Quote(text, text),
        Points((text,)),
        Table(text, (text, text), ((text, text),), note=text),
    )
    content = printed(report(*blocks, title=text))
    assert content.startswith(b"%PDF-")
    assert 1 <= pages_in(content) < 20


def test_the_foot_is_painted_on_every_page(sheet, monkeypatch, qapp):
    from app.ui.report import print as module

    seen = []
    real = module._paint_foot
    monkeypatch.setattr(module, "_paint_foot", lambda *given: (seen.append(given[-1]), real(*given)))
    count = pages_in(printed(report(*EVERYTHING)))
    assert seen == [f"Page {number} of {count}" for number in range(1, count + 1)]
