"""R of the acceptance numbers: schedules. All closed forms: `schedules/test_golden.py` and `test_form.py`."""

import pytest

from app.engine.schedule import schedules


def test_r_one_cycle():
    schedule = schedules["one_cycle"](100)
    assert schedule.factor(0) == pytest.approx(0.04, rel=1e-14)
    assert schedule.factor(29) == pytest.approx(1.0, rel=1e-14)
    assert schedule.factor(99) == pytest.approx(4e-6, rel=1e-9)
    momenta = [schedule.momentum(step) for step in (0, 29, 99)]
    assert momenta == pytest.approx([0.95, 0.85, 0.95], rel=1e-14)
    assert max(range(100), key=schedule.factor) == 29


def test_r_cosine_annealing_climbs_back():
    schedule = schedules["cosine"](60, {"T_max": 20})
    assert schedule.factor(20) == pytest.approx(0.0, abs=1e-15)
    assert schedule.factor(40) == pytest.approx(1.0, rel=1e-15)
    assert schedule.factor(30) == pytest.approx(0.5, rel=1e-14)


def test_r_reduce_on_plateau():
    """Patience 3, losses 1, .9, .8, .8, ...: the reduction comes with the fourth stale epoch."""
    schedule = schedules["reduce_on_plateau"](60, {"patience": 3})
    found = []
    for loss in (1.0, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8):
        schedule.watch(1, {"loss": loss})
        found.append(schedule.factor(1))
    assert found == pytest.approx([1.0] * 6 + [0.1])
