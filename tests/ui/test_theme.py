"""Both themes are readable: contrast is computed, not believed."""

import itertools

import pytest

from app.ui.theme import DARK, LIGHT, lane_looks


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_has_four_and_a_half_to_one(theme):
    for ground in (theme.window, theme.panel, theme.raised, theme.field, theme.plot):
        for text in (theme.text, theme.muted, theme.good, theme.warning, theme.bad):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(theme.accent_text, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_lanes_have_three_to_one_on_the_plot(theme):
    for colour in theme.lanes:
        assert contrast(colour, theme.plot) >= 3, colour


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_lane_colours_differ(theme):
    for one, other in itertools.combinations(theme.lanes, 2):
        apart = sum(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))
        assert apart > 60, (one, other)


def test_more_lanes_than_colours_are_told_apart_by_dashes():
    looks = lane_looks(LIGHT, [f"lane {i}" for i in range(32)], list(range(32)), [True] * 32, 3)
    assert len({(look.colour, look.dash) for look in looks}) == 32
    assert [look.highlighted for look in looks].index(True) == 3
