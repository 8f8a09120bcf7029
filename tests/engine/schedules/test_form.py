"""The closed forms that PyTorch does not have, against their formulas."""

import math

import numpy as np
import pytest

from app.engine.schedule import schedules


def factors(name, total, **values):
    schedule = schedules[name](total, values)
    return [schedule.factor(step) for step in range(total)]


t = np.arange(100)


def test_inverse_time():
    np.testing.assert_allclose(factors("inverse_time", 100, decay=0.1), 1 / (1 + 0.1 * t), rtol=1e-15)
    # torch.optim.ASGD: lr / (1 + lambd lr t)^alpha.
    asgd = 0.5 / (1 + 1e-2 * 0.5 * t) ** 0.75
    np.testing.assert_allclose(
        0.5 * np.array(factors("inverse_time", 100, decay=1e-2 * 0.5, power=0.75)), asgd, rtol=1e-14
    )
    assert schedules["inverse_time"](100, {"end_factor": 0.2}).factor(100) == pytest.approx(0.2, rel=1e-14)


def test_inverse_sqrt():
    np.testing.assert_allclose(factors("inverse_sqrt", 100), 1 / np.sqrt(1 + t), rtol=1e-15)
    slower = factors("inverse_sqrt", 100, timescale=9.0)
    np.testing.assert_allclose(slower, 1 / np.sqrt(1 + t / 9), rtol=1e-15)


def test_noam():
    d, w = 512, 40
    form = d**-0.5 * np.minimum((t + 1) ** -0.5, (t + 1) * w**-1.5)
    np.testing.assert_allclose(factors("noam", 100, warmup_steps=w, d_model=d), form, rtol=1e-14)
    top = factors("noam", 100, warmup_steps=w)
    assert top[w - 1] == max(top) == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize(
    ("form", "decay"),
    [
        ("sqrt", lambda u: 1 - math.sqrt(u)),
        ("linear", lambda u: 1 - u),
        ("cosine", lambda u: (1 + math.cos(math.pi * u)) / 2),
        ("square", lambda u: 1 - u * u),
    ],
)
def test_wsd(form, decay):
    found = factors("wsd", 100, warmup_steps=10, decay_steps=0.2, form=form)
    np.testing.assert_allclose(found[:10], np.arange(1, 11) / 10, rtol=1e-15)
    assert set(found[10:81]) == {1.0}
    np.testing.assert_allclose(found[80:], [decay((step - 80) / 20) for step in range(80, 100)], rtol=1e-14)
    assert schedules["wsd"](100, {"form": form}).factor(100) == pytest.approx(0.0, abs=1e-15)


def test_linear_to_zero():
    found = factors("linear_to_zero", 100, warmup_steps=20)
    np.testing.assert_allclose(found[:20], np.arange(1, 21) / 20, rtol=1e-15)
    np.testing.assert_allclose(found[20:], (100 - np.arange(20, 100)) / 80, rtol=1e-15)
    assert schedules["linear_to_zero"](100).factor(100) == 0.0


def test_warmup_cosine_is_that_of_optax():
    """optax.warmup_cosine_decay_schedule(0, 1, W, T, end): decay_steps includes the warm-up."""
    schedule = schedules["warmup_cosine"](
        100, {"warmup_steps": 20, "start_factor": 0.0, "min_factor": 0.1, "total_steps": 80}
    )
    assert (schedule.factor(0), schedule.factor(10), schedule.factor(20)) == (0.0, 0.5, 1.0)
    assert schedule.factor(50) == pytest.approx(0.1 + 0.9 * 0.5, rel=1e-15)
    assert schedule.factor(80) == schedule.factor(99) == pytest.approx(0.1, rel=1e-14)


def test_the_exponential_ends_where_it_is_told_to():
    assert schedules["exponential"](77, {"end_factor": 0.03}).factor(77) == pytest.approx(0.03, rel=1e-13)
