"""What lanes compete on: a surface, or a model on a data set. Both give starting points and oracles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .arrays import Order
from .dataset import Dataset, Table
from .feed import Feed
from .layer import Layer
from .model import Model
from .oracle import Oracle
from .split import Split
from .surface import Surface

__all__ = ["DataOracle", "DataProblem", "Problem", "SurfaceOracle", "SurfaceProblem", "stream"]

Floats = npt.NDArray[np.float64]

_NOISE_BLOCK = 256


def stream(*key: int) -> np.random.Generator:
    """Return the random stream of a key such as (seed, purpose); the same on every machine, in any order."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


START, NOISE, WEIGHTS = 1, 2, 3  # purposes of random streams; a new purpose gets a new number


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
        theta = np.empty((len(self.seeds), 2), order="F")
        theta[...] = self.start
        if self.spread:
            for run, seed in enumerate(self.seeds):
                theta[run] += self.spread * stream(seed, START).standard_normal(2)
        return theta

    def oracle(self) -> SurfaceOracle:
        """Return a fresh oracle; oracles of one problem give the same noise."""
        return SurfaceOracle(self.surface, self.seeds, self.noise)


class SurfaceOracle(Oracle):
    """Exact gradients of a surface, plus noise that depends on seed and step only."""

    def __init__(self, surface: Surface, seeds: Sequence[int], noise: float) -> None:
        self._evaluate = surface.evaluate
        self._single = len(seeds) == 1
        self._noise = noise
        self._streams = [stream(seed, NOISE) for seed in seeds] if noise else []
        self._block = np.empty((_NOISE_BLOCK, len(seeds), 2))
        self._drawn = -1
        self.evaluations = 0
        self.draw()

    def draw(self) -> None:
        """Move on to the next noise sample."""
        if not self._noise:
            return
        self._drawn += 1
        if self._drawn % _NOISE_BLOCK == 0:
            for run, generator in enumerate(self._streams):
                self._block[:, run] = self._noise * generator.standard_normal((_NOISE_BLOCK, 2))

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the (noisy) gradient and return the exact value, shape (runs,) or a scalar for one run."""
        self.evaluations += 1
        loss: Floats
        if self._single:
            # NumPy scalars are ten times faster here than arrays of length one.
            loss, out[0, 0], out[0, 1] = self._evaluate(theta[0, 0], theta[0, 1])
        else:
            loss, out[:, 0], out[:, 1] = self._evaluate(theta[:, 0], theta[:, 1])
        if self._noise:
            np.add(out, self._block[self._drawn % _NOISE_BLOCK], out=out)
        return loss


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

    def oracle(self, batch_size: int) -> DataOracle:
        """Return a fresh oracle; all oracles see the examples in the same order."""
        return DataOracle(self, batch_size)

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

    @property
    def evaluated(self) -> tuple[str, ...]:
        """Return the names of what `evaluate` measures here."""
        names = ["loss"]
        has_validation = len(self.split.validation.targets) > 0
        has_accuracy = self.model.task == "classification"
        names += ["validation_loss"] * has_validation + ["train_accuracy"] * has_accuracy
        return (*names, *(["validation_accuracy"] * (has_validation and has_accuracy)))


class DataOracle(Oracle):
    """Mini-batch gradients in the order of the feed."""

    def __init__(self, problem: DataProblem, batch_size: int) -> None:
        self._problem = problem
        self._batch_size = batch_size
        self._batches = problem.feed.batches(batch_size)
        self.evaluations = 0
        self.draw()

    def draw(self) -> None:
        """Move on to the next mini-batch."""
        self._features, self._targets = next(self._batches)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the mini-batch gradient and return the mini-batch loss, shape (runs,)."""
        self.evaluations += 1
        return self._problem.model.loss_and_gradient(theta, self._features, self._targets, out)


Problem = SurfaceProblem | DataProblem
