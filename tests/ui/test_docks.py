"""Where the panels stand in a small window and in a large one, and how the study's column makes room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def sized(qtbot, window):
    """Return a function that gives the window a size and puts all panels where they stand at first."""
    before = window.size()

    def resize(width, height):
        window.resize(width, height)
        window.docks.arrange()
        window.resize(width, height)  # the panels beside each other may have been too wide for it
        qtbot.waitUntil(lambda: window.width() == width)
        window.grab()
        QApplication.processEvents()
        return window

    yield resize
    resize(before.width(), before.height())


def shares(window):
    return window.trajectory.width() / window.width(), window.trajectory.height() / window.height()


def test_in_a_small_window_the_trajectory_has_most_of_the_room(sized):
    window = sized(960, 508)
    across, down = shares(window)
    assert across > 0.55
    assert down > 0.75
    for name in ("study", "curve0"):
        assert window.docks[name].isVisible()
        assert not window.docks[name].visibleRegion().isEmpty()
    area = window.dockWidgetArea(window.docks["table"])
    assert area == Qt.DockWidgetArea.LeftDockWidgetArea


def test_in_a_large_window_all_stand_side_by_side(sized):
    window = sized(1600, 1000)
    for name in ("study", "curve0", "curve1", "table"):
        assert not window.docks[name].visibleRegion().isEmpty()
    heights = [window.docks[name].height() for name in ("curve0", "curve1")]
    assert abs(heights[0] - heights[1]) < 40
    assert shares(window)[0] > 0.35


@pytest.mark.parametrize("size", [(960, 508), (1600, 1000)])
def test_a_key_hides_the_column_of_the_study_and_brings_it_back(sized, size):
    window = sized(*size)
    shown = {name for name in ("study", "inspector", "table") if not window.docks[name].isHidden()}
    before = window.trajectory.height(), window.trajectory.width()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.docks["study"].isHidden()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    window.grab()
    assert {n for n in ("study", "inspector", "table") if not window.docks[n].isHidden()} == shown
    assert not window.docks["study"].visibleRegion().isEmpty()
    assert abs(window.trajectory.width() - before[1]) < 60


def test_a_button_beside_the_title_does_the_same(sized):
    window = sized(960, 508)
    QTest.mouseClick(window.trajectory.side, Qt.MouseButton.LeftButton)
    assert window.docks["study"].isHidden()
    QTest.mouseClick(window.trajectory.side, Qt.MouseButton.LeftButton)
    assert not window.docks["study"].isHidden()


@pytest.mark.parametrize("size", [(960, 508), (1600, 1000)])
def test_a_text_panel_is_given_room_where_it_opens(sized, size):
    window = sized(*size)
    window.docks.open("help")
    window.grab()
    QApplication.processEvents()
    above = window.docks["study" if size[0] < 1000 else "curve0"]
    assert window.docks["help"].height() > above.height()
    window.docks["help"].hide()


def test_on_a_small_screen_the_window_stays_within_it_whatever_is_open(sized):
    """The transport stands at the bottom: a window that grows beyond the screen has none."""
    window = sized(1366, 736)
    for name in ("verdict", "sweep", "tune", "suite"):
        window.docks.open(name)
        window.message_bar.show_message("warning", "Something that stays.")
        window.grab()
        QApplication.processEvents()
        assert window.height() == 736, name
        assert window.transport.mapTo(window, window.transport.rect().bottomLeft()).y() < 736
    window.message_bar.dismiss()
    for name in ("verdict", "sweep", "tune", "suite"):
        window.docks[name].hide()


def test_a_message_takes_room_only_while_it_is_there(qtbot, sized):
    window = sized(1366, 736)
    for name in ("verdict", "sweep"):
        window.docks.open(name)
    names = ("curve0", "verdict", "sweep")

    def heights():
        return [window.docks[name].height() for name in names]

    qtbot.wait(300)  # the docks slide to their places
    before = heights()
    window.message_bar.show_message("warning", "Something that stays.")
    qtbot.waitUntil(lambda: heights() != before)
    qtbot.wait(500)
    window.message_bar.dismiss()
    qtbot.waitUntil(lambda: heights() == before)
    for name in ("verdict", "sweep"):
        window.docks[name].hide()


def test_docks_that_were_moved_while_a_message_was_there_stay(qtbot, sized):
    window = sized(1366, 736)
    window.docks.open("sweep")
    window.message_bar.show_message("warning", "Something that stays.")
    qtbot.wait(500)
    window.resizeDocks([window.docks["sweep"]], [220], Qt.Orientation.Vertical)
    qtbot.wait(300)
    window.message_bar.dismiss()
    qtbot.wait(600)
    assert window.docks["sweep"].height() < 240
    window.docks["sweep"].hide()
