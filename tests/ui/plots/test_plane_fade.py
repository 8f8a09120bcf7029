import numpy as np
import pytest

from app.ui.plots.plane_fade import LEVELS, faded, levels_of, tone_of
from app.ui.plots.stroke import Stroke


def test_levels_rise_with_the_distance():
    levels = levels_of(np.array([0.0, 0.1, 0.3, 0.5, 0.99, 7.0, np.inf, np.nan]), 1.0)
    assert levels.tolist() == [0, 0, 1, 2, 4, 4, 4, 4]


def test_where_nothing_is_in_sight_nothing_is_faint():
    assert not levels_of(np.array([0.0, 1.0]), 0.0).any()


def test_tones_go_from_the_colour_towards_the_ground():
    assert tone_of("#102030", "#ffffff", 0) == "#102030"
    tones = [int(tone_of("#000000", "#ffffff", level)[1:3], 16) for level in range(LEVELS)]
    assert tones == sorted(set(tones))
    assert tones[-1] < 255


@pytest.fixture
def stroke():
    x = np.arange(6.0)
    return Stroke(x, 2 * x, "#000000", lane=3, name="0", rows=np.arange(6))


@pytest.mark.parametrize(
    "levels", [[0, 0, 2, 2, 0, 4], [0, 1, 0, 1, 0, 0], [3, 3, 3, 3, 3, 3], [4, 0, 1, 1, 0, 1]]
)
def test_every_segment_is_drawn_once_with_the_tone_of_its_end(stroke, levels):
    levels = np.array(levels)
    parts = faded(stroke, levels, "#ffffff")
    assert len({part.key for part in parts}) == len(parts)
    drawn = {}
    for part in parts:
        for index in range(1, len(part.x)):
            if not np.isnan(part.x[index - 1 : index + 1]).any():
                drawn.setdefault(int(part.rows[index]), []).append(part.colour)
    assert drawn == {row: [tone_of("#000000", "#ffffff", levels[row])] for row in range(1, 6)}
    assert all(part.lane == 3 for part in parts)


def test_dots_have_their_own_tone(stroke):
    levels = np.array([0, 1, 0, 1, 0, 1])
    dots = Stroke(stroke.x, stroke.y, "#000000", 0.0, lane=3, dots=4.0, name="dots", rows=stroke.rows)
    for part in faded(dots, levels, "#ffffff"):
        shown = part.rows[~np.isnan(part.x)]
        assert len(set(levels[shown])) == 1
        assert len(shown) == 3
