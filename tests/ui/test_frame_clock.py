"""Frames while something moves, one after each touch, and none at rest."""

import pytest

from app.ui.frame_clock import FrameClock


@pytest.fixture
def clock(qapp):
    clock = FrameClock()
    yield clock
    clock.stop()


def test_several_touches_are_one_frame_and_then_there_is_rest(qtbot, clock):
    beats = []
    clock.beat.connect(lambda passed: beats.append(passed))
    for _ in range(5):
        clock.touch()
    assert beats == []  # never within the call
    qtbot.waitUntil(lambda: not clock.active)
    assert len(beats) == 1


def test_it_beats_until_nothing_moves(qtbot, clock):
    beats = []
    clock.beat.connect(lambda passed: beats.append(passed))
    clock.start()
    qtbot.waitUntil(lambda: len(beats) >= 4)
    assert clock.active
    assert all(passed >= 0.0 for passed in beats)
    clock.moving = False
    qtbot.waitUntil(lambda: not clock.active)
    count = len(beats)
    qtbot.wait(60)
    assert len(beats) == count


def test_a_touch_from_within_a_frame_makes_another(qtbot, clock):
    left = [2]

    def again(_):
        if left[0]:
            left[0] -= 1
            clock.touch()

    beats = []
    clock.beat.connect(again)
    clock.beat.connect(lambda passed: beats.append(passed))
    clock.touch()
    qtbot.waitUntil(lambda: not clock.active)
    assert len(beats) == 3
