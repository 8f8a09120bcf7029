"""The panels change over when the window is made small or large, and nothing of them is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.arrangement import COMPACT, OWN, WIDE

LARGE, SMALL = (1366, 768), (1000, 600)


@pytest.fixture
def sized(qtbot, window):
    """Return a function that gives the window a size, and waits until the panels stand as they have room."""
    before = window.size()

    def resize(width, height):
        window.resize(width, height)
        qtbot.waitUntil(lambda: (window.width(), window.height()) == (width, height))
        qtbot.waitUntil(lambda: not window.arrangement._rest.isActive())
        window.grab()
        QApplication.processEvents()
        return window

    window.arrangement.reset()
    yield resize
    window.resize(before)
    window.arrangement.reset()


def places(window):
    area = window.dockWidgetArea
    return {name: area(window.docks[name]) for name in ("study", "table", "curve0", "curve1", "help")}


def test_a_window_that_is_made_small_has_one_column_and_made_large_again_has_all(sized):
    window = sized(*LARGE)
    assert window.arrangement.name == WIDE
    wide = places(window)
    sized(*SMALL)
    assert window.arrangement.name == COMPACT
    assert places(window)["curve0"] == Qt.DockWidgetArea.LeftDockWidgetArea
    assert window.trajectory.width() > 0.55 * window.width()
    sized(*LARGE)
    assert window.arrangement.name == WIDE
    assert places(window) == wide
    assert abs(window.docks["curve0"].height() - window.docks["curve1"].height()) < 40


def test_at_the_limit_it_does_not_go_to_and_fro(sized):
    sized(*LARGE)
    window = sized(1200, 700)  # from which to which side of the limit it came
    assert window.arrangement.name == WIDE
    sized(1160, 700)
    assert window.arrangement.name == COMPACT
    sized(1200, 700)
    assert window.arrangement.name == COMPACT
    sized(1240, 700)
    assert window.arrangement.name == WIDE


def test_a_window_that_goes_back_at_once_stays_as_it_is(qtbot, sized):
    window = sized(*LARGE)
    window.resize(*SMALL)
    window.resize(*LARGE)
    qtbot.waitUntil(lambda: not window.arrangement._rest.isActive())
    assert window.arrangement.name == WIDE
    assert len(window.docks.open_now()) == 4


def test_what_was_opened_and_closed_meanwhile_is_so_on_the_other_side(sized):
    window = sized(*LARGE)
    window.docks["curve1"].hide()
    window.docks.open("help")
    sized(*SMALL)
    assert window.docks["curve1"].isHidden()
    assert not window.docks["help"].visibleRegion().isEmpty()
    window.docks["help"].hide()
    window.docks.open("inspector")
    sized(*LARGE)
    assert window.docks["help"].isHidden()
    assert window.docks["curve1"].isHidden()
    assert not window.docks["inspector"].visibleRegion().isEmpty()
    assert set(window.docks.open_now()) == {"study", "table", "inspector", "curve0"}


def test_what_was_opened_last_is_in_front_of_what_is_always_there(sized):
    window = sized(*LARGE)
    for name in ("help", "sweep"):
        window.docks.open(name)
    window.grab()
    for size in (SMALL, LARGE):
        window.resize(*size)
        window.arrangement.fit()
        window.grab()
        QApplication.processEvents()
        assert {"help", "sweep"} <= set(window.docks.in_front())
        assert {"study", "table", "curve0", "curve1"} <= set(window.docks.open_now())


def test_what_the_person_made_wider_is_as_wide_on_the_way_back(qtbot, sized):
    window = sized(*LARGE)
    before = window.docks["curve0"].width()
    edge = window.docks["curve0"].geometry().topLeft() + QPoint(-3, 80)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(window, edge - QPoint(60, 0))
    qtbot.waitUntil(lambda: window.docks["curve0"].width() > before + 30)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=edge - QPoint(60, 0))
    width = window.docks["curve0"].width()
    sized(*SMALL)
    sized(*LARGE)
    assert abs(window.docks["curve0"].width() - width) < 8


def test_the_column_of_the_study_stays_hidden_and_comes_back(sized):
    window = sized(*LARGE)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    sized(*SMALL)
    assert window.docks["study"].isHidden()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not window.docks["study"].isHidden()
    sized(*LARGE)
    assert not window.docks["study"].isHidden()


def test_who_has_moved_a_panel_keeps_it_there(sized):
    window = sized(*LARGE)
    # As a drag of its title does.
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.docks["curve1"])
    assert window.arrangement.name == OWN
    before = places(window)
    sized(*SMALL)
    assert places(window) == before
    window.actions_by_name["reset_layout"].trigger()
    assert window.arrangement.name == COMPACT
    sized(*LARGE)
    assert window.arrangement.name == WIDE


def test_a_panel_of_its_own_window_is_a_choice_too(sized):
    window = sized(*LARGE)
    window.docks["table"].topLevelChanged.emit(True)  # without a window, which not every platform can raise
    assert window.arrangement.name == OWN
    sized(*SMALL)
    assert window.arrangement.name == OWN


def test_a_lecture_changes_nothing(qtbot, sized):
    window = sized(*SMALL)
    assert window.arrangement.name == COMPACT
    window.actions_by_name["presentation"].trigger()
    try:
        window.resize(*LARGE)
        QTest.qWait(0)
        window.arrangement.fit()
        assert window.arrangement.name == COMPACT
    finally:
        window.actions_by_name["presentation"].trigger()


@pytest.mark.parametrize(("name", "own"), [(WIDE, False), (COMPACT, False), (OWN, True), ("", True)])
def test_what_is_restored_knows_whose_it_was(sized, name, own):
    window = sized(*LARGE)
    window.arrangement.adopt(name)
    assert (window.arrangement.name == OWN) == own
    sized(*SMALL)
    assert (window.arrangement.name == COMPACT) == (not own)


def test_it_is_remembered_whose_it_was(window):
    window.settings.set("window/arrangement", COMPACT)
    window.settings.forget_layout()
    assert window.settings.text("window/arrangement") == ""
