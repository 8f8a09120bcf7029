"""What lanes compete on: a surface, or a model on a data set. Both give starting points and oracles."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from .arrays import Order
from .dataset import Dataset, Table
from .dual import slope_of, variables
from .feed import Feed
from .layer import Layer
from .model import Model
from .oracle import Oracle
from .split import Split
from .surface import Surface

__all__ = ["DataOracle", "DataProblem", "Problem", "SurfaceOracle", "SurfaceProblem", "stream"]

Floats = npt.NDArray[np.float64]

_NOISE_BLOCK = 256
_WHOLE = 2048  # examples of the whole set whose gradients are computed at once


def stream(*key: int) -> np.random.Generator:
    """Return the random stream of a key such as (seed, purpose); the same on every machine, in any order."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


# Purposes of random streams; a new purpose gets a new number. 4 is the feed's, 7 the quadratic surface's.
START, NOISE, WEIGHTS, PROBES, LABELS, FILTER, DROPOUT, DIRECTION = 1, 2, 3, 5, 6, 8, 9, 10
_LIMIT = 1e-3  # how far from a point without second derivatives gradients are compared


class SurfaceProblem:
    """A surface with a starting point, and noise on its gradient if asked for.

    Parameters
    ----------
    surface : Surface
    start : (float, float)
    seeds : sequence of int
        One run for each. A seed decides the noise and the shift of the start.
    noise : float
        Standard deviation of a Gaussian added to each gradient coordinate.
    spread : float
        Standard deviation of a Gaussian shift of the start, by seed.
    """

    kind = "surface"
    order: Order = "F"
    params = 2
    layers: tuple[Layer, ...] = ()
    path = True
    """Whether the points of all steps are recorded; else snapshots."""

    def __init__(
        self,
        surface: Surface,
        start: tuple[float, float],
        seeds: Sequence[int],
        noise: float = 0.0,
        spread: float = 0.0,
    ) -> None:
        self.surface = surface
        self.start = start
        self.seeds = tuple(seeds)
        self.noise = noise
        self.spread = spread

    def initial(self) -> Floats:
        """Return starting points, shape (runs, 2), Fortran order."""
        theta = np.empty((len(self.seeds), self.params), order=self.order)
        theta[...] = self._first()
        if self.spread:
            for run, seed in enumerate(self.seeds):
                theta[run] += self.spread * stream(seed, START).standard_normal(self.params)
        if self.box is not None:
            np.clip(theta, *self.box, out=theta)
        return theta

    def _first(self) -> Floats:
        """Return where all runs start, without the shift, shape (params,)."""
        return np.array(self.start)

    @property
    def box(self) -> tuple[Floats, Floats] | None:
        """The lower and the upper walls, each of shape (params,), or None: steps may lead anywhere."""
        low, high = np.array(self.surface.domain).T[:, : self.params]
        return (low, high) if self.surface.walls else None

    @property
    def height(self) -> float:
        """The loss at the start."""
        return float(self.surface.value(*map(np.float64, self.start)))

    def distance(self, points: Floats) -> Floats:
        """Return how far points (..., params) are from the nearest known minimum, shape (...)."""
        nearest = np.full(points.shape[:-1], np.inf)
        for x, y in self.surface.minima:
            np.minimum(nearest, np.hypot(points[..., 0] - x, points[..., 1] - y), out=nearest)
        return nearest

    def drawn(self, points: Floats, shares: Floats) -> Floats:
        """Return where points are on the picture.

        Parameters
        ----------
        points : ndarray, shape (n, params)
        shares : ndarray, shape (n,)
            How much of the race was over at each, from 0 to 1.

        Returns
        -------
        ndarray, shape (n, 2)
        """
        return points

    def oracle(self, accumulate: int = 1) -> SurfaceOracle:
        """Return a fresh oracle; oracles of one problem give the same noise.

        Parameters
        ----------
        accumulate : int
            How many evaluations, each with noise of its own, make one gradient.
        """
        return SurfaceOracle(self.surface, self.seeds, self.noise, accumulate)

    def whole(self) -> SurfaceOracle:
        """Return an oracle of its own for what is measured; its curvature has no noise."""
        return self.oracle()


class SurfaceOracle(Oracle):
    """Exact gradients of a surface, plus noise that depends on seed and step only; exact curvature.

    Notes
    -----
    Second derivatives are those of the surface's own gradient, taken by dual numbers. Where they do not come
    out finite, as in the middle of rings around r = 0, a difference of gradients near by stands in: the limit
    where there is one (relative error 1e-9), and a large number where the slope jumps.
    """

    exact = True
    params = 2

    def __init__(self, surface: Surface, seeds: Sequence[int], noise: float, accumulate: int = 1) -> None:
        self._evaluate, self._curvature = surface.evaluate, surface.curvature
        self._single = len(seeds) == 1
        self._noise = noise
        self._each = accumulate
        self._streams = [stream(seed, NOISE) for seed in seeds] if noise else []
        self._block = np.empty((max(2 * _NOISE_BLOCK // self.params, 1), len(seeds), self.params))
        self._drawn = -1
        self.evaluations = 0
        self.draw()

    def draw(self) -> None:
        """Move on to the next noise sample."""
        if not self._noise:
            return
        self._drawn += 1
        rows = len(self._block)
        if self._drawn % rows == 0:
            for run, generator in enumerate(self._streams):
                if self._each == 1:
                    self._block[:, run] = self._noise * generator.standard_normal((rows, self.params))
                else:
                    drawn = generator.standard_normal((rows, self._each, self.params))
                    self._block[:, run] = self._noise * drawn.mean(axis=1)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the (noisy) gradient and return the exact value, shape (runs,) or a scalar for one run."""
        self.evaluations += self._each
        loss: Floats
        if self._single:
            # NumPy scalars are ten times faster here than arrays of length one.
            loss, out[0, 0], out[0, 1] = self._evaluate(theta[0, 0], theta[0, 1])
        else:
            loss, out[:, 0], out[:, 1] = self._evaluate(theta[:, 0], theta[:, 1])
        self._add_noise(out)
        self.loss = loss
        return loss

    @property
    def plain(self) -> bool:
        """Whether a gradient is the surface's own, without noise."""
        return not self._noise

    @property
    def ask(self) -> Callable[[Any, Any], tuple[Any, Any, Any]]:
        """The surface's value and slopes at x and y; not counted."""
        return self._evaluate

    def count(self, gradients: int) -> npt.NDArray[np.int64]:
        """Count gradients taken with `ask`; return how many were before each, shape (gradients,)."""
        before = self.evaluations + self._each * np.arange(gradients)
        self.evaluations += self._each * gradients
        return before

    def _add_noise(self, out: Floats) -> None:
        if self._noise:
            np.add(out, self._block[self._drawn % len(self._block)], out=out)

    def hessian(self, theta: Floats) -> Floats:
        """Return the Hessian without noise, shape (runs, 2, 2); two evaluations."""
        self.evaluations += 2
        with np.errstate(all="ignore"):
            known = self._curvature(theta[:, 0], theta[:, 1])
            if known is not None:
                xx, xy, yy = known
                return np.stack([np.stack([xx, xy], axis=1), np.stack([xy, yy], axis=1)], axis=2)
            _, *slopes = self._evaluate(*variables((theta[:, 0], theta[:, 1]), np.eye(2)))
            found = np.empty((len(theta), 2, 2))
            for row, slope in enumerate(slopes):
                found[:, row] = np.broadcast_to(slope_of(slope), (2, len(theta))).T
            undefined = ~np.isfinite(found).all(axis=(1, 2)) & np.isfinite(theta).all(axis=1)
            if undefined.any():
                found[undefined] = self._limits(theta[undefined])
        return 0.5 * (found + found.transpose(0, 2, 1))

    def _limits(self, theta: Floats) -> Floats:
        """Return differences of gradients across points, (runs, 2, 2), extrapolated to the sixth order."""
        x, y = theta.T

        def centre(dx: Floats, dy: Floats) -> Floats:
            ahead = np.stack(self._evaluate(x + dx, y + dy)[1:])
            return np.asarray((ahead - np.stack(self._evaluate(x - dx, y - dy)[1:])) / (2.0 * (dx + dy)))

        found = np.empty((len(theta), 2, 2))
        reach, none = _LIMIT * np.maximum(1.0, np.abs(theta).T), np.zeros(len(theta))
        for column, (dx, dy) in enumerate(((reach[0], none), (none, reach[1]))):
            coarse, middle, fine = (centre(dx / part, dy / part) for part in (1, 2, 4))
            first, second = (4.0 * middle - coarse) / 3.0, (4.0 * fine - middle) / 3.0
            found[:, :, column] = ((16.0 * second - first) / 15.0).T
        return found

    def hessian_diagonal(self, theta: Floats, out: Floats) -> None:
        """Write the diagonal of `hessian`; two evaluations."""
        np.einsum("rii->ri", self.hessian(theta), out=out)

    def product(self, theta: Floats, vector: Floats, out: Floats) -> None:
        """Write `hessian` times a vector; two evaluations."""
        np.einsum("rij,rj->ri", self.hessian(theta), vector, out=out)


class DataProblem:
    """A model on a data set that is split into training, validation and test examples.

    Parameters
    ----------
    dataset : Dataset
    table : Table
    split : Split
    model : Model
    seeds : sequence of int
        One run for each. A seed decides the initial weights and the order of the examples.
    """

    kind = "data"
    order: Order = "C"

    def __init__(
        self, dataset: Dataset, table: Table, split: Split, model: Model, seeds: Sequence[int]
    ) -> None:
        self.dataset = dataset
        self.table = table
        self.split = split
        self.model = model
        self.seeds = tuple(seeds)
        self.params = model.size
        self.layers = model.layers
        self.examples = len(split.train.targets)
        self.feed = Feed(split.train.features, split.train.targets, self.seeds)

    def initial(self) -> Floats:
        """Return initial weights, shape (runs, params), C order."""
        return np.stack([self.model.initial(stream(seed, WEIGHTS)) for seed in self.seeds])

    def oracle(self, batch_size: int, accumulate: int = 1) -> DataOracle:
        """Return a fresh oracle; all oracles see the examples in the same order.

        Parameters
        ----------
        batch_size : int
        accumulate : int
            How many mini-batches of an epoch make one gradient.
        """
        return DataOracle(self, batch_size) if accumulate == 1 else GroupOracle(self, batch_size, accumulate)

    def whole(self) -> WholeOracle:
        """Return an oracle of the whole training set, for what is measured."""
        return WholeOracle(self)

    def evaluate(self, theta: Floats) -> dict[str, Floats]:
        """Return loss and accuracy over the whole training and validation sets, each of shape (runs,)."""
        train, validation = self.split.train, self.split.validation
        found: dict[str, Floats] = {}
        loss, accuracy = self.model.evaluate(theta, train.features[None], train.targets[None])
        found["loss"], found["train_accuracy"] = loss, accuracy
        if len(validation.targets):
            loss, accuracy = self.model.evaluate(theta, validation.features[None], validation.targets[None])
            found["validation_loss"], found["validation_accuracy"] = loss, accuracy
        return found

    @cached_property
    def starting_loss(self) -> float:
        """The loss over the whole training set at the start of the first seed; it costs a pass over it."""
        train = self.split.train
        theta = self.model.initial(stream(self.seeds[0], WEIGHTS))[None]
        loss, _ = self.model.evaluate(theta, train.features[None], train.targets[None])
        return float(loss[0])

    @property
    def evaluated(self) -> tuple[str, ...]:
        """Return the names of what `evaluate` measures here."""
        names = ["loss"]
        has_validation = len(self.split.validation.targets) > 0
        has_accuracy = self.model.task == "classification"
        names += ["validation_loss"] * has_validation + ["train_accuracy"] * has_accuracy
        return (*names, *(["validation_accuracy"] * (has_validation and has_accuracy)))


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


Problem = SurfaceProblem | DataProblem
