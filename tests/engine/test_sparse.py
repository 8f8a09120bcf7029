import numpy as np
import pytest

from app.engine.sparse import Sparse, product, transposed_product


def random(rows, columns, share=0.1, seed=0):
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(rows, columns)) * (rng.random((rows, columns)) < share)
    where = np.nonzero(dense)
    return Sparse.of(*where, dense[where], dense.shape), dense


def test_it_is_the_matrix_it_was_made_of():
    sparse, dense = random(20, 50)
    assert sparse.shape == (20, 50)
    assert len(sparse) == 20
    assert sparse.nbytes < dense.nbytes
    np.testing.assert_array_equal(sparse.dense(), dense)
    np.testing.assert_array_equal(sparse.squared().dense(), dense**2)


def test_rows_are_cut_and_taken_as_of_an_array():
    sparse, dense = random(20, 50)
    chosen = np.array([[3, 1, 1], [19, 0, 4]])
    for part, expected in (
        (sparse[3:7], dense[3:7]),
        (sparse[None], dense[None]),
        (sparse.take(chosen), dense.take(chosen, axis=0)),
        (sparse.take(chosen)[:, 1:], dense.take(chosen, axis=0)[:, 1:]),
        (sparse.take(chosen)[0:1], dense.take(chosen, axis=0)[0:1]),
    ):
        assert part.shape == expected.shape
        assert part.ndim == expected.ndim
        np.testing.assert_array_equal(part.dense(), expected)


def test_empty_rows_and_matrices():
    nothing = np.zeros(0, dtype=np.int64)
    np.testing.assert_array_equal(Sparse.of(nothing, nothing, np.zeros(0), (3, 4)).dense(), np.zeros((3, 4)))
    assert Sparse.of(nothing, nothing, np.zeros(0), (0, 4)).dense().shape == (0, 4)


@pytest.mark.parametrize("packed", [2**14, 0], ids=["packed", "entry by entry"])
@pytest.mark.parametrize("shared", [True, False], ids=["one batch", "batch per run"])
@pytest.mark.parametrize(("runs", "units"), [(1, 1), (1, 6), (5, 1), (5, 6)])
def test_products_are_those_of_the_dense_matrix(monkeypatch, runs, units, shared, packed):
    monkeypatch.setattr("app.engine.sparse._PACKED", packed)
    sparse, dense = random(40, 30)
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 40, (1 if shared else runs, 7))
    theta = rng.normal(size=(runs, 30 * units))
    weight = theta.reshape(runs, 30, units).transpose(0, 2, 1)  # a view, as the layers have it
    out, expected = np.full((runs, units, 7), np.nan), np.empty((runs, units, 7))
    product(weight, sparse.take(rows), out)
    product(weight, dense.take(rows, axis=0), expected)
    np.testing.assert_allclose(out, expected, rtol=1e-12, atol=1e-14)
    grad, wanted = np.full_like(theta, np.nan), np.empty_like(theta)
    for features, into in ((sparse, grad), (dense, wanted)):
        view = into.reshape(runs, 30, units).transpose(0, 2, 1)
        transposed_product(expected, features.take(rows, axis=0), view)
    np.testing.assert_allclose(grad, wanted, rtol=1e-12, atol=1e-14)
