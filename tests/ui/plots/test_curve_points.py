import numpy as np
import pytest

from app.ui.plots.curve_points import CurvePoints
from app.ui.plots.stroke import Mapping

NAN = np.nan
ONE = np.array([[2.0, 5.0], [0.0, 1.0], [1.0, NAN], [3.0, 2.0]])  # not in the order of x; one is missing
OTHER = np.array([[0.2, 4.0], [2.9, 4.0]])


@pytest.fixture
def points():
    return CurvePoints([ONE, OTHER], [True, True])


def test_what_is_there(points):
    assert points.has(0, 1)
    assert not points.has(0, 2)
    assert not points.has(2, 0)
    assert not points.has(-1, -1)


def test_along_a_curve_in_the_order_of_x_up_to_its_ends(points):
    assert points.along(0, 1, 1) == (0, 0)
    assert points.along(0, 0, 1) == (0, 3)
    assert points.along(0, 3, 1) == (0, 3)
    assert points.along(0, 1, -1) == (0, 1)


def test_across_to_the_nearest_point_of_the_next_visible_curve(points):
    assert points.across(0, 3, 1) == (1, 1)
    assert points.across(1, 0, -1) == (0, 1)
    hidden = CurvePoints([ONE, OTHER], [True, False])
    assert hidden.across(0, 3, 1) == (0, 3)


def test_the_first_best_of_what_is_visible(points):
    assert points.first([-1, 1]) == (1, 1)
    assert CurvePoints([ONE, OTHER], [False, True]).first([3, 0]) == (1, 0)
    assert points.first([-1, -1]) == (-1, -1)


def test_a_click_takes_what_is_near(points):
    mapping = Mapping(0.0, 4.0, 0.0, 10.0, 400.0, 100.0)
    near = mapping.points(np.array([3.0]), np.array([2.0]))[0]
    assert points.nearest(near[0] + 5, near[1], mapping, lambda y: y) == (0, 3)
    assert points.nearest(near[0] + 60, near[1] + 40, mapping, lambda y: y) == (-1, -1)
