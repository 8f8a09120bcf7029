"""What the phases of an update say is what the update does: to the next point, and to each slot they name."""

import copy

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from app.engine.phase import State, explain
from tests.engine.optimizers.test_contract import numbers, settings
from tests.engine.quadratic import Quadratic, begin

EXPLAINED = [kind for kind in optimizers if kind(1, 2).phases()]
every = pytest.mark.parametrize("kind", EXPLAINED, ids=lambda kind: kind.name)
SHAPE = (3, 4)
STEPS = 25


def cases(kind):
    """Every setting of the switches, plain and with whatever zero turns off turned on, runs that differ."""
    zeros = {p.name: 0.3 for p in numbers(kind) if p.default == 0 and p.slider[1] >= 0.3 and p.kind == "real"}
    for setting in settings(kind):
        yield setting
        yield setting | zeros
    yield {"lr": np.array([0.001, 0.01, 0.1])}


@every
def test_they_give_the_next_point_and_the_slots(kind):
    rng = np.random.default_rng(0)
    for values in cases(kind):
        theta = rng.normal(size=SHAPE)
        oracle = Quadratic(1.0, 3.0, 10.0, 30.0)
        optimizer = begin(kind(*SHAPE, values), theta)
        with np.errstate(all="ignore"):
            for t in range(1, STEPS + 1):
                grad = oracle.curvature * theta + 0.1 * rng.normal(size=SHAPE)
                before, held = oracle.evaluations, copy.deepcopy(optimizer)
                found = {each.phase.name: each.value for each in explain(optimizer, theta, grad, t, oracle)}
                assert oracle.evaluations == before, "what is explained is not counted"
                for name, value in vars(held).items():
                    if isinstance(value, np.ndarray):
                        np.testing.assert_array_equal(getattr(optimizer, name), value, err_msg=name)
                optimizer.update(theta, grad, oracle)
                scale = max(1.0, float(np.nanmax(np.abs(theta))))
                np.testing.assert_allclose(
                    found["theta"], theta, rtol=1e-12, atol=1e-12 * scale, err_msg=f"{values} step {t}"
                )
                for slot in (*kind.slots, *kind.scalars):
                    if slot.name in found:
                        now = getattr(optimizer, slot.name)
                        size = max(float(np.nanmax(np.abs(now))), 1e-300)
                        message = f"{values} {slot.name}"
                        np.testing.assert_allclose(
                            found[slot.name], now, rtol=1e-12, atol=1e-12 * size, err_msg=message
                        )


@every
def test_they_are_explained(kind):
    for values in settings(kind):
        phases = kind(1, 2, values).phases()
        assert phases[-1].name == "theta"
        assert len({phase.name for phase in phases}) >= 2 or len(phases) == 1
        for phase in phases:
            assert phase.name.isidentifier()
            assert phase.symbol
            assert phase.formula
            assert phase.sentence.endswith(".")
            assert 20 < len(phase.sentence) < 200, phase.sentence
    assert any(phase.drawn for phase in phases)


def test_weight_decay_comes_first():
    adam = optimizers["adam"](1, 2, {"weight_decay": 0.1})
    assert adam.all_phases()[0].name == "g"
    adamw = optimizers["adamw"](1, 2, {"weight_decay": 0.1})
    if adamw.phases():
        assert adamw.all_phases()[0].name == "theta"
    assert optimizers["adam"](1, 2).all_phases()[0].name != "g"


def test_a_name_that_nobody_knows_is_an_error():
    with pytest.raises(AttributeError):
        State(optimizers["adam"](1, 2), np.zeros((1, 2)), np.zeros((1, 2)), 1).nonsense  # noqa: B018
