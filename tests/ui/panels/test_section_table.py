from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from app.study.report.section import Cell, Table, Text
from app.ui.frame import LaneLook
from app.ui.panels.section_table import SectionTable, SectionTables
from app.ui.theme import DARK, LIGHT

TABLE = Table(
    "Each lane",
    ("Lane", "Steps"),
    (("Adam", Cell("12", "good")), ("Mine", Cell("∞", "bad"))),
    frozenset({1}),
    "A note.",
)
LOOKS = (LaneLook("Adam", "#ff0000"), LaneLook("Mine", "#0000ff"))


def test_cells_stand_as_in_the_report_with_the_colours_of_the_lanes(qtbot):
    table = SectionTable(LIGHT)
    qtbot.addWidget(table)
    table.show_table(TABLE, LOOKS)
    assert [table.item(row, 1).text() for row in range(2)] == ["12", "∞"]
    assert table.item(0, 1).foreground().color() == QColor(LIGHT.good)
    assert table.item(1, 1).foreground().color() == QColor(LIGHT.bad)
    assert table.item(0, 1).textAlignment() & Qt.AlignmentFlag.AlignRight
    assert not table.item(0, 0).icon().isNull()
    assert table.accessibleName() == "Each lane"
    assert table.accessibleDescription() == "A note."
    assert table.height() >= table.rowHeight(0) * 2


def test_tables_stand_below_each_other_with_caption_and_note(qtbot):
    tables = SectionTables(LIGHT)
    qtbot.addWidget(tables)
    tables.show_blocks((TABLE, Text("Best at the edge.")), LOOKS)
    texts = [label.text() for label in tables.findChildren(QLabel)]
    assert texts == ["Each lane", "A note.", "Best at the edge."]
    before = tables.widget()
    tables.show_blocks(tables._blocks, LOOKS)
    assert tables.widget() is before  # the same are not made anew
    tables.apply_theme(DARK)
    (table,) = tables.widget().findChildren(SectionTable)
    assert table.item(0, 1).foreground().color() == QColor(DARK.good)
