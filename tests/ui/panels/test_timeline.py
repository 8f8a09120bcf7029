"""The time line is driven by mouse and keys as a person would."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.ui.panels.bookmark import Bookmark
from app.ui.panels.timeline import Timeline
from app.ui.theme import DARK


@pytest.fixture
def timeline(qtbot):
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.resize(420, 30)
    widget.show()
    widget.set_state(1000, 800, 500)
    return widget


def test_click_scrubs_to_that_tick(qtbot, timeline):
    with qtbot.waitSignal(timeline.scrubbed) as caught:
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(10 + 400 // 4, 15))
    assert caught.args == [250]
    assert timeline.tick == 250


def test_nothing_beyond_the_recording_can_be_reached(timeline):
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(415, 15))
    assert timeline.tick == 800


@pytest.mark.parametrize(
    ("key", "tick"),
    [(Qt.Key.Key_Left, 499), (Qt.Key.Key_Right, 501), (Qt.Key.Key_PageUp, 400), (Qt.Key.Key_PageDown, 600)],
)
def test_keys_move_the_playhead(timeline, key, tick):
    QTest.keyClick(timeline, key)
    assert timeline.tick == tick


def test_drag_scrubs_all_the_way(timeline):
    seen = []
    timeline.scrubbed.connect(lambda found, to=seen: to.append(found))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(10, 15))
    for x in (110, 210):
        QTest.mouseMove(timeline, QPoint(x, 15))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(210, 15))
    assert seen[0] == 0
    assert seen == sorted(seen)


def test_an_empty_race_cannot_be_scrubbed(timeline):
    timeline.set_state(0, 0, 0)
    seen = []
    timeline.scrubbed.connect(lambda found, to=seen: to.append(found))
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(200, 15))
    assert seen == []


def test_each_kind_of_bookmark_is_painted_in_its_colour(timeline):
    timeline.apply_theme(DARK)
    before = timeline.grab().toImage()
    for kind in ("diverged", "target", "changed", "leader"):
        timeline.set_bookmarks((Bookmark(200, kind, "something", "#ff0000"),))
        image = timeline.grab().toImage()
        assert image != before
        reds = [
            image.pixelColor(x, y).red() > 200 and image.pixelColor(x, y).green() < 80
            for x in range(80, 102)
            for y in range(image.height())
        ]
        assert any(reds), kind


MARKS = (
    Bookmark(203, "target", "Adam reached the target", "#ff0000"),
    Bookmark(600, "diverged", "SGD diverged", "#00ff00"),
)


def test_a_click_on_a_bookmark_goes_exactly_there_and_one_on_the_groove_does_not(timeline):
    timeline.set_bookmarks(MARKS)
    x = 10 + round(400 * 0.203) + 3
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, 5))
    assert timeline.tick == 203
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, 15))
    assert timeline.tick == round((x - 10) / 400 * 1000) != 203


def test_pointing_at_a_bookmark_says_what_it_is(timeline, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: told.append(text))
    timeline.set_bookmarks(MARKS)
    QTest.mouseMove(timeline, QPoint(10 + 240, 5))
    assert told == ["SGD diverged"]
    assert timeline.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(timeline, QPoint(10 + 300, 5))
    assert timeline.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_neighbours_of_the_playhead(timeline):
    timeline.set_bookmarks(MARKS)
    assert timeline.neighbour(1) is MARKS[1]
    assert timeline.neighbour(-1) is MARKS[0]
    timeline.set_state(1000, 800, 600)
    assert timeline.neighbour(1) is None


def turn(timeline, angle, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(50, 15),
        QPointF(timeline.mapToGlobal(QPoint(50, 15))),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)


def test_the_wheel_moves_by_a_hundredth_with_shift_by_a_step_and_a_touch_pad_adds_up(timeline):
    turn(timeline, -120)
    assert timeline.tick == 510
    turn(timeline, 120, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.tick == 509
    for _ in range(6):
        turn(timeline, -20, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.tick == 510
