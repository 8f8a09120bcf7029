"""Who answers when an optimizer asks for a gradient; every answer is counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Oracle"]

Floats = npt.NDArray[np.float64]


class Oracle:
    """Gradients of one problem for one lane, and the count of what they cost.

    Attributes
    ----------
    evaluations : int
        Gradient evaluations asked for so far, per run.
    """

    evaluations: int = 0

    def draw(self) -> None:
        """Move on to the next mini-batch or noise sample; all evaluations until the next call use it."""
        raise NotImplementedError(f"{type(self).__name__} must define draw().")

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient at ``theta`` (runs, params) into ``out`` and return the loss, shape (runs,)."""
        raise NotImplementedError(f"{type(self).__name__} must define gradient().")

    def measure(self, theta: Floats, out: Floats) -> Floats:
        """As `gradient`, for the record and not for the method: it is not counted."""
        evaluations = self.evaluations
        loss = self.gradient(theta, out)
        self.evaluations = evaluations
        return loss
