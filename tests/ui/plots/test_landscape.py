"""The box around a landscape."""

import pytest

from app.ui.plots.landscape import Landscape, round_ticks
from tests.ui.plots.test_relief import relief_of


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-5.0, 5.0, ["−4", "−2", "0", "2", "4"]),
        (-2.0, 2.0, ["−2", "−1", "0", "1", "2"]),
        (0.0, 0.25, ["0", "0.05", "0.1", "0.15", "0.2", "0.25"]),
        (3.0, 3.0, ["3"]),
    ],
)
def test_numbers_are_round(low, high, texts):
    assert [text.rstrip("0") if "." in text else text for _, text in round_ticks(low, high)] == texts


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "saddle", "beale"])
def test_levels_say_the_value_at_their_height(name, log):
    relief = relief_of(name, log)
    levels = Landscape()._levels(relief)
    assert 2 <= len(levels) <= 8
    plain = {f"10{sign}": 10.0**power for power, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    for height, text in levels:
        assert 0.0 <= height <= 1.0
        value = plain.get(text)
        if value is None:
            if "·" in text:
                continue
            value = float(text.replace("−", "-").replace("\u202f", ""))
        offset = relief.scale.lowest if relief.scale.log else 0.0
        assert relief.scale.rise(value + offset) == pytest.approx(height, abs=1e-9)
