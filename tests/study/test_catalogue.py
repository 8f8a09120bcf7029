import json

import pytest

from app.engine.error import InputError
from app.study.catalogue import KINDS, catalogue, registry


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_listed_and_is_strict_json(kind):
    items = catalogue(kind)
    assert [item["name"] for item in items] == registry(kind).names()
    assert json.loads(json.dumps(items, allow_nan=False)) == items
    for item in items:
        assert item["name"]
        assert item["title"]
        assert item["description"]


def test_parameters_tell_their_rule_and_limits():
    adam = next(item for item in catalogue("optimizers") if item["name"] == "adam")
    lr = next(parameter for parameter in adam["parameters"] if parameter["name"] == "lr")
    assert lr["default"] == 0.001
    assert lr["rule"].startswith("a number")
    assert (lr["low"], lr["high"], lr["symbol"], lr["live"]) == (0.0, None, "η", True)
    assert [slot["name"] for slot in adam["slots"]] == ["m", "v"]
    prodigy = next(item for item in catalogue("optimizers") if item["name"] == "prodigy")
    assert [scalar["name"] for scalar in prodigy["scalars"]] == ["d"]
    assert (
        "gd"
        in next(item for item in catalogue("optimizers") if item["name"] == "gradient_descent")["aliases"]
    )


def test_surfaces_tell_their_places():
    ravine = next(item for item in catalogue("surfaces") if item["name"] == "ravine")
    assert ravine["minima"] == [[0.0, 0.0]]
    assert ravine["lowest"] == 0.0
    assert len(ravine["starts"][0]) == 2


def test_a_kind_that_is_not_there():
    with pytest.raises(InputError, match="Did you mean 'optimizers'"):
        catalogue("optimisers")
