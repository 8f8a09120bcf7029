import numpy as np
import pytest

from app.engine.plane import Plane


@pytest.fixture
def plane():
    rng = np.random.default_rng(3)
    return Plane(rng.normal(size=40), rng.normal(size=(2, 40)) * [[3.0], [0.2]])


def test_a_point_of_the_plane_comes_back_to_its_place_and_is_not_off_it(plane):
    at = np.array([[0.0, 0.0], [1.5, -2.0], [-30.0, 4.0]])
    found, away = plane.places(plane.weights(at))
    np.testing.assert_allclose(found, at, atol=1e-11)
    np.testing.assert_allclose(away, 0.0, atol=1e-12)


def test_the_place_is_the_nearest_and_what_is_left_is_at_right_angles(plane):
    theta = np.random.default_rng(5).normal(size=(7, 40))
    at, away = plane.places(theta)
    rest = theta - plane.weights(at)
    np.testing.assert_allclose(rest @ plane.directions.T, 0.0, atol=1e-12)
    np.testing.assert_allclose(away, np.linalg.norm(rest, axis=1), rtol=1e-12)


def test_the_origin_is_kept_to_the_bit(plane):
    np.testing.assert_array_equal(plane.weights(np.zeros((1, 2)))[0], plane.origin)


def test_a_unit_of_each_direction_is_as_long_as_it(plane):
    np.testing.assert_allclose(plane.lengths, np.linalg.norm(plane.directions, axis=1))


def test_a_line_and_a_point_are_no_planes(plane):
    assert plane.flat
    assert not Plane(plane.origin, np.outer([1.0, -2.0], plane.directions[0])).flat
    assert not Plane(plane.origin, np.zeros((2, 40))).flat


def test_weights_that_are_not_finite_are_nowhere(plane):
    at, away = plane.places(np.full((1, 40), np.inf))
    assert not np.isfinite(at).any()
    assert not np.isfinite(away).any()
