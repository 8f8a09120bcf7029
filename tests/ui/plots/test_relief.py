"""The grid below a landscape."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.ui.plots.camera import RISE
from app.ui.plots.relief import raise_relief
from app.ui.plots.surface_map import survey


def relief_of(name, log=None, count=120, **values):
    surface = surfaces[name](values)
    log = surface.colour_scale == "log" if log is None else log
    return raise_relief(surface, *surface.domain, log, count)


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "saddle", "ackley"])
@pytest.mark.parametrize("log", [False, True])
def test_the_grid_is_the_surface(name, log):
    relief = relief_of(name, log)
    rows, columns = np.array([0, 17, 60, 119]), np.array([3, 119, 0, 71])
    x, y = (-1 + 2 * place / 119 for place in (columns, rows))
    points = np.array([relief.plane(*place) for place in zip(x, y, strict=True)])
    np.testing.assert_allclose(relief.rise(*points.T), relief.height[rows, columns], atol=1e-6)
    np.testing.assert_allclose(relief.square(*points.T), (x, y), atol=1e-12)


def test_colours_are_those_of_the_map_whatever_the_height():
    surface = surfaces["himmelblau"]()
    across = survey(surface, *surface.domain, 120, 120).shade
    for log in (False, True):
        shade = relief_of("himmelblau", log).shade
        assert abs(float(shade.mean()) - float(across.mean())) < 0.02
    assert not np.allclose(relief_of("himmelblau", False).height, relief_of("himmelblau", True).height)


def test_a_plane_slopes_the_same_way_everywhere():
    relief = relief_of("saddle", False, 201)
    along, up, top = (part[100, 100] for part in relief.normal)
    assert (along, up) == pytest.approx((0.0, 0.0), abs=1e-3)
    assert top == pytest.approx(1.0)
    lengths = sum(part.astype(float) ** 2 for part in relief.normal)
    np.testing.assert_allclose(lengths, 1.0, atol=1e-5)
    slope = -relief.normal[0] / relief.normal[2]
    across = np.gradient(relief.height * RISE, 2.0 / 200, axis=1)
    np.testing.assert_allclose(slope, across, atol=1e-4)


def test_a_surface_without_values_is_empty():
    surface = surfaces["rosenbrock"]()
    relief = raise_relief(surface, (1e200, 2e200), (1e200, 2e200), True, 20)
    assert np.isnan(relief.height).all()
