"""Axes that go on beyond their end."""

import pytest

from app.engine.error import InputError
from app.study.experiment.extend import extended
from app.study.experiment.spec import Axis
from app.study.spec import LaneSpec


@pytest.mark.parametrize(
    ("axis", "side", "new"),
    [
        (Axis(spacing="log", low=0.001, high=0.1, count=3), "high", (1.0, 10.0)),
        (Axis(spacing="log", low=0.001, high=0.1, count=3), "low", (1e-5, 1e-4)),
        (Axis(name="beta1", spacing="linear", low=0.5, high=0.7, count=5), "high", (0.75, 0.8)),
        (Axis(name="beta1", spacing="one_minus_log", low=0.9, high=0.99, count=2), "high", (0.999, 0.9999)),
    ],
)
def test_an_axis_goes_on_with_its_own_steps(axis, side, new):
    lane = LaneSpec(optimizer="adam")
    values = extended(lane, axis, side).values
    assert (values[: len(new)] if side == "low" else values[-len(new) :]) == pytest.approx(new)
    assert list(values) == sorted(values)


def test_nothing_lies_beyond_what_is_valid():
    lane = LaneSpec(optimizer="adam")
    axis = Axis(name="beta1", spacing="linear", low=0.0, high=0.8, count=5)
    with pytest.raises(InputError, match="nothing beyond 0"):
        extended(lane, axis, "low")
    with pytest.raises(InputError, match="no steps"):
        extended(lane, Axis(values=(0.1,)), "high")
