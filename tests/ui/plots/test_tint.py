import pytest

from app.ui.frame import LaneLook
from app.ui.plots.tint import mix, recoloured
from app.ui.theme import DARK, LIGHT


@pytest.mark.parametrize(("share", "colour"), [(0.0, "#000000"), (0.5, "#804020"), (1.0, "#ff8040")])
def test_a_share_of_another_colour(share, colour):
    assert mix("#000000", "#ff8040", share) == colour


def test_lanes_take_the_colour_of_the_same_number_and_chosen_ones_stay():
    looks = (LaneLook("a", LIGHT.lanes[3]), LaneLook("b", "#123456", (2.0, 2.0), False, True))
    first, second = recoloured(looks, LIGHT, DARK)
    assert first == LaneLook("a", DARK.lanes[3])
    assert second == looks[1]
    assert recoloured((first, second), DARK, LIGHT) == looks
