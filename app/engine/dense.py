"""Layers of weights with activations between: loss and gradient for many parameter vectors in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .activation import ACTIVATIONS
from .convolution import Convolutions
from .error import InputError
from .layer import Layer
from .layer_cut import Cut, LayerCut
from .model import Model, models
from .other_loss import MakeLoss
from .sparse import Features, Sparse, product, transposed_product
from .workspace import Workspace

__all__ = ["DEEPEST", "DenseModel"]

Floats = npt.NDArray[np.float64]
Targets = npt.NDArray[Any]

DEEPEST = 6
_AT_ONCE = 2**18  # entries of the hidden layers in memory at once; more leaves the caches and is slower
_LARGEST = 2**23  # such entries of one pass; a full batch of millions of examples has more
_KEPT = 16


class DenseModel(Model):
    """Base class of models that are a chain of dense layers.

    A subclass calls `build` in its ``__init__`` and defines `initial`.

    Notes
    -----
    Inside, examples are columns: layer i computes Aᵢ = s(Wᵢᵀ Aᵢ₋₁ + bᵢ) with arrays of shape (runs, units,
    batch), so that biases, the loss and its gradient work along contiguous memory. The weights are views of
    the flat vector, the products are written into views of the gradient, and everything between lies in a
    workspace that is made once for each number of runs and batch size. One pass for one run allocates nothing
    but the loss, where there are no convolutions.

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

    def build(
        self,
        hidden: Sequence[int],
        outputs: int,
        loss: MakeLoss,
        activation: str = "tanh",
        front: Convolutions | None = None,
    ) -> None:
        """Lay out the layers.

        Parameters
        ----------
        hidden : sequence of int
            Units of each hidden layer.
        outputs : int
            Scores that the loss wants.
        loss : callable
            Makes a `Loss`.
        activation : str
            Of the hidden layers; a name in `ACTIVATIONS`.
        front : Convolutions, optional
            What is computed before the dense layers.

        Raises
        ------
        InputError
            If there are too many hidden layers.
        """
        if len(hidden) > DEEPEST:
            near = "x".join(map(str, hidden[:DEEPEST]))
            raise InputError(
                f"A network has at most {DEEPEST} hidden layers, but {len(hidden)} were given. "
                f"The nearest valid value is {near}.",
                "hidden",
            )
        self._front = front
        self._widths = (self.features if front is None else front.outputs, *hidden, outputs)
        layers = [] if front is None else list(front.layers)
        start = 0 if front is None else front.size
        for depth, (inputs, units) in enumerate(pairwise(self._widths), 1):
            name = f"hidden {depth} " if depth <= len(hidden) else "output " if hidden or front else ""
            for part, shape in (("weight", (inputs, units)), ("bias", (units,))):
                layers.append(Layer(name + part, shape, start))
                start += layers[-1].size
        self.layers, self.size = tuple(layers), start
        self._cut = LayerCut(self.layers[0 if front is None else len(front.layers) :])
        self._loss, self._activation = loss, ACTIVATIONS[activation]()
        self._l2 = float(self.values["l2"])
        self.dropout = float(self.values.get("dropout", 0.0))
        self.droppable = sum(self._widths[int(front is None) : -1])
        self._workspaces: dict[tuple[int, int], Workspace] = {}

    def uniform_start(self, rng: np.random.Generator) -> Floats:
        """Return weights and biases uniform within ±1/√inputs, the default of PyTorch's layers."""
        bound = np.empty(self.size)
        for weight, bias in zip(self.layers[::2], self.layers[1::2], strict=True):
            bound[weight.start : bias.start + bias.size] = float(np.prod(weight.shape[:-1])) ** -0.5
        return bound * rng.uniform(-1.0, 1.0, self.size)

    def loss_and_gradient(
        self, theta: Floats, features: Features, targets: Targets, grad: Floats, keep: Floats | None = None
    ) -> Floats:
        """Write the gradient and return the loss; see `Model.loss_and_gradient`."""
        runs, batch = len(theta), features.shape[1]
        if batch * self._units > _LARGEST:
            return self._large(theta, features, targets, grad, keep)
        block = self._block(batch)
        if runs <= block:
            return self._pass(theta, features, targets, grad, keep)
        loss = np.empty(runs)
        for part in _parts(runs, block):
            kept = None if keep is None else keep[part]
            loss[part] = self._pass(theta[part], _own(features, part), _own(targets, part), grad[part], kept)
        return loss

    def _large(
        self, theta: Floats, features: Features, targets: Targets, grad: Floats, keep: Floats | None
    ) -> Floats:
        """As `loss_and_gradient`, some examples at a time: what a pass needs between would fill memory."""
        count = features.shape[1]
        loss, piece = np.zeros(len(theta)), np.empty_like(grad)
        grad[...] = 0.0
        at_once = max(1, _LARGEST // self._units)
        for rows in _parts(count, at_once):
            kept = None if keep is None else np.ascontiguousarray(keep[:, :, rows])
            # Of this class, as a subclass has made its targets by now.
            found = DenseModel.loss_and_gradient(
                self, theta, features[:, rows], targets[:, rows], piece, kept
            )
            share = (rows.stop - rows.start) / count
            loss += share * found
            np.multiply(piece, share, out=piece)
            np.add(grad, piece, out=grad)
        for key in [key for key in self._workspaces if key[1] == count % at_once]:
            del self._workspaces[key]  # of the last part, which may be as large again
        return loss

    def outputs_of(self, theta: Floats, features: Features) -> Floats:
        """Return the scores, shape (runs, batch, outputs)."""
        out = np.empty((len(theta), features.shape[1], self._widths[-1]))
        for runs, rows, work in self._pieces(theta, features):
            out[runs, rows] = work.loss.scores.transpose(0, 2, 1)
        return out

    def evaluate(self, theta: Floats, features: Features, targets: Targets) -> tuple[Floats, Floats]:
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

    def _pass(
        self, theta: Floats, features: Features, targets: Targets, grad: Floats, keep: Floats | None
    ) -> Floats:
        work = self._workspace(len(theta), features.shape[1])
        joined = self._joins(features)
        values, weights, slots = work.chain(joined), self._cut.of(theta, joined), self._cut.of(grad, joined)
        first, kept = self._inputs(theta, features, keep)
        self._forward(weights, first, values, work.slopes, kept)
        loss = work.loss.slope(targets)
        delta = values[-1]
        for depth in range(len(weights) - 1, -1, -1):
            weight, bias = slots[depth]
            below = values[depth - 1] if depth else None
            transposed_product(delta, first if below is None else below.transpose(0, 2, 1), weight)
            np.matmul(delta, work.ones, out=bias)
            if below is not None:
                np.matmul(weights[depth][0].transpose(0, 2, 1), delta, out=below)
                below *= work.slopes[depth - 1]
                delta = below
        if self._front is not None:
            spread = np.matmul(weights[0][0].transpose(0, 2, 1), delta)
            seen = None if keep is None else keep[:, : self._widths[0]]
            self._front.backward(theta, _as_array(features), spread, seen, grad)
        if self._l2:
            loss += 0.5 * self._l2 * np.einsum("rp,rp->r", theta, theta)
            np.multiply(theta, self._l2, out=work.scratch(self.size))
            grad += work.scratch(self.size)
        return loss

    def _inputs(
        self, theta: Floats, features: Features, keep: Floats | None
    ) -> tuple[Features, list[Floats] | None]:
        """Return what the dense layers get, (runs or 1, batch, inputs), and factors on each hidden layer."""
        seen = self._widths[0] if self._front is not None else 0
        kept = None
        if keep is not None:
            ends = np.cumsum([seen, *self._widths[1:-1]]).tolist()
            kept = [keep[:, first:last] for first, last in pairwise(ends)]
        if self._front is None:
            return features, kept
        out = self._front.forward(theta, _as_array(features), None if keep is None else keep[:, :seen])
        return out.transpose(0, 2, 1), kept

    def _forward(
        self,
        weights: Cut,
        below: Features,
        values: list[Floats],
        slopes: list[Floats],
        kept: list[Floats] | None = None,
    ) -> None:
        last = len(weights) - 1
        for depth, (weight, bias) in enumerate(weights):
            above = values[depth]
            product(weight, below, above)
            above += bias
            if depth < last:
                self._activation(above, slopes[depth])
                if kept is not None:
                    above *= kept[depth]
                    slopes[depth] *= kept[depth]
            below = above.transpose(0, 2, 1)

    def _pieces(self, theta: Floats, features: Features) -> Iterator[tuple[slice, slice, Workspace]]:
        """Compute the scores of some runs for some examples at a time, in bounded memory."""
        count = features.shape[1]
        rows_at_once = min(max(count, 1), max(1, _AT_ONCE // self._units))
        for runs in _parts(len(theta), self._block(rows_at_once)):
            own = _own(features, runs)
            joined = self._joins(own)
            weights = self._cut.made(theta[runs], joined)
            for rows in _parts(count, rows_at_once):
                work = self._workspace(len(theta[runs]), len(range(*rows.indices(count))))
                first, _ = self._inputs(theta[runs], own[:, rows], None)
                self._forward(weights, first, work.chain(joined), work.slopes)
                yield runs, rows, work

    def _joins(self, features: Features) -> bool:
        """Return whether the runs can be one product.

        Many models of one output are one model of many outputs.
        """
        alone = len(self._widths) == 2 and self._widths[1] == 1
        return alone and len(features) == 1 and self._front is None and not isinstance(features, Sparse)

    @property
    def _units(self) -> int:
        return sum(self._widths[1:]) + (0 if self._front is None else self._front.units)

    def _block(self, batch: int) -> int:
        """Return how many runs are computed at once."""
        return max(1, _AT_ONCE // (self._units * max(batch, 1)))

    def _workspace(self, runs: int, batch: int) -> Workspace:
        work = self._workspaces.get((runs, batch))
        if work is None:
            if len(self._workspaces) >= _KEPT:
                del self._workspaces[next(iter(self._workspaces))]
            work = self._workspaces[runs, batch] = Workspace(self._widths, self._loss, runs, batch)
        return work


def _parts(count: int, size: int) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _as_array(features: Features) -> Floats:
    return features.dense() if isinstance(features, Sparse) else features


def _own(values: Any, runs: slice) -> Any:
    """Return the part that belongs to some runs of an array that may be shared by all."""
    return values if len(values) == 1 else values[runs]
