"""Lines and signs on a landscape."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.ui.plots.camera import HOME, Camera
from app.ui.plots.drape import Drape
from app.ui.plots.dye import dye
from app.ui.plots.marks import Mark
from app.ui.plots.relief import raise_relief
from app.ui.plots.stroke import Stroke
from app.ui.plots.sweep import sweep
from app.ui.theme import LIGHT

SIZE = (500, 400)


def drape_of(name="himmelblau", camera=HOME, log=False):
    surface = surfaces[name]()
    relief = raise_relief(surface, *surface.domain, log, 300)
    projection = camera.projection(*SIZE)
    return Drape(relief, projection, sweep(relief, projection, SIZE, 1.0, dye(LIGHT), True), SIZE)


def stroke_of(points, **more):
    x, y = np.array(points, dtype=float).T
    return Stroke(x, y, "#d55e00", rows=np.arange(len(x)), lane=2, casing="#ffffff", name="0", **more)


def test_points_lie_on_the_surface():
    drape = drape_of()
    x, y = np.array([3.0, -1.0, 2.5]), np.array([2.0, 0.5, -3.0])
    right, up, _ = drape.points(x, y)
    across, down, _ = HOME.projection(*SIZE).place(*drape.relief.square(x, y), drape.relief.rise(x, y))
    np.testing.assert_allclose(0.5 * (right + 1.0) * SIZE[0], across)
    np.testing.assert_allclose(0.5 * (1.0 - up) * SIZE[1], down)


def test_the_end_of_a_line_is_where_its_last_point_is_and_between_it_follows_the_ground():
    drape = drape_of(camera=Camera(0.0, 60.0))
    hidden, seen = drape.stroke(stroke_of([(-3.0, 0.0), (3.0, 0.0)]), LIGHT)
    assert len(seen.x) > 20
    up = np.where(np.isnan(seen.y), hidden.y, seen.y)
    x, y = np.linspace(-3.0, 3.0, len(up)), np.zeros(len(up))
    np.testing.assert_allclose(up, drape.points(x, y)[1], atol=1e-9)
    assert np.ptp(up - np.linspace(up[0], up[-1], len(up))) > 0.02
    assert seen.rows[0] == 0
    assert (seen.rows[1:] == 1).all()


def test_all_of_a_line_is_either_seen_or_hidden():
    drape = drape_of("rosenbrock", Camera(-32.0, 20.0), True)
    angle = np.linspace(0, 7, 300)
    hidden, seen = drape.stroke(stroke_of(np.column_stack([np.cos(angle), 1 + np.sin(angle)])), LIGHT)
    first, second = np.isfinite(hidden.x), np.isfinite(seen.x)
    assert (first | second).all()
    assert first.any()
    assert second.any()
    assert hidden.width < seen.width
    assert (hidden.colour, hidden.casing) != (seen.colour, seen.casing)
    assert hidden.key != seen.key


def test_from_straight_above_nothing_is_hidden():
    drape = drape_of("ackley", Camera(20.0, 90.0))
    x, y = np.random.default_rng(0).uniform(-4, 4, (2, 500))
    assert not drape.points(x, y)[2].any()


def test_behind_a_hill_is_hidden():
    drape = drape_of("rosenbrock", Camera(0.0, 14.0), True)
    assert drape.points(np.array([0.0]), np.array([-0.1]))[2].all()


def test_what_is_beyond_the_landscape_is_not_drawn():
    hidden, seen = drape_of().stroke(stroke_of([(0.0, 0.0), (1e3, 0.0), (np.nan, 0.0), (np.inf, 1.0)]), LIGHT)
    assert np.isnan(seen.x[-1])
    assert np.isnan(hidden.x[-1])
    assert np.nanmax(np.abs(seen.x)) <= 1.0


@pytest.mark.parametrize("place", [(np.nan, 0.0), (np.inf, 1.0)])
def test_a_sign_without_a_place_is_left_out(place):
    assert drape_of().mark(Mark(*place, "head", "#d55e00"), LIGHT) is None


def test_a_head_beyond_the_landscape_stands_hollow_at_its_border():
    drape = drape_of()
    mark = drape.mark(Mark(1e4, 0.0, "head", "#d55e00", tip="Adam at step 3", arrow=True), LIGHT)
    edge = drape.mark(Mark(drape.relief.x[1], 0.0, "head", "#d55e00"), LIGHT)
    assert (mark.x, mark.y) == (edge.x, edge.y)
    assert (mark.kind, edge.kind) == ("hollow", "head")
    assert "beyond" in mark.tip
    assert not mark.arrow
