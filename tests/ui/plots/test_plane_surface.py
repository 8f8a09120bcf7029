import numpy as np
import pytest

from app.engine.plane import Plane
from app.study.plane_loss import PlaneOrder
from app.ui.plots.plane_ground import PlaneGround
from app.ui.plots.plane_surface import PlaneSurface
from app.ui.plots.relief import raise_relief

NODES = np.meshgrid(np.linspace(-1, 1, 17), np.linspace(0, 4, 17))


def surface(losses):
    order = PlaneOrder(Plane(np.zeros(3), np.eye(2, 3)), (-1.0, 1.0), (0.0, 4.0))
    return PlaneSurface(PlaneGround(order, np.asarray(losses, dtype=float)))


@pytest.fixture
def valley():
    return lambda x, y: np.exp(3 * (x - 0.2) ** 2 + 0.4 * np.sin(y))


def test_at_the_points_that_were_computed_it_is_exact(valley):
    losses = valley(*NODES)
    np.testing.assert_allclose(surface(losses).value(*NODES), losses, rtol=1e-13)


def test_between_them_it_is_smooth_and_near(valley):
    found = surface(valley(*NODES))
    x, y = np.meshgrid(np.linspace(-0.8, 0.8, 101), np.linspace(0.3, 3.7, 101))
    np.testing.assert_allclose(found.value(x, y), valley(x, y), rtol=5e-3)
    along = np.log(found.value(np.linspace(-0.8, 0.8, 2001), np.full(2001, 1.1)))
    bends = np.abs(np.diff(np.diff(along)))
    assert bends.max() < 3 * np.median(bends) + 1e-9  # a facet's edge would be a hundred times that


def test_beyond_the_grid_and_beside_what_is_not_finite_there_is_nothing(valley):
    losses = valley(*NODES)
    losses[3, 4] = np.inf
    found = surface(losses)
    across, up = NODES[0][3, 4], NODES[1][3, 4]
    assert np.isnan(found.value(np.array([across + 0.01]), np.array([up + 0.01]))[0])
    assert np.isfinite(found.value(np.array([across + 0.2]), np.array([up]))[0])
    assert np.isnan(found.value(np.array([1.01]), np.array([1.0]))[0])


def test_a_loss_of_zero_has_a_height(valley):
    losses = valley(*NODES)
    losses[8, 8] = 0.0
    assert surface(losses).value(np.array([0.0]), np.array([2.0]))[0] == 0.0


def test_a_landscape_can_be_made_of_it(valley):
    found = surface(valley(*NODES))
    relief = raise_relief(found, *found.domain, True, 40)
    assert np.isfinite(relief.height).all()
    assert relief.height.min() == 0.0
