"""The time line is driven by mouse and keys as a person would."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.panels.timeline import Bookmark, Timeline
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
    timeline.scrubbed.connect(seen.append)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(10, 15))
    for x in (110, 210):
        QTest.mouseMove(timeline, QPoint(x, 15))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(210, 15))
    assert seen[0] == 0
    assert seen == sorted(seen)


def test_an_empty_race_cannot_be_scrubbed(timeline):
    timeline.set_state(0, 0, 0)
    seen = []
    timeline.scrubbed.connect(seen.append)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(200, 15))
    assert seen == []


def test_each_kind_of_bookmark_is_painted_in_its_colour(timeline):
    timeline.apply_theme(DARK)
    before = timeline.grab().toImage()
    for kind in ("diverged", "target", "changed"):
        timeline.set_bookmarks((Bookmark(200, kind, "something", "#ff0000"),))
        image = timeline.grab().toImage()
        assert image != before
        reds = [
            image.pixelColor(x, y).red() > 200 and image.pixelColor(x, y).green() < 80
            for x in range(80, 102)
            for y in range(image.height())
        ]
        assert any(reds), kind
