import numpy as np
import pytest

from app.engine.filter import filters

LR = np.asarray(1.0)
GRAD = np.array([[3.0, -4.0, 0.0], [0.03, 0.0, 0.04], [np.inf, 1.0, 0.0]])


def apply(name, grad=GRAD, **values):
    found = grad.copy()
    with np.errstate(all="ignore"):
        filters[name](grad.shape[1], values, "C", range(len(grad))).apply(np.zeros_like(grad), found, LR)
    return found


def test_by_value():
    np.testing.assert_array_equal(apply("clip_value", clip_value=2.0)[0], [2.0, -2.0, 0.0])
    np.testing.assert_array_equal(apply("clip_value", clip_value=2.0)[1], GRAD[1])


@pytest.mark.parametrize("limit", [0.5, 5.0, 1000.0])
def test_by_norm_is_pytorchs(limit):
    """clip_coef = max_norm / (norm + 1e-6), at most 1."""
    found = apply("clip_norm", max_norm=limit)
    for row in (0, 1):
        scale = min(1.0, limit / (np.sqrt((GRAD[row] ** 2).sum()) + 1e-6))
        np.testing.assert_allclose(found[row], GRAD[row] * scale, rtol=1e-15)
    assert not np.isfinite(found[2]).all()


def test_a_short_gradient_is_left_as_it_is():
    np.testing.assert_array_equal(apply("clip_norm", max_norm=1.0)[1], GRAD[1])
