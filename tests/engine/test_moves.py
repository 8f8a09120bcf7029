import numpy as np
import pytest

from app.engine.moves import accumulate, average, descend, root_plus

RNG = np.random.default_rng(0)
SHAPE = (5, 3)
COEFFICIENTS = {
    "number": (0.9, 0.1),
    "column": (RNG.uniform(size=(5, 1)), RNG.uniform(size=(5, 1))),
    "full": (RNG.uniform(size=SHAPE), RNG.uniform(size=SHAPE)),
}


@pytest.fixture(params=["C", "F"])
def array(request):
    """Return a maker of random arrays of one memory order."""

    def make():
        return np.asarray(RNG.normal(size=SHAPE), order=request.param)

    return make


@pytest.mark.parametrize(("keep", "take"), COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_running_averages(array, keep, take):
    slot, value, scratch = array(), array(), array()
    expected = keep * slot + take * value
    average(slot, value, keep, take, scratch)
    np.testing.assert_allclose(slot, expected, rtol=1e-13)
    expected = keep * slot + take * value**2
    given = value.copy()
    accumulate(slot, value, keep, take, scratch)
    np.testing.assert_allclose(slot, expected, rtol=1e-13)
    np.testing.assert_array_equal(value, given)


@pytest.mark.parametrize(("lr", "_"), COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_descend(array, lr, _):
    theta, direction, scratch = array(), array(), array()
    expected, given = theta - lr * direction, direction.copy()
    descend(theta, direction, lr, scratch)
    np.testing.assert_array_equal(theta, expected)
    np.testing.assert_array_equal(direction, given)


@pytest.mark.parametrize(("eps", "_"), COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_root_plus(array, eps, _):
    square, out = array() ** 2, array()
    given = square.copy()
    assert root_plus(square, eps, False, out) is out
    np.testing.assert_array_equal(out, np.sqrt(square) + eps)
    assert root_plus(square, eps, True, out) is out
    np.testing.assert_array_equal(out, np.sqrt(square + eps))
    np.testing.assert_array_equal(square, given)


def test_a_huge_gradient_overflows_only_in_its_square():
    """(1 - β) g² is formed as ((1 - β) g) g, which is what PyTorch does."""
    slot, scratch = np.zeros((1, 1)), np.zeros((1, 1))
    accumulate(slot, np.array([[1e154]]), 0.9, 1e-3, scratch)
    assert slot[0, 0] == pytest.approx(1e305)
