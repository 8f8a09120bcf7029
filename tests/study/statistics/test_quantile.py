import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.study.statistics.quantile import quantile

SHARES = (0.0, 0.025, 0.25, 0.5, 0.75, 0.975, 1.0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_it_is_numpys_for_finite_values(values):
    np.testing.assert_allclose(quantile(values, SHARES), np.quantile(values, SHARES), rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([1, 2, np.inf], 0.5, 2.0),
        ([1, np.inf], 0.5, np.inf),
        ([np.inf, np.inf], 0.3, np.inf),
        ([-np.inf, 1, 2], 0.25, -np.inf),
        ([1, 2, 3, np.inf, np.inf], 0.5, 3.0),
    ],
)
def test_it_becomes_infinite_where_a_miss_is_needed_and_never_nan(values, share, expected):
    assert quantile(values, (share,))[0] == expected


def test_it_goes_along_an_axis():
    found = quantile(np.array([[1.0, 10.0], [3.0, 30.0]]), (0.5,), axis=0)
    assert found.tolist() == [[2.0, 20.0]]
