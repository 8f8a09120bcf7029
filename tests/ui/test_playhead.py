"""Where the playhead stands, and how far the engine may be ahead of it."""

import math

import pytest

from app.ui.playhead import LOOK_AHEAD, Playhead

FRAME = 1 / 60
TICKS = 1000


def playhead(speed):
    head = Playhead()
    head.speed = speed
    head.start()
    return head


def played(head, seconds, engine=lambda allowed: allowed):
    """Move frame by frame; the engine records what it is allowed to (or less) between frames."""
    recorded, ahead = head.tick, []
    for _ in range(round(seconds / FRAME)):
        recorded = max(recorded, engine(head.allowed(TICKS)))
        head.move(FRAME, recorded)
        ahead.append(head.allowed(TICKS) - head.tick)
        assert head.tick <= recorded
    return ahead


@pytest.mark.parametrize("speed", [1.0, 7.0, 60.0, 200.0])
def test_it_keeps_its_speed(speed):
    head = playhead(speed)
    played(head, 3.0)
    assert head.tick == pytest.approx(3.0 * speed, abs=speed * LOOK_AHEAD + 1)


@pytest.mark.parametrize("speed", [0.5, 1.0, 20.0, 60.0, 200.0, 1000.0])
def test_the_engine_is_at_most_two_frames_ahead(speed):
    ahead = played(playhead(speed), 0.9)
    assert max(ahead) <= speed * 2 * FRAME + 1
    if speed <= 20:
        assert max(ahead) <= 1


def test_the_first_step_is_seen_at_once():
    head = playhead(1.0)
    ahead = played(head, 2 * FRAME + 1e-3)
    assert ahead[0] <= 1
    played(head, 2 * FRAME)
    assert head.tick == 1


def test_it_waits_for_a_slow_engine_and_does_not_rush_afterwards():
    head = playhead(100.0)
    played(head, 2.0, engine=lambda allowed: min(allowed, 10))
    assert head.tick == 10
    played(head, 0.5)
    assert head.tick == pytest.approx(60, abs=5)


def test_slow_frames_do_not_slow_it_down():
    head = playhead(100.0)
    for _ in range(30):
        head.move(0.1, head.allowed(TICKS))
    assert head.tick == pytest.approx(300, abs=25)


def test_it_ends_at_the_end():
    head = playhead(1000.0)
    head.seek(990)
    played(head, 1.0)
    assert (head.tick, head.allowed(TICKS)) == (TICKS, TICKS)


def test_as_fast_as_it_computes_it_is_where_the_engine_is():
    head = playhead(math.inf)
    assert head.allowed(TICKS) == TICKS
    head.move(FRAME, 123)
    assert head.tick == 123


def test_over_a_recording_it_moves_without_the_engine():
    head = playhead(60.0)
    for _ in range(60):
        head.move(FRAME, 500)
    assert head.tick == pytest.approx(60, abs=2)


def test_there_is_nothing_before_the_start():
    head = playhead(1.0)
    head.seek(-3)
    assert head.tick == 0


def test_far_on_it_is_still_exact():
    head = playhead(1000.0)
    head.seek(10_000_000)
    head.move(1.0, 10_000_000)
    assert head.tick == 10_000_000
