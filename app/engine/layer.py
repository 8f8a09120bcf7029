"""How a flat parameter vector is cut into weight arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Layer"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layer:
    """Where one weight array lies in the flat parameter vector.

    ``shape`` is (inputs, outputs) for a matrix, with further axes in front for a convolution, and (outputs,)
    for a bias or a vector.
    """

    name: str
    shape: tuple[int, ...]
    start: int

    @property
    def size(self) -> int:
        """Return the number of entries."""
        return int(np.prod(self.shape))

    @property
    def part(self) -> slice:
        """Return the columns of (runs, params) that belong to this layer."""
        return slice(self.start, self.start + self.size)

    def view(self, theta: Floats) -> Floats:
        """Return this layer of ``theta`` (runs, params) as (runs, *shape), without a copy."""
        return theta[:, self.part].reshape(theta.shape[0], *self.shape)
