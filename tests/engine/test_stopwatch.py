"""What steps count as, by a made clock; what lanes make of it is in ``test_race.py``."""

import pytest

from app.engine.stopwatch import Stopwatch


def test_without_a_pause_steps_count_as_they_are_and_tell():
    watch = Stopwatch()
    assert watch.counted(4, 40e-6, cold=False) == 40e-6
    assert watch.counted(2, 90e-6, cold=True) == pytest.approx(20e-6)
    assert watch.counted(2, 15e-6, cold=True) == 15e-6  # never more than they took


def test_nothing_is_taken_from_steps_that_are_long_enough_to_tell():
    watch = Stopwatch()
    watch.note(1, 10e-6)
    assert watch.counted(20, 2e-3, cold=True) == 2e-3
    assert watch.counted(1, 200e-6, cold=True) == pytest.approx(100e-6)


def test_it_is_unsure_at_first_and_when_nothing_was_noted_for_long():
    watch = Stopwatch()
    assert watch.unsure(50e-6)
    assert not watch.unsure(5e-3)
    assert watch.counted(1, 50e-6, cold=True) == 50e-6  # there is nothing to go by
    watch.note(1, 10e-6)
    cold = 0
    while not watch.unsure(50e-6):
        watch.counted(1, 50e-6, cold=True)
        cold += 1
    assert 10 < cold < 100
    watch.note(1, 12e-6)
    assert not watch.unsure(50e-6)


def test_a_watch_measures(monkeypatch):
    moments = iter((3.0, 3.5))
    monkeypatch.setattr("app.engine.stopwatch._clock", lambda: next(moments))
    watch = Stopwatch()
    watch.start()
    assert watch.stop() == 0.5
