import numpy as np
import pytest

from app.engine.arrays import SMALL, allocate, column


@pytest.mark.parametrize("order", ["C", "F"])
def test_allocate(order):
    array = allocate(4, 3, order)
    assert array.shape == (4, 3)
    assert array.dtype == np.float64
    assert array.flags[f"{order}_CONTIGUOUS"]
    assert not array.any()


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("runs", [1, 4, SMALL])
@pytest.mark.parametrize("value", ["one", "each"])
def test_a_column_broadcasts_against_the_parameters(runs, order, value):
    given = 0.5 if value == "one" else np.arange(runs) / 8
    found = column(given, runs, 3, order)
    expected = np.empty((runs, 3))
    expected[:] = np.reshape(given, (-1, 1))
    np.testing.assert_array_equal(np.broadcast_to(found, (runs, 3)), expected)
    assert found.flags.writeable
    if value == "one":
        assert found.shape == ()
    elif runs * 3 <= SMALL:
        assert found.shape == (runs, 3)
        assert found.flags[f"{order}_CONTIGUOUS"]
    else:
        assert found.shape == (runs, 1)


def test_a_column_is_a_copy():
    given = np.array([1.0, 2.0])
    column(given, 2, 1)[:] = 7.0
    np.testing.assert_array_equal(given, [1.0, 2.0])
    large = np.ones(2 * SMALL)
    column(large, 2 * SMALL, 1)[:] = 7.0
    np.testing.assert_array_equal(large, 1.0)
