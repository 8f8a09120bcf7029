"""Sobol points: more even than chance, and the first of many are the same as the first of few.

Fifty lines and a table, because every process that runs blocks needs the points, and importing SciPy's would
be most of its start. A test holds them against SciPy's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from ...engine.stream import stream

__all__ = ["DIMENSIONS", "sobol"]

_BITS = 30
_SHIFT = 11  # the purpose of this random stream, see engine.stream

# From Joe and Kuo: Constructing Sobol sequences with better two-dimensional projections, of 2008;
# new-joe-kuo-6.21201: for each dimension from the second the degree and the inner coefficients of a
# primitive polynomial, and first directions.
_TABLE = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
    (5, 14, (1, 3, 5, 5, 31)),
    (6, 1, (1, 3, 3, 9, 7, 49)),
    (6, 13, (1, 1, 1, 15, 21, 21)),
    (6, 16, (1, 3, 1, 13, 27, 49)),
)
DIMENSIONS = len(_TABLE) + 1


def sobol(count: int, dimensions: int, seed: int | None = None, first: int = 0) -> npt.NDArray[np.float64]:
    """Return points in the unit cube.

    Parameters
    ----------
    count, dimensions : int
    seed : int, optional
        Of a random digital shift, which keeps what is good about the points and moves them off the corner 0;
        without one they are not shifted.
    first : int
        How many points are left out before.

    Returns
    -------
    ndarray, shape (count, dimensions)
        From 0 to below 1.

    Raises
    ------
    InputError
        For more dimensions than the table has.
    """
    if dimensions > DIMENSIONS:
        raise InputError(
            f"Sobol points have up to {DIMENSIONS} dimensions, but {dimensions} hyperparameters were given. "
            "Take the design random."
        )
    directions = np.stack([_directions(each) for each in range(dimensions)], axis=1)
    points = np.zeros((count, dimensions), dtype=np.uint64)
    numbers = np.arange(first, first + count, dtype=np.uint64)
    gray = numbers ^ (numbers >> np.uint64(1))  # the next point differs in one direction only
    for bit in range(_BITS):
        has = (gray >> np.uint64(bit)) & np.uint64(1)
        points ^= has[:, None] * directions[bit]
    if seed is not None:
        points ^= stream(seed, _SHIFT).integers(0, 2**_BITS, dimensions, dtype=np.uint64)
    return points / 2.0**_BITS


def _directions(dimension: int) -> npt.NDArray[np.uint64]:
    if dimension == 0:
        numbers = [1] * _BITS
    else:
        degree, inner, first = _TABLE[dimension - 1]
        numbers = list(first)
        for bit in range(degree, _BITS):
            number = numbers[bit - degree] ^ (numbers[bit - degree] << degree)
            for place in range(1, degree):
                if inner >> (degree - 1 - place) & 1:
                    number ^= numbers[bit - place] << place
            numbers.append(number)
    return np.array([number << (_BITS - 1 - bit) for bit, number in enumerate(numbers)], dtype=np.uint64)
