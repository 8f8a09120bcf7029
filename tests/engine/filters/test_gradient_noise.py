import numpy as np
import pytest

from app.engine.filter import filters

STEPS, PARAMS = 4000, 5


def noise(grad=0.0, seeds=(7,), steps=STEPS, params=PARAMS, **values):
    made = filters["gradient_noise"](params, values, "C", seeds, steps)
    found = np.full((steps, len(seeds), params), grad)
    for row in found:
        made.draw()
        made.apply(np.zeros_like(row), row, np.asarray(1.0))
    return found


def test_gaussian():
    found = noise(deviation=0.5)
    assert found.mean() == pytest.approx(0.0, abs=0.02)
    assert found.std() == pytest.approx(0.5, rel=0.02)
    assert abs(np.corrcoef(found[:, 0].T) - np.eye(PARAMS)).max() < 0.06


def test_sparse_hits_few_and_has_the_same_variance():
    found = noise(deviation=0.5, kind="sparse", density=0.1)
    assert (found != 0.0).mean() == pytest.approx(0.1, rel=0.1)
    assert found.std() == pytest.approx(0.5, rel=0.1)


def test_student_has_the_tails_of_its_degrees():
    from scipy.stats import kstest

    for degrees in (1.0, 3.0):
        found = noise(deviation=2.0, kind="student", degrees=degrees).ravel() / 2.0
        assert kstest(found, "t", (degrees,)).pvalue > 1e-3
        assert kstest(found, "norm").pvalue < 1e-6


def test_multiplicative_leaves_zeros_and_scales():
    assert (noise(0.0, kind="multiplicative") == 0.0).all()
    found = noise(4.0, kind="multiplicative", deviation=0.25)
    assert found.mean() == pytest.approx(4.0, rel=0.01)
    assert found.std() == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("kind", ["gaussian", "sparse", "student", "multiplicative"])
def test_the_numbers_do_not_depend_on_the_size_of_the_blocks(kind, monkeypatch):
    from app.engine.filters import gradient_noise

    usual = noise(1.0, (1, 2), 600, kind=kind)
    monkeypatch.setattr(gradient_noise, "_BLOCK_STEPS", 7)
    np.testing.assert_array_equal(noise(1.0, (1, 2), 600, kind=kind), usual)
    assert (usual[:, 0] != usual[:, 1]).any()
