"""What every schedule promises, whichever it is; a new file in the folder is tested without being named."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.parameter import defaults
from app.engine.schedule import schedules

EVERY = list(schedules)
every = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
TOTALS = (1, 2, 3, 7, 100, 12_345)


def factors(schedule, steps):
    return np.array([schedule.multiplier(step) for step in range(steps)])


@every
def test_texts(kind):
    for text in (kind.name, kind.title, kind.formula, kind.description, kind.reference):
        assert text == text.strip() != ""
    assert kind.description.endswith(".")
    assert kind.name == kind.name.lower()


@every
def test_parameters_become_attributes(kind):
    schedule = kind(50)
    assert {name: getattr(schedule, name) for name in defaults(kind.parameters)} == defaults(kind.parameters)
    with pytest.raises(InputError, match=f"schedule {kind.name}"):
        kind(50, {"no_such": 1.0})


@every
@pytest.mark.parametrize("total", TOTALS)
def test_the_defaults_fit_any_race(kind, total):
    """Finite, never negative, never above the learning rate that was set, and not zero throughout."""
    found = factors(kind(total), total)
    assert np.isfinite(found).all()
    assert found.min() >= 0.0
    assert found.max() <= 1.0 + 1e-15
    assert found.max() > 0.0
    after = [kind(total).factor(total + step) for step in range(3)]
    assert np.isfinite(after).all()


@every
def test_a_longer_race_is_the_same_curve(kind):
    """The defaults are shares of the race; without an end, it goes on from where the short one stopped."""
    if kind.open_ended:
        np.testing.assert_array_equal(factors(kind(200), 200), factors(kind(2000), 2000)[:200])
        return
    short, long = factors(kind(2000), 2000), factors(kind(20_000), 20_000)
    np.testing.assert_allclose(short, long[::10], atol=0.02)


@every
@pytest.mark.parametrize("extreme", ["low", "high"])
def test_the_ends_of_the_sliders(kind, extreme):
    values = {}
    for parameter in kind.parameters:
        if parameter.kind in ("real", "integer"):
            values[parameter.name] = parameter.check(parameter.slider[extreme == "high"])
        elif parameter.kind in ("switch", "choice"):
            values[parameter.name] = (parameter.choices or (False, True))[-(extreme == "high")]
    found = factors(kind(40, values), 40)
    assert np.isfinite(found).all()
    assert found.min() >= 0.0
    momenta = [kind(40, values).momentum(step) for step in range(40)]
    assert all(momentum is None or 0.0 <= momentum < 1.0 for momentum in momenta)


@every
def test_a_warm_up_goes_with_any(kind):
    plain, warm = factors(kind(50), 50), factors(kind(50, {}, 10), 50)
    np.testing.assert_allclose(warm[:10], plain[:10] * np.arange(1, 11) / 10, rtol=1e-15)
    np.testing.assert_array_equal(warm[10:], plain[10:])


@every
def test_asking_twice_gives_the_same(kind):
    schedule = kind(30)
    assert [schedule.factor(step) for step in (20, 3, 20, 3)] == [
        *[schedule.factor(20), schedule.factor(3)] * 2
    ]
