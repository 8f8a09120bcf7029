"""The first rows of a file: each head says what its column is for, and is clicked."""

import pytest

from app.study.intake.options import FileSpec
from app.study.intake.preview import preview
from app.ui.import_table import ImportTable
from app.ui.theme import LIGHT


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "things.csv"
    path.write_text("length,kind,weight\n1.5,in,2\n2.5,out,\n")
    return preview(FileSpec(path=str(path)))


@pytest.fixture
def table(qtbot):
    widget = ImportTable(LIGHT)
    qtbot.addWidget(widget)
    return widget


def heads(table):
    return [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]


def test_heads_say_target_left_out_or_what_is_in_the_column(table, found):
    table.show_preview(found, "weight", ())
    assert heads(table) == ["length\nnumber", "kind\ntext", "weight\ntarget"]
    table.show_preview(found, "weight", {"kind"})
    assert heads(table) == ["length\nnumber", "kind\nleft out", "weight\ntarget"]
    assert [table.item(1, at).text() for at in range(3)] == ["2.5", "out", ""]
    assert table.item(0, 1).foreground().color().name() == LIGHT.muted.lower()
    assert "1 missing" in table.horizontalHeaderItem(2).toolTip()


def test_a_click_on_a_head_names_its_column(qtbot, table, found):
    table.show_preview(found, "weight", ())
    with qtbot.waitSignal(table.column_clicked) as caught:
        table.horizontalHeader().sectionClicked.emit(1)
    assert caught.args == ["kind"]


def test_without_columns_there_is_nothing_to_see(table, found):
    table.show_preview(found, "weight", ())
    table.show_preview(None, "", ())
    assert (table.columnCount(), table.rowCount(), table.isHidden()) == (0, 0, True)
