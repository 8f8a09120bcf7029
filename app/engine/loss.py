"""What a network's last scores cost, how that changes with them, and how many examples they get right."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["CrossEntropy", "LogisticLoss", "Loss", "SquaredError"]

Floats = npt.NDArray[np.float64]
Targets = npt.NDArray[Any]


class Loss(Protocol):
    """The end of a network for one number of runs and one batch size, with all the memory it needs.

    Attributes
    ----------
    scores : ndarray, shape (runs, outputs, batch)
        Written by the network before each call, and used up by it. Examples lie along the last axis, where
        NumPy reduces over the few outputs at the speed of memory.
    """

    scores: Floats

    def __init__(self, runs: int, outputs: int, batch: int) -> None: ...

    def slope(self, targets: Targets) -> Floats:
        """Overwrite the scores by the derivative of the mean loss; return the mean loss, shape (runs,).

        ``targets`` has shape (1, batch) or (runs, batch).
        """

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return the sum of the loss and the number of correctly classified examples, each (runs,)."""


class SquaredError:
    """Half the squared distance to the target, (z - t)²/2."""

    def __init__(self, runs: int, outputs: int, batch: int) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._residual = self.scores[:, 0]
        self._batch = batch

    def slope(self, targets: Targets) -> Floats:
        """Turn z into (z - t)/batch."""
        loss = self._sum(targets) / self._batch
        self._residual *= 1.0 / self._batch
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss; there are no classes to get right, so NaN."""
        total = self._sum(targets)
        return total, np.full(total.shape, np.nan)

    def _sum(self, targets: Targets) -> Floats:
        np.subtract(self._residual, targets, out=self._residual)
        total: Floats = 0.5 * np.einsum("rb,rb->r", self._residual, self._residual)
        return total


class LogisticLoss:
    """Cross-entropy of two classes given one logit z: softplus(z) - t·z, where t is the class number."""

    def __init__(self, runs: int, outputs: int, batch: int) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._logit = self.scores[:, 0]
        self._softplus = np.empty((runs, batch))
        self._product = np.empty((runs, batch))
        self._batch = batch

    def slope(self, targets: Targets) -> Floats:
        """Turn z into (σ(z) - t)/batch; σ(z) = exp(z - softplus(z)) keeps its digits for large -z too."""
        loss = self._sum(targets) / self._batch
        np.subtract(self._logit, self._softplus, out=self._logit)
        np.exp(self._logit, out=self._logit)
        np.subtract(self._logit, targets, out=self._logit)
        self._logit *= 1.0 / self._batch
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss and hits; class 1 is predicted for z > 0."""
        # Two comparisons, because a NaN is no prediction at all.
        right = np.where(targets == 1, self._logit > 0.0, self._logit <= 0.0)
        return self._sum(targets), right.sum(axis=1, dtype=np.float64)

    def _sum(self, targets: Targets) -> Floats:
        np.abs(self._logit, out=self._softplus)
        np.negative(self._softplus, out=self._softplus)
        np.exp(self._softplus, out=self._softplus)
        np.log1p(self._softplus, out=self._softplus)
        np.maximum(self._logit, 0.0, out=self._product)
        self._softplus += self._product
        np.multiply(self._logit, targets, out=self._product)
        np.subtract(self._softplus, self._product, out=self._product)
        total: Floats = self._product.sum(axis=1)
        return total


class CrossEntropy:
    """Softmax cross-entropy, log Σ exp(z) - z_t, computed after the largest score is subtracted."""

    def __init__(self, runs: int, outputs: int, batch: int) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._flat = self.scores.reshape(-1)
        self._peak = np.empty((runs, 1, batch))
        self._total = np.empty((runs, 1, batch))
        self._chosen = np.empty((runs, batch))
        # The entry of class t of example b in run r has the flat index r·outputs·batch + t·batch + b.
        self._start = np.arange(runs)[:, None] * (outputs * batch) + np.arange(batch)
        self._offset = np.empty((runs, batch), dtype=np.intp)
        self._index = np.empty((runs, batch), dtype=np.intp)
        self._batch = batch

    def slope(self, targets: Targets) -> Floats:
        """Turn z into (softmax(z) - onehot(t))/batch."""
        loss = self._sum(targets) / self._batch
        self._total *= self._batch
        np.divide(self.scores, self._total, out=self.scores)
        # NumPy buffers `out` in its usual mode, which raises; targets are class numbers by contract.
        self._flat.take(self._index, out=self._chosen, mode="clip")
        self._chosen -= 1.0 / self._batch
        self._flat.put(self._index, self._chosen, mode="clip")
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss and hits; of equal scores the first is predicted, with a NaN nothing."""
        predicted = self.scores.argmax(axis=1)
        total = self._sum(targets)
        right = (predicted == targets) & ~np.isnan(self._chosen)
        return total, right.sum(axis=1, dtype=np.float64)

    def _sum(self, targets: Targets) -> Floats:
        """Return sums of the loss; leave exp(z - peak) in the scores and its sum in `_total`."""
        np.maximum.reduce(self.scores, axis=1, keepdims=True, out=self._peak)
        np.subtract(self.scores, self._peak, out=self.scores)
        offset = np.multiply(targets, self._batch, out=self._offset[: len(targets)])
        np.add(self._start, offset, out=self._index)
        self._flat.take(self._index, out=self._chosen, mode="clip")
        np.exp(self.scores, out=self.scores)
        np.add.reduce(self.scores, axis=1, keepdims=True, out=self._total)
        np.log(self._total, out=self._peak)
        np.subtract(self._peak[:, 0], self._chosen, out=self._chosen)
        total: Floats = self._chosen.sum(axis=1)
        return total
