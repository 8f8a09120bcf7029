"""What is known of a surface before anything is run."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.study.build import build_problem
from app.ui.plots.known import extent_of, marks_of
from app.ui.theme import LIGHT
from tests.ui.plots.racing import surface_study


@pytest.mark.parametrize("start", [None, (-9.0, 4.0)])
def test_the_extent_has_the_domain_and_the_start_in_it(start):
    problem = build_problem(surface_study(surface="himmelblau", start=start))
    for index, (low, high) in enumerate(extent_of(problem)):
        least, most = problem.surface.domain[index]
        assert low <= least
        assert high >= most
        assert low < problem.start[index] < high


def test_a_domain_with_walls_leaves_room_for_paths_along_them():
    problem = build_problem(surface_study(surface="cross_in_tray"))
    assert problem.surface.walls
    for (low, high), (least, most) in zip(extent_of(problem), problem.surface.domain, strict=True):
        assert low < least
        assert high > most


def test_minima_say_their_value():
    surface = surfaces["six_hump_camel"]()
    marks = marks_of(surface, LIGHT)
    places = [(mark.x, mark.y) for mark in marks if mark.kind == "minimum"]
    assert places == list(surface.minima)
    value = float(surface.value(*np.array(places[0])))
    tip = next(mark.tip for mark in marks if mark.kind == "minimum")
    assert f"minimum {value:.5g}".replace("-", "−") in tip
