"""The memory of one pass through dense layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .other_loss import MakeLoss

__all__ = ["Workspace"]

Floats = npt.NDArray[np.float64]


class Workspace:
    """Every array that a pass needs between its inputs and the gradient."""

    def __init__(self, widths: Sequence[int], loss: MakeLoss, runs: int, batch: int) -> None:
        self.loss = loss(runs, widths[-1], batch)
        self.slopes = [np.empty((runs, units, batch)) for units in widths[1:-1]]
        self.ones = np.ones((batch, 1))
        self._values = [*(np.empty_like(slope) for slope in self.slopes), self.loss.scores]
        self._joined = [self.loss.scores.reshape(1, runs * widths[-1], batch)]
        self._runs = runs
        self._scratch: Floats | None = None

    def chain(self, joined: bool) -> list[Floats]:
        """Return what each layer writes, the scores last."""
        return self._joined if joined else self._values

    def scratch(self, size: int) -> Floats:
        """Return memory for one number per parameter."""
        if self._scratch is None:
            self._scratch = np.empty((self._runs, size))
        return self._scratch
