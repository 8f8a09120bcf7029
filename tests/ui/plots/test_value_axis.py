"""Values of a hyperparameter on an axis."""

import pytest

from app.ui.plots.value_axis import ValueAxis, value_text
from tests.ui.plots.sweeping import LANE


def test_values_are_placed_as_they_are_spaced():
    decay = ValueAxis(LANE, "beta1", (0.9, 0.99, 0.5))
    assert decay.kind == "one_minus_log"
    assert decay.title == "1 − beta1"
    assert decay.places([0.9]) == pytest.approx([-1.0])
    choice = ValueAxis(LANE, "bias_correction", (False, True))
    assert choice.kind == "choice"
    assert choice.places([True]).tolist() == [1.0]
    assert [value_text(each) for each in choice.values] == ["off", "on"]
    with_full = ValueAxis(LANE, "batch_size", (16, "full"))
    assert with_full.kind == "choice"
    assert ValueAxis(LANE, "lr", (0.1,)).edges().tolist() == [-1.5, -0.5]
