"""What lanes compete on: a surface, or a model on a data set. Both give starting points and oracles."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from .arrays import Order
from .data_oracle import DataOracle, GroupOracle, WholeOracle
from .dataset import Dataset, Table
from .feed import Feed
from .layer import Layer
from .model import Model
from .split import Split
from .stream import START, WEIGHTS, stream
from .surface import Surface
from .surface_oracle import SurfaceOracle

__all__ = ["DataProblem", "Problem", "SurfaceProblem"]

Floats = npt.NDArray[np.float64]


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

    def seeded(self, seeds: Sequence[int]) -> Self:
        """Return the problem of one lane with seeds of its own; all else is shared."""
        twin = copy.copy(self)
        twin.seeds = tuple(seeds)
        return twin

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

    def seeded(self, seeds: Sequence[int]) -> Self:
        """Return the problem of one lane with seeds of its own; table, split and model are shared."""
        twin = copy.copy(self)
        twin.__dict__.pop("starting_loss", None)  # that of the first seed
        twin.seeds = tuple(seeds)
        twin.feed = Feed(self.split.train.features, self.split.train.targets, twin.seeds, shared=False)
        return twin

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


Problem = SurfaceProblem | DataProblem
