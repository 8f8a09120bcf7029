"""The gradient is exact."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from tests.engine.surfaces.calculus import ANALYTIC, difference, sample, smooth_sample


def test_gradient(surface):
    if surface.name in ANALYTIC:
        x, y = sample(surface)
        _, fx, fy = surface.evaluate(x, y)
        by_x = surface.value(x + 1e-100j, y).imag / 1e-100
        by_y = surface.value(x, y + 1e-100j).imag / 1e-100
        tolerance = 1e-12
    else:
        x, y = smooth_sample(surface, margin=0.02)
        _, fx, fy = surface.evaluate(x, y)
        h = 2e-4 * (surface.domain[0][1] - surface.domain[0][0])
        by_x, by_y = difference(surface.value, x, y, h)
        tolerance = 1e-6
    size = np.median(np.hypot(fx, fy))
    np.testing.assert_allclose(fx, by_x, rtol=tolerance, atol=tolerance * size)
    np.testing.assert_allclose(fy, by_y, rtol=tolerance, atol=tolerance * size)


@pytest.mark.parametrize("name", sorted(ANALYTIC))
def test_gradient_by_differences(name):
    # A second opinion that does not rely on complex numbers.
    surface = surfaces[name]()
    x, y = smooth_sample(surface, margin=0.02)
    _, fx, fy = surface.evaluate(x, y)
    h = 1e-4 * (surface.domain[0][1] - surface.domain[0][0])
    by_x, by_y = difference(surface.value, x, y, h)
    size = np.median(np.hypot(fx, fy))
    np.testing.assert_allclose(fx, by_x, rtol=1e-6, atol=1e-6 * size)
    np.testing.assert_allclose(fy, by_y, rtol=1e-6, atol=1e-6 * size)
