"""A parallel projection: known places of a known camera, and back."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from app.ui.plots.camera import HOME, RISE, Camera

CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=float).T


def place(camera, x, y, z, size=(700, 600)):
    across, down, away = camera.projection(*size).place(np.float64(x), np.float64(y), np.float64(z))
    return float(across), float(down), float(away)


def test_from_straight_above_it_is_the_map():
    camera = Camera(azimuth=0.0, elevation=90.0)
    projection = camera.projection(700, 600)
    middle = place(camera, 0, 0, 0.5)
    right, up = place(camera, 1, 0, 0.5), place(camera, 0, 1, 0.5)
    assert right[:2] == pytest.approx((middle[0] + projection.scale, middle[1]))
    assert up[:2] == pytest.approx((middle[0], middle[1] - projection.scale))
    assert place(camera, 0.3, 0.4, 1.0) == pytest.approx(place(camera, 0.3, 0.4, 0.0))


def test_a_known_camera():
    camera = Camera(azimuth=90.0, elevation=30.0)
    scale = camera.projection(700, 600).scale
    across, down, away = (np.array(place(camera, 0.5, -0.25, 0.75)) - place(camera, 0, 0, 0.5)).tolist()
    assert across == pytest.approx(-0.25 * scale)
    assert away == pytest.approx(-0.5)
    assert down == pytest.approx(scale * (0.5 * 0.5 - 0.25 * RISE * sqrt(3) / 2))


@pytest.mark.parametrize("azimuth", [-170.0, -45.0, 0.0, 33.0, 90.0])
def test_upright_lines_stay_upright(azimuth):
    camera = Camera(azimuth=azimuth, elevation=25.0)
    low, high = place(camera, 0.7, -0.2, 0.0), place(camera, 0.7, -0.2, 1.0)
    assert low[0] == high[0]
    assert high[1] < low[1]


@pytest.mark.parametrize("camera", [HOME, Camera(140.0, 60.0, 2.0, (0.1, -0.2)), Camera(0.0, 90.0)])
def test_the_ground_is_found_again(camera):
    projection = camera.projection(640, 480)
    x, y = np.array([-0.9, 0.0, 0.4]), np.array([0.1, -0.8, 0.7])
    across, _, away = projection.place(x, y, np.array([0.2, 0.5, 0.9]))
    np.testing.assert_allclose(projection.ground(across, away), (x, y), atol=1e-12)


@pytest.mark.parametrize("azimuth", range(-180, 180, 30))
@pytest.mark.parametrize("elevation", [12.0, 50.0, 90.0])
@pytest.mark.parametrize("size", [(700, 600), (300, 700), (900, 200)])
def test_the_whole_block_is_in_the_picture(azimuth, elevation, size):
    projection = Camera(azimuth, elevation).projection(*size)
    for z in (0.0, 1.0):
        across, down, _ = projection.place(*CORNERS, np.full(4, z))
        assert across.min() > 0
        assert across.max() < size[0]
        assert down.min() > 0
        assert down.max() < size[1]


def test_it_does_not_turn_below_the_ground_or_over_the_top():
    assert HOME.turned(0.0, 500.0).elevation == 90.0
    assert HOME.turned(0.0, -500.0).elevation > 0.0
    assert HOME.turned(360.0, 0.0).azimuth == pytest.approx(HOME.azimuth)


def test_zooming_keeps_what_is_under_the_mouse():
    at = (0.2, -0.1)
    size = (700, 600)
    before = HOME.projection(*size)
    pixel = np.array([(0.5 + at[0]) * size[0]])
    x, y = before.ground(pixel, np.array([0.3]))
    near = HOME.zoomed(2.0, at)
    assert near.zoom == 2.0
    assert near.projection(*size).place(x, y, np.array([0.5]))[0] == pytest.approx(pixel)


def test_zooming_has_ends():
    assert HOME.zoomed(1e9).zoom == HOME.zoomed(1e6).zoom
    assert HOME.zoomed(1e-9).zoom == HOME.zoomed(1e-6).zoom
    assert replace(HOME, zoom=4.0).zoomed(0.25).zoom == 1.0
