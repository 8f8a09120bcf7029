"""Who answers when an optimizer asks for a gradient; every answer is counted."""

from __future__ import annotations

import copy
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

__all__ = ["Oracle"]

Floats = npt.NDArray[np.float64]

_STEP = np.finfo(np.float64).eps ** (1 / 3)


class Oracle:
    """Gradients of one problem for one lane, and the count of what they cost.

    Attributes
    ----------
    evaluations : int
        Gradient evaluations asked for so far, per run.
    loss : ndarray, shape (runs,) or scalar, or None
        What `gradient` returned last; a line search starts from it without asking again.
    exact : bool
        Whether curvature is exact and cheap, as on a surface; else it is a difference of exact gradients.
    predicts : bool
        Whether the loss is the likelihood of a prediction that targets can be drawn from.

    Notes
    -----
    Curvature is a central difference of gradients on the same mini-batch: a relative error of about 1e-10
    where the third derivative is of the size of the second, more where a unit bends sharply within the
    distance of 1e-5, as at the kink of a relu.
    """

    evaluations: int = 0
    loss: Floats | None = None
    exact: ClassVar[bool] = False

    @property
    def predicts(self) -> bool:
        """Return whether `sampled_gradient` can be asked for."""
        return False

    def draw(self) -> None:
        """Move on to the next mini-batch or noise sample; all evaluations until the next call use it."""
        raise NotImplementedError(f"{type(self).__name__} must define draw().")

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient at ``theta`` (runs, params) into ``out`` and return the loss, shape (runs,)."""
        raise NotImplementedError(f"{type(self).__name__} must define gradient().")

    def measure(self, theta: Floats, out: Floats) -> Floats:
        """As `gradient`, for the record and not for the method: it is not counted."""
        evaluations, known = self.evaluations, self.loss
        loss = self.gradient(theta, out)
        self.evaluations, self.loss = evaluations, known
        return loss

    def aside(self) -> Self:
        """Return an oracle with the same answers to come; what it is asked is neither counted nor noticed."""
        return copy.copy(self)

    def product(self, theta: Floats, vector: Floats, out: Floats) -> None:
        """Write the Hessian at ``theta`` times a vector into ``out``; all are (runs, params).

        Two evaluations.
        """
        known = self.loss
        size = np.sqrt(np.vecdot(vector, vector))[:, None]
        size[size == 0.0] = 1.0
        reach = _STEP * (1.0 + np.abs(theta).max(axis=1, keepdims=True)) / size
        away, back = np.empty_like(theta), np.empty_like(theta)
        self.gradient(np.add(theta, reach * vector, out=away), out)
        self.gradient(np.subtract(theta, reach * vector, out=away), back)
        np.subtract(out, back, out=out)
        np.divide(out, 2.0 * reach, out=out)
        self.loss = known

    def hessian(self, theta: Floats) -> Floats:
        """Return the Hessian at ``theta``, shape (runs, params, params); two evaluations a parameter."""
        runs, params = theta.shape
        found = np.empty((runs, params, params))
        vector, column = np.zeros_like(theta), np.empty_like(theta)
        for index in range(params):
            vector[:, index] = 1.0
            self.product(theta, vector, column)
            vector[:, index] = 0.0
            found[:, :, index] = column
        return 0.5 * (found + found.transpose(0, 2, 1))

    def hessian_diagonal(self, theta: Floats, out: Floats) -> None:
        """Write the diagonal of the Hessian into ``out``; two evaluations a parameter."""
        vector, column = np.zeros_like(theta), np.empty_like(theta)
        for index in range(theta.shape[1]):
            vector[:, index] = 1.0
            self.product(theta, vector, column)
            vector[:, index] = 0.0
            out[:, index] = column[:, index]

    def sampled_diagonal(self, theta: Floats, out: Floats, wanted: npt.NDArray[np.bool_]) -> None:
        """Write an unbiased estimate of the Hessian's diagonal, u·(Hu) for random signs u (Hutchinson's).

        Parameters
        ----------
        theta, out : ndarray, shape (runs, params)
        wanted : ndarray of bool, shape (runs,)
            Which runs move on in their stream of random signs; what is written for the others is of no use.
            Two evaluations for all.
        """
        raise NotImplementedError(f"{type(self).__name__} must define sampled_diagonal().")

    def sampled_gradient(self, theta: Floats, out: Floats, wanted: npt.NDArray[np.bool_]) -> int:
        """Write the gradient for targets drawn from the model's own prediction; one evaluation.

        Only where `predicts`.
        Its square times the number of examples estimates the diagonal of the Gauss-Newton matrix.

        Parameters
        ----------
        theta, out, wanted
            As in `sampled_diagonal`.

        Returns
        -------
        int
            The number of examples.
        """
        raise NotImplementedError(f"{type(self).__name__} must define sampled_gradient().")
