"""The stage as one picture: what is in sight, where it stands, offered where pictures are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.ui.exhibit import heading_of
from tests.ui.exporting import export, names, only


@pytest.fixture(autouse=True)
def arranged(qtbot, window):
    """Give the window a size at which all stands side by side, and its panels where they stand at first."""
    before = window.size()
    window.resize(1366, 820)
    qtbot.waitUntil(lambda: window.width() == 1366)
    window.docks.arrange()
    window.grab()
    yield
    window.resize(before)
    window.docks.arrange()


def test_the_stage_is_what_is_in_sight_as_it_stands(window):
    stage = window.exhibit.stage()
    assert [part.plot for part in stage.parts] == [
        window.trajectory.plot,
        window.docks.curve(0).plot,
        window.docks.curve(1).plot,
        window.table._picture,
    ]
    trajectory, above, below, table = stage.places(1600, 900)
    assert trajectory[0] == 0
    assert above[0] == below[0] == trajectory[2]
    assert above[1] == 0 < below[1]
    assert table[1] == trajectory[3]
    assert table[2] == 1600


def test_without_the_table_it_has_none(window):
    window.docks["table"].hide()
    assert len(window.exhibit.stage().parts) == 2 + 1


def test_the_table_of_the_picture_says_what_the_table_says(qtbot, window):
    shown, view = window.table.picture().result, window.table.view.model()
    for row, cells in enumerate(shown.rows):
        assert list(cells) == [str(view.data(view.index(row, column))) for column in range(len(cells))]
    assert shown.heads[:2] == ("Lane", "Loss")
    assert "lowest loss" in shown.sentence
    leads = {row for row, column in shown.bold if shown.heads[column] == "Loss"}
    losses = [float(cells[1]) for cells in shown.rows]
    assert leads == {losses.index(min(losses))}


def test_what_lies_behind_another_panel_is_not_on_it(window):
    docks = window.docks
    window.tabifyDockWidget(docks["curve0"], docks["curve1"])
    docks["curve0"].raise_()
    window.grab()
    plots = [part.plot for part in window.exhibit.stage().parts]
    assert docks.curve(0).plot in plots
    assert docks.curve(1).plot not in plots


def test_one_plot_alone_is_no_stage(window):
    for name in ("curve0", "curve1"):
        window.docks[name].hide()
    assert window.exhibit.stage() is None


def test_two_races_are_told_apart(qtbot, window):
    window.split.keep()
    try:
        window.grab()
        headings = [part.heading for part in window.exhibit.stage().parts]
        assert headings[0] == "This race"
        assert headings[1].startswith("Ref: ")
        assert set(headings[2:]) == {""}
    finally:
        window.split.end()
    assert heading_of(window.trajectory.plot) == ""


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_dialog_offers_it(qtbot, window, dialog_for, tmp_path, kind):
    dialog = dialog_for(window)
    only(dialog, kind)
    for name, box in dialog.form.plots.items():
        box.setChecked(name == "stage")
    export(qtbot, dialog)
    assert names(tmp_path / "out") == [f"stage.{kind}"]
    if kind == "png":
        image = QImage(str(tmp_path / "out" / "stage.png"))
        assert (image.width(), image.height()) == tuple(spin.value() for spin in dialog.form.spins.values())[
            :2
        ]
    elif kind == "svg":
        text = (tmp_path / "out" / "stage.svg").read_text()
        assert "The whole stage" in text
        assert "Loss after 50 steps" in text
        assert "Gradient norm after 50 steps" in text


def test_without_a_second_plot_it_is_not_offered(qtbot, window, dialog_for):
    for name in ("curve0", "curve1"):
        window.docks[name].hide()
    assert "stage" not in dialog_for(window).form.plots


def test_a_key_copies_it_twice_as_fine(qtbot, window):
    QGuiApplication.clipboard().clear()
    width, height = window.exhibit.stage().size()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window, Qt.Key.Key_C, held | Qt.KeyboardModifier.ShiftModifier)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (2 * width, 2 * height)
    assert window.message_bar.text == "The stage, 4 panels, is on the clipboard as a picture."
