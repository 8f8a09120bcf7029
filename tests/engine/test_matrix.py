"""Matrices of many runs: shapes, roots, and a sick run among sound ones."""

import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power

from app.engine.layer import Layer
from app.engine.matrix import as_matrix, eigenbasis, is_matrix, sound, symmetric_power


def positive(runs=4, n=3, seed=0):
    factors = np.random.default_rng(seed).normal(size=(runs, n, n + 2))
    return factors @ factors.transpose(0, 2, 1)


@pytest.mark.parametrize(
    ("shape", "matrix"), [((3, 2), (3, 2)), ((3,), (3, 1)), ((5, 5, 2, 4), (50, 4)), ((1, 3), (1, 3))]
)
def test_layers_as_matrices(shape, matrix):
    layer = Layer("weight", shape, 1)
    flat = np.arange(2.0 * (layer.size + 2)).reshape(2, -1)
    found = as_matrix(layer, flat)
    assert found.shape == (2, *matrix)
    assert is_matrix(layer) == (len(shape) > 1)
    np.testing.assert_array_equal(found.reshape(2, -1), flat[:, 1:-1])
    assert np.shares_memory(found, flat)
    np.testing.assert_array_equal(as_matrix(layer, np.asfortranarray(flat)), found)


@pytest.mark.parametrize("exponent", [-0.25, -0.5, 0.5, 2.0])
def test_powers(exponent):
    matrices = positive()
    found = symmetric_power(matrices, exponent, np.zeros((4, 1)))
    for ours, matrix in zip(found, matrices, strict=True):
        np.testing.assert_allclose(ours, fractional_matrix_power(matrix, exponent), rtol=1e-10)


def test_small_eigenvalues_count_as_the_floor():
    found = symmetric_power(np.diag([4.0, 0.0, -1.0])[None], -0.5, np.array([[0.25]]))
    np.testing.assert_allclose(found[0], np.diag([0.5, 2.0, 2.0]), atol=1e-15)


def test_eigenvectors_come_by_falling_eigenvalue():
    matrices = positive()
    axes = eigenbasis(matrices)
    turned = axes.transpose(0, 2, 1) @ matrices @ axes
    values = np.einsum("rii->ri", turned)
    np.testing.assert_allclose(turned, values[:, :, None] * np.eye(3), atol=1e-12 * values.max())
    assert (np.diff(values) <= 0).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_sick_run_leaves_the_others(bad):
    matrices = positive()
    floor = np.zeros((4, 1))
    powers, axes = symmetric_power(matrices, -0.25, floor), eigenbasis(matrices)
    matrices[1, 0, 2] = matrices[1, 2, 0] = bad
    with np.errstate(all="ignore"):
        sick = symmetric_power(matrices, -0.25, floor)
    np.testing.assert_array_equal(np.delete(sick, 1, 0), np.delete(powers, 1, 0))
    assert np.isnan(sick[1]).all()
    np.testing.assert_array_equal(np.delete(eigenbasis(matrices), 1, 0), np.delete(axes, 1, 0))
    np.testing.assert_array_equal(sound(matrices)[1], np.eye(3))


def test_sound_matrices_are_not_copied():
    matrices = positive()
    assert sound(matrices) is matrices
