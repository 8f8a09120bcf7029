"""From where a landscape is looked at first."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.ui.plots.camera import HOME, Camera
from app.ui.plots.outlook import _is_seen, outlook
from app.ui.plots.relief import raise_relief


def relief_of(name):
    surface = surfaces[name]()
    return raise_relief(surface, *surface.domain, surface.colour_scale == "log", 200)


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "saddle", "ackley", "beale", "rastrigin"])
def test_the_start_is_seen(name):
    relief = relief_of(name)
    start = relief.surface.starts[0]
    camera = outlook(relief, start)
    assert _is_seen(relief, np.array([start]), camera)[0]
    assert (camera.elevation, camera.zoom) == (HOME.elevation, HOME.zoom)


def test_where_all_sides_are_as_good_it_is_the_usual_one():
    relief = relief_of("bowl")
    assert outlook(relief, (1.0, 1.0)) == HOME


def test_from_above_all_is_seen_and_from_below_it_is_not():
    relief = relief_of("ackley")
    points = np.random.default_rng(0).uniform(-4, 4, (300, 2))
    assert _is_seen(relief, points, Camera(0.0, 89.9)).all()
    assert not _is_seen(relief, points, Camera(0.0, 12.0)).all()
