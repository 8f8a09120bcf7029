import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.engine.plane import Plane
from app.study.plane_loss import PlaneOrder
from app.ui.plots.plane_ground import PlaneGround
from app.ui.theme import DARK, LIGHT


def ground(losses):
    plane = Plane(np.zeros(3), np.eye(2, 3))
    return PlaneGround(PlaneOrder(plane, (-1.0, 3.0), (0.0, 2.0)), np.asarray(losses, dtype=float))


@pytest.fixture
def bowl():
    x, y = np.meshgrid(np.linspace(-1, 3, 17), np.linspace(0, 2, 17))
    return ground(1.0 + x + 3.0 * y)


def test_at_its_points_it_is_what_was_computed(bowl):
    x, y = np.meshgrid(np.linspace(-1, 3, 17), np.linspace(0, 2, 17))
    np.testing.assert_allclose(bowl.at(x, y), bowl.losses, rtol=1e-14)


def test_between_them_it_is_even(bowl):
    x, y = np.array([0.123, 2.9]), np.array([1.87, 0.01])
    np.testing.assert_allclose(bowl.at(x, y), 1.0 + x + 3.0 * y, rtol=1e-12)


def test_beyond_the_grid_there_is_nothing(bowl):
    assert np.isnan(bowl.at(np.array([-1.01, 0.0]), np.array([1.0, 2.01]))).all()


def test_a_point_that_is_not_finite_spoils_its_cells_alone():
    losses = np.ones((5, 5))
    losses[2, 2] = np.inf
    found = ground(losses)
    assert not found.whole
    assert found.ends == (1.0, 1.0)
    assert found.at(np.array([0.0]), np.array([0.5]))[0] == 1.0  # a point of the grid beside it
    assert np.isnan(found.at(np.array([0.9]), np.array([0.9]))[0])


def test_colours_are_logarithms_above_zero():
    x = np.linspace(0, 1, 9)
    found = ground(np.tile(10.0 ** (-4 * x), (9, 1)))
    shade = found.map.shade
    assert shade[0, 0] == pytest.approx(1.0, abs=0.02)
    assert shade[0, -1] == pytest.approx(0.0, abs=0.02)
    middle = shade[0, shade.shape[1] // 2]
    assert 0.4 < middle < 0.7  # of the values themselves it would be 0.01
    assert found.map.contours


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_is_not_finite_is_hatched(theme):
    losses = np.ones((9, 9)) * np.arange(1, 10)
    losses[6:, :3] = np.nan
    found = ground(losses)
    picture = found.image(theme)
    upper_left = {picture.pixelColor(x, y).name() for x in range(30) for y in range(30)}
    assert upper_left == {theme.plot, *(upper_left - {theme.plot})}
    assert len(upper_left) == 2
    lower_right = {picture.pixelColor(x, y).name() for x in range(200, 230) for y in range(230, 260)}
    assert not upper_left & lower_right
    assert QColor(theme.plot).name() in upper_left


def test_nothing_finite_at_all_is_a_picture_too():
    found = ground(np.full((9, 9), np.nan))
    assert not found.image(LIGHT).isNull()
    assert np.isnan(found.ends).all()
