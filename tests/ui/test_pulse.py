"""A standstill is told once; an engine that may not go on, or that does, stands still nowhere."""

from app.ui.pulse import STALL_SECONDS, Pulse


def test_a_standstill_is_told_once():
    pulse = Pulse()
    pulse.start(10, 100.0)
    assert not pulse.stalled(10, 50, 100.0 + STALL_SECONDS)
    assert pulse.stalled(10, 50, 100.1 + STALL_SECONDS)
    assert not pulse.stalled(10, 50, 200.0)
    assert not pulse.stalled(11, 50, 300.0)  # it went on after all, and may stand still again
    assert pulse.stalled(11, 50, 300.1 + STALL_SECONDS)


def test_who_is_granted_nothing_or_grows_does_not_stand_still():
    pulse = Pulse()
    pulse.start(10, 0.0)
    assert not pulse.stalled(10, 10, 1e6)
    for second in range(100):
        assert not pulse.stalled(10 + second, 1000, 1e6 + STALL_SECONDS * second)
