"""Levels nest, blocks cover them, starts are where they are said to be."""

from itertools import pairwise

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.basin.lattice import (
    BLOCK_ROWS,
    FINEST,
    LEVELS,
    block_count,
    block_places,
    check_resolution,
    offset_of,
    starts_at,
    stride_of,
)


def points(level):
    along = range(offset_of(level), FINEST, stride_of(level))
    return {(column, row) for column in along for row in along}


def test_each_level_holds_the_points_of_the_one_before():
    for coarse, fine in pairwise(LEVELS):
        assert points(coarse) < points(fine)
        assert len(points(fine)) == fine * fine


def test_blocks_up_to_a_level_are_its_points_each_once():
    found = []
    for level in LEVELS[:4]:
        for part in range(block_count(level)):
            places = block_places(level, part)
            assert 0 < len(places) <= BLOCK_ROWS
            found += map(tuple, places.tolist())
        assert len(found) == level * level
        assert set(found) == points(level)


def test_starts_lie_inside_the_domain_evenly():
    starts = starts_at(((-5.0, 5.0), (0.0, 1.0)), np.array([[0, 0], [399, 399], [200, 100]]))
    assert np.allclose(starts, [[-4.9875, 0.00125], [4.9875, 0.99875], [0.0125, 0.25125]])


@pytest.mark.parametrize(("value", "near"), [(77, 100), (0, 50), (10_000, 400), ("many", 100), (True, 100)])
def test_another_resolution_is_refused(value, near):
    with pytest.raises(InputError, match=rf"nearest valid choice is {near}\."):
        check_resolution(value)
    assert check_resolution(near) == near
