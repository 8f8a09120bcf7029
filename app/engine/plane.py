"""A plane through the space of all weights: its points, and how far off it others lie."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Plane"]

Floats = npt.NDArray[np.float64]


class Plane:
    """The points ``origin + a·directions[0] + b·directions[1]``.

    Parameters
    ----------
    origin : ndarray, shape (params,)
        The weights at (0, 0).
    directions : ndarray, shape (2, params)
        Of any length, and at any angle.
    """

    def __init__(self, origin: Floats, directions: Floats) -> None:
        self.origin, self.directions = origin, directions
        self._inverse = np.linalg.pinv(directions)

    @property
    def lengths(self) -> Floats:
        """Return how long one unit of each coordinate is among the weights, shape (2,)."""
        return np.asarray(np.sqrt(np.einsum("dp,dp->d", self.directions, self.directions)))

    @property
    def flat(self) -> bool:
        """Return whether this is a plane, and not a line or a point."""
        first, second = self.directions
        square = np.prod(self.lengths**2)
        return bool(square - (first @ second) ** 2 > 1e-12 * square)

    def weights(self, at: Floats) -> Floats:
        """Return weights, shape (n, params), at coordinates (n, 2)."""
        return np.asarray(self.origin + at @ self.directions)

    def places(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return coordinates (n, 2) of the nearest points of the plane, and the distances to them (n,).

        Parameters
        ----------
        theta : ndarray, shape (n, params)
        """
        with np.errstate(all="ignore"):
            away = theta - self.origin
            at = away @ self._inverse
            away -= at @ self.directions
            return at, np.sqrt(np.einsum("np,np->n", away, away))
