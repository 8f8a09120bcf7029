"""Plots side by side cover all of the stage, each pixel once."""

import numpy as np
import pytest

from app.ui.plots.stage import arranged


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("width", "height"), [(800, 500), (501, 799), (333, 333)])
def test_every_pixel_belongs_to_one_plot(count, width, height):
    taken = np.zeros((height, width), dtype=int)
    places = arranged(count, width, height)
    for left, top, across, down in places:
        assert 0 <= left < left + across <= width
        assert 0 <= top < top + down <= height
        taken[top : top + down, left : left + across] += 1
    assert len(places) == count
    assert (taken == 1).all()
    areas = [across * down for _, _, across, down in places]
    assert areas[0] == max(areas)


def test_the_first_is_at_the_left_of_what_is_wide_and_on_top_of_what_is_high():
    assert arranged(3, 800, 500) == [(0, 0, 448, 500), (448, 0, 352, 250), (448, 250, 352, 250)]
    assert arranged(2, 500, 800) == [(0, 0, 500, 448), (0, 448, 500, 352)]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize(("width", "height"), [(800, 500), (501, 799)])
def test_two_equals_share_the_place_of_the_first(count, width, height):
    taken = np.zeros((height, width), dtype=int)
    places = arranged(count, width, height, pair=True)
    assert len(places) == count
    for left, top, across, down in places:
        taken[top : top + down, left : left + across] += 1
    assert (taken == 1).all()
    first, second = (across * down for _, _, across, down in places[:2])
    assert abs(first - second) <= max(width, height)
    assert places[2:] == arranged(count - 1, width, height)[1:]


def test_two_alone_stand_side_by_side_where_it_is_wide():
    assert arranged(2, 800, 500, pair=True) == [(0, 0, 400, 500), (400, 0, 400, 500)]
    assert arranged(1, 800, 500, pair=True) == [(0, 0, 800, 500)]
