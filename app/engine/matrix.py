"""Weights as matrices, for many runs at once: (runs, rows, columns), and no run disturbs another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .layer import Layer

__all__ = ["as_matrix", "eigenbasis", "is_matrix", "sound", "symmetric_power"]

Floats = npt.NDArray[np.float64]


def is_matrix(layer: Layer) -> bool:
    """Return whether a layer is a weight matrix or a convolution, not a bias or a vector."""
    return len(layer.shape) > 1


def as_matrix(layer: Layer, flat: Floats) -> Floats:
    """Return a layer of (runs, params) as (runs, inputs, outputs); a vector as (runs, n, 1).

    PyTorch's matrix is the transpose. The further axes of a convolution count among the inputs. For reading
    only: in Fortran order it is a copy.
    """
    columns = layer.shape[-1] if is_matrix(layer) else 1
    return flat[:, layer.part].reshape(len(flat), -1, columns)


def sound(matrices: Floats) -> Floats:
    """Return the matrices with the identity in place of each that is not finite.

    LAPACK gives up on all runs when one of them has a NaN.
    """
    bad = ~np.isfinite(matrices).all(axis=(1, 2))
    if not bad.any():
        return matrices
    mended = matrices.copy()
    mended[bad] = np.eye(matrices.shape[1])
    return mended


def symmetric_power(matrices: Floats, exponent: float, floor: Floats) -> Floats:
    """Return symmetric matrices (runs, n, n) to a power; eigenvalues below ``floor`` (runs, 1) count as it.

    NaN for a run whose matrix is not finite.
    """
    values, vectors = np.linalg.eigh(sound(matrices))
    powers = np.maximum(values, floor) ** exponent
    powers[~np.isfinite(matrices).all(axis=(1, 2))] = np.nan
    found: Floats = (vectors * powers[:, None, :]) @ vectors.transpose(0, 2, 1)
    return found


def eigenbasis(matrices: Floats) -> Floats:
    """Return eigenvectors of symmetric matrices (runs, n, n) as columns, that of the largest value first."""
    return np.linalg.eigh(sound(matrices))[1][:, :, ::-1]
