"""What several models declare is one declaration."""

import pytest

from app.engine.error import InputError
from app.engine.model import models
from app.engine.model_parameter import activation_choice, decay, dropout, hidden_units


@pytest.mark.parametrize(
    "declared", [decay(), dropout(), hidden_units((8,), "Units."), activation_choice("tanh")]
)
def test_every_model_that_has_it_means_the_same(declared):
    found = [each for model in models for each in model.parameters if each.name == declared.name]
    assert found
    allowed = {(each.kind, each.low, each.high, each.open_high, each.choices, each.live) for each in found}
    assert allowed == {
        (declared.kind, declared.low, declared.high, declared.open_high, declared.choices, declared.live)
    }


def test_a_share_of_one_would_drop_every_unit():
    assert dropout().check(0.99) == 0.99
    with pytest.raises(InputError, match="dropout"):
        dropout().check(1.0)
