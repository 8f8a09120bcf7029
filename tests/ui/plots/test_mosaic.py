"""What stands side by side on the screen stands so in the picture, and covers all of it once."""

import numpy as np
import pytest

from app.ui.plots.mosaic import mosaic

# Left, top, width and height, as in a window: a trajectory, two curves beside it, three maps below.
USUAL = [(346, 59, 550, 464), (902, 84, 464, 187), (902, 337, 464, 186)]
MAPS = [(354, 600, 175, 130), (533, 600, 176, 130), (713, 600, 175, 130)]
UPON = [(0, 0, 400, 400), (300, 200, 300, 300), (100, 350, 300, 300)]


@pytest.mark.parametrize("areas", [USUAL[:1], USUAL, [*USUAL, *MAPS], UPON], ids=["1", "3", "6", "upon"])
@pytest.mark.parametrize(("width", "height"), [(1600, 900), (501, 799)])
def test_every_pixel_belongs_to_one_plot(areas, width, height):
    taken = np.zeros((height, width), dtype=int)
    places = mosaic(areas, width, height)
    for left, top, across, down in places:
        assert across > 0
        assert down > 0
        taken[top : top + down, left : left + across] += 1
    assert len(places) == len(areas)
    assert (taken == 1).all()


def test_order_and_shares_are_those_of_the_screen_without_the_gaps():
    trajectory, above, below = mosaic(USUAL, 1014, 373)
    assert trajectory == (0, 0, 550, 373)
    assert above == (550, 0, 464, 187)
    assert below == (550, 187, 464, 186)


def test_rows_come_before_columns():
    """A column that happens to end where a map does is no column of the picture."""
    trajectory, *_, third = mosaic([*USUAL, *MAPS], 1200, 900)
    assert trajectory[3] < 900
    assert third[0] + third[2] == 1200
    assert third[1] == trajectory[3]


def test_what_lies_upon_each_other_is_arranged_by_size():
    largest, *others = mosaic(UPON, 800, 500)
    assert largest == (0, 0, 448, 500)
    assert [place[0] for place in others] == [448, 448]
