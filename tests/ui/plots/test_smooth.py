import numpy as np
import pytest

from app.ui.plots.smooth import Ema


def reference(values, weight):
    """Row by row, as TensorBoard writes it."""
    mean, count, found = 0.0, 0, []
    for value in values:
        if not np.isfinite(value):
            found.append(np.nan)
            continue
        mean = weight * mean + (1 - weight) * value
        count += 1
        found.append(mean / (1 - weight**count))
    return np.array(found)


@pytest.mark.parametrize("weight", [0.3, 0.9, 0.99])
@pytest.mark.parametrize("chunk", [1, 13, 10_000])
def test_like_row_by_row(weight, chunk):
    rng = np.random.default_rng(1)
    values = rng.lognormal(size=(9_000 if chunk > 1 else 300, 2))
    values[[0, 50, 51], 0] = np.nan, np.inf, np.nan
    ema = Ema(weight, 2)
    parts = [ema.extend(values[at : at + chunk]) for at in range(0, len(values), chunk)]
    found = np.concatenate(parts)
    for run in range(2):
        np.testing.assert_allclose(found[:, run], reference(values[:, run], weight), rtol=1e-10)


def test_the_first_value_is_itself():
    assert Ema(0.99, 1).extend(np.array([[7.0]]))[0, 0] == pytest.approx(7.0)


def test_no_rows():
    assert Ema(0.5, 3).extend(np.zeros((0, 3))).shape == (0, 3)


def test_huge_values_do_not_warn():
    found = Ema(0.9, 1).extend(np.array([[1e308], [1e308], [1.0]]))
    assert np.isfinite(found[2, 0])
