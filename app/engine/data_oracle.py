"""Who answers on data: gradients of mini-batches, of groups of them, and of the whole training set."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from .feed import Batch
from .oracle import Oracle
from .stream import DROPOUT, LABELS, PROBES, stream

if TYPE_CHECKING:  # a problem makes its oracles
    from .problem import DataProblem

__all__ = ["DataOracle", "GroupOracle", "WholeOracle"]

Floats = npt.NDArray[np.float64]

_WHOLE = 2048  # examples of the whole set whose gradients are computed at once


class DataOracle(Oracle):
    """Mini-batch gradients in the order of the feed; curvature by differences on the same mini-batch."""

    def __init__(self, problem: DataProblem, batch_size: int) -> None:
        self._problem = problem
        self._streams: dict[tuple[int, int], np.random.Generator] = {}
        self._batch_size = batch_size
        self._batches = problem.feed.batches(batch_size)
        self._keep: Floats | None = None
        self.evaluations = 0
        self.draw()

    def draw(self) -> None:
        """Move on to the next mini-batch, and with dropout to other units."""
        self._features, self._targets = next(self._batches)
        self._keep = self._dropped(self._features.shape[1])

    def aside(self) -> Self:
        """Return an oracle with the same answers to come, from random streams of its own."""
        twin = super().aside()
        twin._streams = copy.deepcopy(self._streams)
        return twin

    def rehearsal(self) -> Self:
        """Return an oracle as of `aside`, whose `draw` gives the present examples again."""
        twin = self.aside()
        twin._batches = cycle(self._present)
        return twin

    @property
    def _present(self) -> list[Batch]:
        return [(self._features, self._targets)]

    def _dropped(self, batch: int) -> Floats | None:
        """Return factors on the units that may be dropped, (runs, units, batch); None without dropout."""
        model = self._problem.model
        if not model.dropout:
            return None
        keep = np.empty((len(self._problem.seeds), model.droppable, batch))
        for run, factors in enumerate(keep):
            self._stream(run, DROPOUT).random(out=factors)
        return (keep >= model.dropout) / (1.0 - model.dropout)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the mini-batch gradient and return the mini-batch loss, shape (runs,)."""
        self.evaluations += 1
        model = self._problem.model
        self.loss = model.loss_and_gradient(theta, self._features, self._targets, out, self._keep)
        return self.loss

    def sampled_diagonal(self, theta: Floats, out: Floats, wanted: npt.NDArray[np.bool_]) -> None:
        """Write u·(Hu); see `Oracle.sampled_diagonal`."""
        signs = np.ones_like(theta)
        for run in np.flatnonzero(wanted).tolist():
            signs[run] = 2.0 * self._stream(run, PROBES).integers(0, 2, theta.shape[1]) - 1.0
        self.product(theta, signs, out)
        np.multiply(out, signs, out=out)

    @property
    def predicts(self) -> bool:
        """Return whether the loss is cross-entropy for classes or squared error for numbers."""
        model = self._problem.model
        likelihood = {"classification": "cross_entropy", "regression": "squared_error"}.get(model.task)
        return likelihood is not None and model.values.get("loss", "usual") in ("usual", likelihood)

    def sampled_gradient(self, theta: Floats, out: Floats, wanted: npt.NDArray[np.bool_]) -> int:
        """Write the gradient for classes drawn from the softmax, or numbers from a normal distribution.

        Of variance 1 around the prediction, whose negative logarithm squared error is. Without the L2 term,
        which has no sampling error and would only be a bias, and without dropout.
        """
        model = self._problem.model
        scores = model.outputs_of(theta, self._features)
        targets = np.zeros(scores.shape[:2], dtype=self._targets.dtype)
        for run in np.flatnonzero(wanted).tolist():
            labels = self._stream(run, LABELS)
            if model.task == "regression":
                targets[run] = scores[run, :, 0] + labels.standard_normal(scores.shape[1])
            else:
                targets[run] = _draw_classes(scores[run], labels)
        self.evaluations += 1
        model.loss_and_gradient(theta, self._features, targets, out)
        out -= model.values["l2"] * theta
        return int(scores.shape[1])

    def _stream(self, run: int, purpose: int) -> np.random.Generator:
        """Return a random stream of one run, which starts when it is first asked for."""
        key = run, purpose
        if key not in self._streams:
            self._streams[key] = stream(self._problem.seeds[run], purpose)
        return self._streams[key]


def _draw_classes(scores: Floats, generator: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return a class for each row of scores (examples, classes), drawn from its softmax."""
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    reached = np.cumsum(weights, axis=1)
    below = generator.random((len(scores), 1)) * reached[:, -1:]
    # The last class is left out of the count, so that rounding, or a NaN, cannot name one beyond it.
    return np.asarray((below >= reached[:, :-1]).sum(axis=1))


class GroupOracle(DataOracle):
    """Mean gradients over the examples of several mini-batches; the last group of an epoch may be smaller."""

    def __init__(self, problem: DataProblem, batch_size: int, accumulate: int) -> None:
        self._accumulate = accumulate
        self._left = 0
        self._per_epoch = -(-problem.examples // batch_size)
        super().__init__(problem, batch_size)
        self._part = np.empty((len(problem.seeds), problem.params))

    def draw(self) -> None:
        """Move on to the next group of mini-batches."""
        if not self._left:
            self._left = self._per_epoch
        count = min(self._accumulate, self._left)
        self._left -= count
        batches = [next(self._batches) for _ in range(count)]
        self._group = [(*batch, self._dropped(batch[0].shape[1])) for batch in batches]

    @property
    def _present(self) -> list[Batch]:
        return [(features, targets) for features, targets, _ in self._group]

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the mean gradient of the group and return its mean loss, shape (runs,)."""
        self.evaluations += len(self._group)
        sizes = [features.shape[1] for features, _, _ in self._group]
        loss: Floats = np.zeros(len(theta))
        out[...] = 0.0
        model = self._problem.model
        for size, (features, targets, keep) in zip(sizes, self._group, strict=True):
            share = size / sum(sizes)
            loss += share * model.loss_and_gradient(theta, features, targets, self._part, keep)
            np.multiply(self._part, share, out=self._part)
            np.add(out, self._part, out=out)
        self.loss = loss
        return loss

    def sampled_gradient(self, theta: Floats, out: Floats, wanted: npt.NDArray[np.bool_]) -> int:
        """Write the mean over the group, one evaluation for each batch; see `Oracle.sampled_gradient`."""
        out[...] = 0.0
        examples = 0
        for batch in self._group:
            self._features, self._targets, _ = batch
            count = super().sampled_gradient(theta, self._part, wanted)
            np.multiply(self._part, count, out=self._part)
            np.add(out, self._part, out=out)
            examples += count
        np.divide(out, examples, out=out)
        return examples


class WholeOracle(Oracle):
    """Gradients of the whole training set, without dropout, in bounded memory."""

    def __init__(self, problem: DataProblem) -> None:
        self._problem = problem

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient and return the loss, shape (runs,)."""
        loss, part = np.zeros(len(theta)), np.empty_like(theta)
        out[...] = 0.0
        for examples, found in self.parts(theta, part, _WHOLE):
            share = examples / self._problem.examples
            loss += share * found
            np.multiply(part, share, out=part)
            np.add(out, part, out=out)
        return loss

    def parts(self, theta: Floats, out: Floats, size: int) -> Iterator[tuple[int, Floats]]:
        """Write the mean gradient of so many examples after another; yield their number and mean loss."""
        train, model = self._problem.split.train, self._problem.model
        for first in range(0, self._problem.examples, size):
            rows = slice(first, first + size)
            features, targets = train.features[None][:, rows], train.targets[None, rows]
            yield targets.shape[1], model.loss_and_gradient(theta, features, targets, out)
