"""A quadratic of many variables with a chosen spectrum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, cast

import numpy as np

from ..error import InputError
from ..parameter import Parameter
from ..slice import Floats, Slice

__all__ = ["Quadratic"]

_LARGEST = 1000
_BASIS = 7  # the purpose of the random stream that turns the axes


class Quadratic(Slice):
    """``f = sum of lambda_i c_i^2 / 2`` over n eigendirections, seen on the plane of two of them.

    Notes
    -----
    The eigenvalues rise from 1 to kappa. `geometric`: equal ratios; `linear`: equal distances; `two
    clusters`: half of them within 1 to 1.1, half within kappa / 1.1 to kappa; `power law`: proportional to
    k^-a for k = 1..n, as the covariances of natural data are. Gradient descent multiplies the coordinate c_i
    by 1 - lr lambda_i at each step. The turned axes are a random rotation, uniform among all, by the seed.
    Source: Nocedal and Wright (2006), sections 3.3 and 5.1.
    """

    name = "quadratic"
    title = "Quadratic in n dimensions"
    formula = (
        "f(x, y) = &frac12; &Sigma; &lambda;<sub>i</sub> c<sub>i</sub><sup>2</sup>, seen where two of the n "
        "coordinates c<sub>i</sub> along the eigendirections are x and y"
    )
    description = (
        "A bowl in up to a thousand dimensions, whose steepness along its eigendirections you choose. The "
        "picture shows two of them; the curves count all. Each method has its own way with a spectrum: "
        "gradient descent shrinks every direction at its own pace, momentum pays the square root of kappa, "
        "and Adam helps where the axes are not turned and little where they are."
    )
    reference = "J. Nocedal and S. J. Wright (2006). Numerical Optimization. 2nd edition, Springer."
    rank = 35
    parameters = (
        Parameter(
            "n", 100, "How many variables there are.",
            kind="integer", low=2, high=_LARGEST, scale="log", slider=(2, _LARGEST), live=False,
        ),
        Parameter(
            "spectrum", "geometric",
            "How the eigenvalues lie between 1 and kappa: in equal ratios, in equal distances, in two "
            "clusters at the ends, or by a power law, few steep and many flat directions.",
            kind="choice", choices=("geometric", "linear", "two clusters", "power law"), live=False,
        ),
        Parameter(
            "kappa", 100.0, "The largest eigenvalue over the smallest, which is 1: the condition number.",
            low=1.0, high=1e8, scale="log", slider=(1.0, 1e6), symbol="κ", live=False,
        ),
        Parameter(
            "rotated", True,
            "Whether the eigendirections are turned away from the axes, which methods that scale each "
            "variable on its own do not like.",
            kind="switch", live=False,
        ),
        Parameter(
            "seed", 0, "Which rotation.", kind="integer", low=0, high=10**6, slider=(0, 20), live=False
        ),
        Parameter(
            "across", 1, "The eigendirection drawn across, counted from the flattest.",
            kind="integer", low=1, high=_LARGEST, scale="log", slider=(1, _LARGEST), live=False,
        ),
        Parameter(
            "upwards", 0, "The eigendirection drawn upwards, counted from the flattest; 0 is the steepest.",
            kind="integer", low=0, high=_LARGEST, slider=(0, _LARGEST), live=False,
        ),
        Parameter(
            "rest", 1.0, "Where all other eigendirections start, as x and y do for the two that are drawn.",
            low=-1e3, high=1e3, slider=(-2.0, 2.0), live=False,
        ),
    )  # fmt: skip
    domain = ((-1.5, 1.5), (-1.5, 1.5))
    starts = ((1.0, 1.0), (-1.0, 1.0), (1.2, 0.1), (-0.1, -1.2))
    minima = ((0.0, 0.0),)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values)
        n, across, upwards = (cast(int, self.values[name]) for name in ("n", "across", "upwards"))
        upwards = upwards or n
        for name, index in (("across", across), ("upwards", upwards)):
            if index > n:
                rule = f"{name} is one of the {n} eigendirections"
                raise InputError(f"{rule}, but {index} was given. The nearest valid choice is {n}.", name)
        if across == upwards:
            near = across + 1 if across < n else across - 1
            rule = "The plane is spanned by two different eigendirections"
            raise InputError(
                f"{rule}, but {across} was given twice. The nearest valid choice is {near}.", "upwards"
            )
        self.dimension = n
        self._plane = [across - 1, upwards - 1]
        self.axes = (f"eigendirection {across}", f"eigendirection {upwards}")
        self._rotated = bool(self.values["rotated"])
        kappa = float(cast(float, self.values["kappa"]))
        self.eigenvalues = _spectrum(str(self.values["spectrum"]), n, kappa)
        self._steep = self.eigenvalues[self._plane]

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy where all other coordinates are 0."""
        flat, steep = self._steep
        by_x, by_y = flat * x, steep * y
        return 0.5 * (by_x * x + by_y * y), by_x, by_y

    @cached_property
    def basis(self) -> Floats | None:
        """The eigendirections as columns, shape (n, n); None if they are the axes."""
        return _rotation(self.dimension, cast(int, self.values["seed"])) if self._rotated else None

    @cached_property
    def _matrix(self) -> Floats:
        assert self.basis is not None
        return np.asarray((self.basis * self.eigenvalues) @ self.basis.T)

    def lift(self, x: float, y: float) -> Floats:
        """Return the starting point that is drawn at (x, y), shape (n,)."""
        coordinates = np.full(self.dimension, float(cast(float, self.values["rest"])))
        coordinates[self._plane] = x, y
        return coordinates if self.basis is None else np.asarray(self.basis @ coordinates)

    def project(self, points: Floats) -> Floats:
        """Return the coordinates of points (..., n) along the two eigendirections, shape (..., 2)."""
        if self.basis is None:
            return np.asarray(points[..., self._plane])
        return np.asarray(points @ self.basis[:, self._plane])

    def bend(self, vectors: Floats) -> Floats:
        """Return the Hessian times vectors (..., n)."""
        return vectors * self.eigenvalues if self.basis is None else np.asarray(vectors @ self._matrix)

    def descend(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient and return the value, shape (runs,)."""
        if self.basis is None:
            np.multiply(theta, self.eigenvalues, out=out)
        else:
            np.matmul(theta, self._matrix, out=out)
        return np.asarray(0.5 * np.vecdot(theta, out))

    def away(self, points: Floats) -> Floats:
        """Return how far points (..., n) are from the minimum, which is at 0."""
        return np.asarray(np.sqrt(np.vecdot(points, points)))


def _spectrum(kind: str, n: int, kappa: float) -> Floats:
    """Return n eigenvalues from 1 to kappa, ascending."""
    part = np.arange(n) / (n - 1)
    if kind == "linear":
        found = 1.0 + (kappa - 1.0) * part
    elif kind == "power law":
        found = kappa * np.arange(n, 0, -1.0) ** -(math.log(kappa) / math.log(n))
    elif kind == "two clusters":
        low, high = n // 2, n - n // 2
        width = min(1.1, math.sqrt(kappa))
        found = np.concatenate([np.geomspace(1.0, width, low), np.geomspace(kappa / width, kappa, high)])
        if n == 2:
            found = np.array([1.0, kappa])
    else:
        found = kappa**part
    found[0], found[-1] = 1.0, kappa
    return np.asarray(found, dtype=np.float64)


@lru_cache(maxsize=2)
def _rotation(n: int, seed: int) -> Floats:
    """Return a random rotation, uniform among all."""
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _BASIS))))
    basis, upper = np.linalg.qr(generator.standard_normal((n, n)))
    basis *= np.sign(np.diagonal(upper))
    basis.flags.writeable = False
    return np.asarray(basis)
