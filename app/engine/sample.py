"""What the generated data sets share: their parameters, their random numbers, their labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .dataset import Table
from .parameter import Parameter, Value

__all__ = ["class_numbers", "noise", "number", "plane", "seed", "stream"]

Floats = npt.NDArray[np.float64]


def number(default: int) -> Parameter:
    """Declare ``n``, how many examples are drawn."""
    return Parameter(
        "n",
        default,
        "How many examples are drawn, shared evenly among the classes.",
        kind="integer",
        low=10,
        high=100_000,
        scale="log",
        slider=(50, 5000),
        live=False,
    )


def noise(default: float, slider: tuple[float, float]) -> Parameter:
    """Declare ``noise``, the standard deviation of what is added to each coordinate."""
    return Parameter(
        "noise",
        default,
        "Standard deviation of the normal noise added to each coordinate. More noise makes the classes "
        "overlap, and the loss that no model can go below rises.",
        low=0.0,
        high=100.0,
        slider=slider,
        symbol="σ",
        live=False,
    )


def seed() -> Parameter:
    """Declare ``seed``, which names one sample."""
    return Parameter(
        "seed",
        0,
        "Names the random sample: the same seed gives the same examples.",
        kind="integer",
        low=0,
        high=2**32 - 1,
        slider=(0, 100),
        live=False,
    )


def stream(value: Value) -> np.random.Generator:
    """Return the random numbers of one seed, from a generator that no release of NumPy changes."""
    return np.random.Generator(np.random.PCG64(int(value)))  # type: ignore[arg-type]


def class_numbers(n: int, classes: int) -> npt.NDArray[np.int64]:
    """Return n class numbers in rising order, as evenly shared as n allows."""
    return np.arange(n, dtype=np.int64) * classes // n


def plane(points: Floats, targets: npt.NDArray[np.int64], class_names: tuple[str, ...]) -> Table:
    """Return a table of points (n, 2) in the plane."""
    return Table(np.ascontiguousarray(points), targets, ("x", "y"), class_names)
