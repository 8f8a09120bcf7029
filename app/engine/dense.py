"""Layers of weights with activations between: loss and gradient for many parameter vectors in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .activation import ACTIVATIONS
from .error import InputError
from .layer import Layer
from .loss import Loss
from .model import Model, models
from .parameter import Parameter
from .workspace import Workspace

__all__ = ["DenseModel", "decay"]

Floats = npt.NDArray[np.float64]
Targets = npt.NDArray[Any]
Cut = list[tuple[Floats, Floats]]

_AT_ONCE = 2**18  # entries of the hidden layers in memory at once; more leaves the caches and is slower
_KEPT = 16


def decay() -> Parameter:
    """Declare ``l2``, which every model has."""
    return Parameter(
        "l2",
        0.0,
        "Weight of the term λ/2·‖θ‖² in the loss, over all parameters, biases included. It makes convex "
        "problems strongly convex: one minimum, reached at a linear rate.",
        low=0.0,
        high=1e6,
        scale="log",
        slider=(1e-6, 1.0),
        symbol="λ",
        live=False,
    )


class DenseModel(Model):
    """Base class of models that are a chain of dense layers.

    A subclass calls `build` in its ``__init__`` and defines `initial`.

    Notes
    -----
    Inside, examples are columns: layer i computes Aᵢ = s(Wᵢᵀ Aᵢ₋₁ + bᵢ) with arrays of shape (runs, units,
    batch), so that biases, the loss and its gradient work along contiguous memory. The weights are views of
    the flat vector, the products are written into views of the gradient, and everything between lies in a
    workspace that is made once for each number of runs and batch size. One pass for one run allocates nothing
    but the loss.

    Not for use by two threads at once.
    """

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        if task not in self.tasks:
            fitting = ", ".join(other.name for other in models if task in other.tasks)
            raise InputError(
                f"The model {self.name} is for {' and '.join(self.tasks)}, but the task is {task}. "
                f"Choose one of: {fitting or '(none)'}.",
                "model",
            )

    def build(self, hidden: Sequence[int], outputs: int, loss: type[Loss], activation: str = "tanh") -> None:
        """Lay out the layers.

        Parameters
        ----------
        hidden : sequence of int
            Units of each hidden layer.
        outputs : int
            Scores that the loss wants.
        loss : type of Loss
        activation : str
            Of the hidden layers; a name in `ACTIVATIONS`.
        """
        self._widths = (self.features, *hidden, outputs)
        layers, start = [], 0
        for depth, (inputs, units) in enumerate(pairwise(self._widths), 1):
            name = f"hidden {depth} " if depth <= len(hidden) else "output " if hidden else ""
            for part, shape in (("weight", (inputs, units)), ("bias", (units,))):
                layers.append(Layer(name + part, shape, start))
                start += layers[-1].size
        self.layers, self.size = tuple(layers), start
        self._loss, self._activation = loss, ACTIVATIONS[activation]()
        self._l2 = float(self.values["l2"])
        self._workspaces: dict[tuple[int, int], Workspace] = {}
        self._cuts: dict[tuple[int, bool], tuple[Floats, Cut]] = {}

    def loss_and_gradient(self, theta: Floats, features: Floats, targets: Targets, grad: Floats) -> Floats:
        """Write the gradient and return the loss; see `Model.loss_and_gradient`."""
        runs, batch = len(theta), features.shape[1]
        block = self._block(batch)
        if runs <= block:
            return self._pass(theta, features, targets, grad)
        loss = np.empty(runs)
        for part in _parts(runs, block):
            loss[part] = self._pass(theta[part], _own(features, part), _own(targets, part), grad[part])
        return loss

    def outputs_of(self, theta: Floats, features: Floats) -> Floats:
        """Return the scores, shape (runs, batch, outputs)."""
        out = np.empty((len(theta), features.shape[1], self._widths[-1]))
        for runs, rows, work in self._pieces(theta, features):
            out[runs, rows] = work.loss.scores.transpose(0, 2, 1)
        return out

    def evaluate(self, theta: Floats, features: Floats, targets: Targets) -> tuple[Floats, Floats]:
        """Return mean loss plus the L2 term, and accuracy; NaN where there are no examples."""
        count = features.shape[1]
        loss, hits = np.zeros(len(theta)), np.zeros(len(theta))
        for runs, rows, work in self._pieces(theta, features):
            total, right = work.loss.count(_own(targets, runs)[:, rows])
            loss[runs] += total
            hits[runs] += right
        if count == 0:
            loss[:] = hits[:] = np.nan
            count = 1
        loss /= count
        hits /= count
        if self._l2:
            loss += 0.5 * self._l2 * np.einsum("rp,rp->r", theta, theta)
        return loss, hits

    def _pass(self, theta: Floats, features: Floats, targets: Targets, grad: Floats) -> Floats:
        work = self._workspace(len(theta), features.shape[1])
        joined = self._joins(features)
        values, weights, slots = work.chain(joined), self._cut(theta, joined), self._cut(grad, joined)
        self._forward(weights, features, values, work.slopes)
        loss = work.loss.slope(targets)
        delta = values[-1]
        for depth in range(len(weights) - 1, -1, -1):
            weight, bias = slots[depth]
            below = values[depth - 1] if depth else None
            np.matmul(delta, features if below is None else below.transpose(0, 2, 1), out=weight)
            np.matmul(delta, work.ones, out=bias)
            if below is not None:
                np.matmul(weights[depth][0].transpose(0, 2, 1), delta, out=below)
                below *= work.slopes[depth - 1]
                delta = below
        if self._l2:
            loss += 0.5 * self._l2 * np.einsum("rp,rp->r", theta, theta)
            np.multiply(theta, self._l2, out=work.scratch(self.size))
            grad += work.scratch(self.size)
        return loss

    def _forward(self, weights: Cut, features: Floats, values: list[Floats], slopes: list[Floats]) -> None:
        below = features.transpose(0, 2, 1)
        last = len(weights) - 1
        for depth, (weight, bias) in enumerate(weights):
            above = values[depth]
            np.matmul(weight, below, out=above)
            above += bias
            if depth < last:
                self._activation(above, slopes[depth])
            below = above

    def _pieces(self, theta: Floats, features: Floats) -> Iterator[tuple[slice, slice, Workspace]]:
        """Compute the scores of some runs for some examples at a time, in bounded memory."""
        count = features.shape[1]
        rows_at_once = min(max(count, 1), max(1, _AT_ONCE // self._units))
        for runs in _parts(len(theta), self._block(rows_at_once)):
            own = _own(features, runs)
            joined = self._joins(own)
            weights = self._split(theta[runs], joined)
            for rows in _parts(count, rows_at_once):
                work = self._workspace(len(theta[runs]), len(range(*rows.indices(count))))
                self._forward(weights, own[:, rows], work.chain(joined), work.slopes)
                yield runs, rows, work

    def _joins(self, features: Floats) -> bool:
        """Return whether the runs can be one product.

        Many models of one output are one model of many outputs.
        """
        return len(self._widths) == 2 and self._widths[1] == 1 and len(features) == 1

    @property
    def _units(self) -> int:
        return sum(self._widths[1:])

    def _block(self, batch: int) -> int:
        """Return how many runs are computed at once."""
        return max(1, _AT_ONCE // (self._units * max(batch, 1)))

    def _cut(self, flat: Floats, joined: bool) -> Cut:
        """Return the views of `_split`, remembered because making them takes as long as a product."""
        key = (id(flat), joined)
        known = self._cuts.get(key)
        if known is None or known[0] is not flat:
            if len(self._cuts) >= _KEPT:
                del self._cuts[next(iter(self._cuts))]
            known = self._cuts[key] = (flat, self._split(flat, joined))
        return known[1]

    def _split(self, flat: Floats, joined: bool) -> Cut:
        """Return weight (runs, units, inputs) and bias (runs, units, 1) of each layer as views of (runs, P).

        If joined, runs take the place of units: (1, runs, inputs) and (1, runs, 1).
        """
        if joined:
            return [(flat[None, :, :-1], flat[None, :, -1:])]
        views = [layer.view(flat) for layer in self.layers]
        return [
            (weight.transpose(0, 2, 1), bias[:, :, None])
            for weight, bias in zip(views[::2], views[1::2], strict=True)
        ]

    def _workspace(self, runs: int, batch: int) -> Workspace:
        work = self._workspaces.get((runs, batch))
        if work is None:
            if len(self._workspaces) >= _KEPT:
                del self._workspaces[next(iter(self._workspaces))]
            work = self._workspaces[runs, batch] = Workspace(self._widths, self._loss, runs, batch)
        return work


def _parts(count: int, size: int) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _own(values: npt.NDArray[Any], runs: slice) -> npt.NDArray[Any]:
    """Return the part that belongs to some runs of an array that may be shared by all."""
    return values if len(values) == 1 else values[runs]
