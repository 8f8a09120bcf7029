"""Losses besides the usual ones: for outliers, for margins, for many outputs, and how one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .error import InputError
from .loss import CrossEntropy, LogisticLoss, Loss, SquaredError
from .parameter import Parameter

__all__ = ["DELTA", "ElementwiseLoss", "Hinge", "MakeLoss", "SignHinge", "choose_loss", "loss_choice"]

Floats = npt.NDArray[np.float64]
Targets = npt.NDArray[Any]
MakeLoss = Callable[[int, int, int], Loss]

DELTA = Parameter(
    "delta", 1.0,
    "Where the Huber loss turns from a parabola into a straight line: residuals beyond it pull no harder.",
    low=0.0, open_low=True, scale="log", slider=(0.01, 10.0), symbol="δ", live=False,
)  # fmt: skip

_HELP = {
    "cross_entropy": "cross_entropy: how surprised the model is at the true class.",
    "squared_error": "squared_error: half the squared residual; for classes the targets are 0 and 1.",
    "huber": "huber: squared near zero and straight beyond delta, so that outliers pull less.",
    "hinge": "hinge: zero once the true class leads by a margin of 1, so it has kinks and flat parts.",
    "usual": "usual: cross-entropy for classes, half the squared error for numbers.",
}


def loss_choice(*names: str) -> Parameter:
    """Declare ``loss`` with these choices, the first of which is the default."""
    help_text = "What a wrong output costs. " + " ".join(_HELP[name] for name in names)
    return Parameter("loss", names[0], help_text, kind="choice", choices=names, live=False)


def choose_loss(values: Mapping[str, Any], task: str, logit: bool = False) -> MakeLoss:
    """Return what makes the loss that a model's values name.

    Parameters
    ----------
    values : mapping
        With ``loss`` and perhaps ``delta``.
    task : str
    logit : bool
        Whether the model has one output for two classes.

    Raises
    ------
    InputError
        If there is no such loss for the task.
    """
    name = values["loss"]
    if logit:
        return SignHinge if name == "hinge" else LogisticLoss
    if task == "classification":
        if name in ("usual", "cross_entropy"):
            return CrossEntropy
        if name == "hinge":
            return Hinge
    elif name == "hinge":
        raise InputError(
            f"The hinge loss is for classes, but the task is {task}. The nearest valid choice is huber.",
            "loss",
        )
    elif name != "huber" and task == "regression":
        return SquaredError
    delta = float(values["delta"]) if name == "huber" else np.inf
    return lambda runs, outputs, batch: ElementwiseLoss(runs, outputs, batch, delta, task)


class ElementwiseLoss:
    """The mean over outputs of h(z - t): r²/2, and beyond delta the straight line delta·(|r| - delta/2).

    Parameters
    ----------
    runs, outputs, batch : int
    delta : float
        Infinite for half the squared error.
    task : {'classification', 'regression', 'reconstruction'}
        Targets are class numbers, of which 1 at the true class and 0 elsewhere is made; numbers (..., batch);
        or numbers for each output, (..., batch, outputs).
    """

    def __init__(self, runs: int, outputs: int, batch: int, delta: float, task: str) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._flat = self.scores.reshape(runs, outputs * batch)
        self._excess = np.empty_like(self._flat)
        self._classes = np.arange(outputs)[:, None]
        self._share = 1.0 / max(outputs * batch, 1)
        self._outputs, self._delta, self._task = outputs, delta, task

    def slope(self, targets: Targets) -> Floats:
        """Turn z into h'(z - t)/(outputs·batch)."""
        loss = self._sum(targets) * self._share
        self.scores *= self._share
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss, and hits where there are classes, else NaN."""
        if self._task == "classification":
            known = ~np.isnan(self.scores).any(axis=1)
            right = ((self.scores.argmax(axis=1) == targets) & known).sum(axis=1, dtype=np.float64)
        else:
            right = np.full(len(self.scores), np.nan)
        return self._sum(targets) / self._outputs, right

    def _sum(self, targets: Targets) -> Floats:
        """Return sums of the loss over examples and outputs; leave its slopes in the scores."""
        if self._task == "classification":
            self.scores -= targets[:, None] == self._classes
        elif self._task == "regression":
            self.scores -= targets[:, None]
        else:
            self.scores -= targets.transpose(0, 2, 1)
        if np.isinf(self._delta):
            return np.asarray(0.5 * np.einsum("rb,rb->r", self._flat, self._flat))
        # h(r) = c·(r - c/2), where c is the residual cut at ±delta; c is the slope as well.
        np.copyto(self._excess, self._flat)
        np.clip(self._flat, -self._delta, self._delta, out=self._flat)
        self._excess -= 0.5 * self._flat
        return np.asarray(np.einsum("rb,rb->r", self._flat, self._excess))


class Hinge:
    """Multi-class hinge: the mean over classes of max(0, 1 - z_t + z_j), j ≠ t, as PyTorch's MultiMarginLoss.

    References
    ----------
    Weston and Watkins (1999). Support vector machines for multi-class pattern recognition. ESANN.
    """

    def __init__(self, runs: int, outputs: int, batch: int) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._over = np.empty_like(self.scores)
        self._classes = np.arange(outputs)[:, None]
        self._outputs, self._batch = outputs, batch

    def slope(self, targets: Targets) -> Floats:
        """Turn z into 1 for each class within the margin, and minus their number for t; over C·batch."""
        loss = self._sum(targets) / self._batch
        chosen = targets[:, None] == self._classes
        np.greater(self._over, 0.0, out=self.scores)
        # A NaN is no step to take: it stays one, so that the run counts as diverged.
        self.scores[np.isnan(self._over)] = np.nan
        self.scores -= chosen * self.scores.sum(axis=1, keepdims=True)
        self.scores *= 1.0 / (self._outputs * self._batch)
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss and hits."""
        known = ~np.isnan(self.scores).any(axis=1)
        right = ((self.scores.argmax(axis=1) == targets) & known).sum(axis=1, dtype=np.float64)
        return self._sum(targets), right

    def _sum(self, targets: Targets) -> Floats:
        chosen = targets[:, None] == self._classes
        lead = np.where(chosen, self.scores, 0.0).sum(axis=1, keepdims=True)
        np.subtract(self.scores, lead, out=self._over)
        self._over += 1.0
        np.maximum(self._over, 0.0, out=self._over)
        self._over[np.broadcast_to(chosen, self._over.shape)] = 0.0
        return np.asarray(self._over.sum(axis=(1, 2)) / self._outputs)


class SignHinge:
    """Hinge loss of two classes given one score z: max(0, 1 - z) for class 1, max(0, 1 + z) for class 0."""

    def __init__(self, runs: int, outputs: int, batch: int) -> None:
        self.scores = np.empty((runs, outputs, batch))
        self._score = self.scores[:, 0]
        self._over = np.empty((runs, batch))
        self._batch = batch

    def slope(self, targets: Targets) -> Floats:
        """Turn z into -1 or 1 within the margin and 0 beyond, over batch."""
        loss = self._sum(targets) / self._batch
        lost = np.isnan(self._over)
        np.greater(self._over, 0.0, out=self._score)
        self._score *= (1.0 - 2.0 * targets) / self._batch
        self._score[lost] = np.nan
        return loss

    def count(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return sums of the loss and hits; class 1 is predicted for z > 0."""
        right = np.where(targets == 1, self._score > 0.0, self._score <= 0.0)
        return self._sum(targets), right.sum(axis=1, dtype=np.float64)

    def _sum(self, targets: Targets) -> Floats:
        np.multiply(self._score, 1.0 - 2.0 * targets, out=self._over)
        self._over += 1.0
        np.maximum(self._over, 0.0, out=self._over)
        return np.asarray(self._over.sum(axis=1))
