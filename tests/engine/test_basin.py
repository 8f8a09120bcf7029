"""A point belongs to the minimum within whose radius it lies."""

import numpy as np
import pytest

from app.engine.basin import ELSEWHERE, Basins
from app.engine.surface import surfaces

MAPPED = [surface for surface in surfaces if surface().minima]


def test_a_point_is_labelled_by_the_disc_it_is_in():
    basins = Basins([(0.0, 0.0), (10.0, 0.0)], largest=1.0)
    points = np.array([[0.0, 0.0], [0.6, 0.6], [0.8, 0.8], [9.0, 0.0], [np.nan, 0.0], [5.0, 0.0]])
    assert basins.label(points).tolist() == [0, 0, ELSEWHERE, 1, ELSEWHERE, ELSEWHERE]


def test_no_two_discs_overlap():
    basins = Basins([(0.0, 0.0), (1.0, 0.0), (5.0, 0.0)], largest=2.0)
    assert basins.radii.tolist() == [0.45, 0.45, 1.8]


@pytest.mark.parametrize("surface", MAPPED, ids=lambda surface: surface.name)
def test_every_minimum_is_its_own(surface):
    found = surface()
    basins = Basins.of(found)
    assert basins.label(np.array(found.minima)).tolist() == list(range(len(found.minima)))


def test_without_minima_all_is_elsewhere():
    basins = Basins.of(surfaces["saddle"]())
    assert basins.label(np.zeros((3, 2))).tolist() == [ELSEWHERE] * 3


def test_looks_become_rarer():
    basins = Basins([(0.0, 0.0)], 1.0)
    assert [basins.next_look(step) for step in (0, 5, 80, 96, 1600)] == [5, 10, 85, 102, 1700]


def test_many_minima_are_looked_at_less_often():
    assert Basins([(float(x), 0.0) for x in range(30)], 1.0).every > Basins([(0.0, 0.0)], 1.0).every
