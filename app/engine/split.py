"""Examples for training, validation and test, standardised by what training may know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .dataset import Table
from .error import InputError
from .sparse import Features, Sparse

__all__ = ["PARTS", "Make", "Part", "Split", "split_table"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
PARTS = ("training", "validation", "test")

# Gets a name, a shape and a type, and returns an array to write into.
Make = Callable[[str, tuple[int, ...], Any], npt.NDArray[Any]]

_SPOIL = 1  # the purpose of this random stream, beside the one that divides
_AT_ONCE = 2**22
_IN_CACHE = 2**16


@dataclass(frozen=True, slots=True)
class Part:
    """Some examples of a table, ready for a model.

    Parameters
    ----------
    features : ndarray of float64 or Sparse, shape (m, d)
        C-contiguous, standardised if the split is.
    targets : ndarray, shape (m,)
        int64 class numbers, or float64 values, standardised if the split is.
    rows : ndarray of int64, shape (m,)
        Where these examples are in the table.
    """

    features: Features
    targets: npt.NDArray[Any]
    rows: Integers


@dataclass(frozen=True, slots=True)
class Split:
    """A table in three parts.

    Parameters
    ----------
    train, validation, test : Part
        Validation and test may be empty.
    offset, scale : ndarray, shape (d,)
        Features are (raw - offset) / scale; 0 and 1 if not standardised.
    target_offset, target_scale : float
        The same for regression targets; 0 and 1 for class numbers.
    """

    train: Part
    validation: Part
    test: Part
    offset: Floats
    scale: Floats
    target_offset: float = 0.0
    target_scale: float = 1.0


def split_table(
    table: Table,
    fractions: tuple[float, float, float],
    seed: int,
    standardise: bool,
    label_noise: float = 0.0,
    make: Make | None = None,
) -> Split:
    """Cut a table into training, validation and test examples.

    Each part has the class shares of the table, up to rounding. Means and deviations come from the training
    part alone.

    Parameters
    ----------
    table : Table
    fractions : (float, float, float)
        Shares for training, validation and test, such as (0.7, 0.15, 0.15) or (1, 0, 0).
    seed : int
        Decides which examples go where, and their order.
    standardise : bool
        Subtract the mean and divide by the population standard deviation, for features and regression
        targets. Columns that do not vary are only centred. Sparse features stay as they are, because their
        zeros would not stay zeros.
    label_noise : float
        The share of training examples whose target is wrong, chosen by the seed: another class, each as
        likely; or the number of another of them.
    make : callable, optional
        Gives the memory for features that are not sparse, targets and rows of each part, which are called
        'training features' and so on; private memory by default.

    Raises
    ------
    InputError
        If the fractions are negative or do not sum to 1, or if a part would be empty though its fraction is
        not 0.
    """
    n = len(table.targets)
    sizes = _sizes(n, fractions)
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    order = _interleaved(table.targets, rng) if table.class_names else rng.permutation(n)
    pieces = np.split(order, np.cumsum(sizes)[:2])
    # Interleaved order would make mini-batches with equal class shares; chance should mix them.
    rows = [rng.permutation(piece) for piece in pieces]

    make = make or _private
    # The table may be as large as memory, mapped from a file: each example is copied once, and scaled there.
    features = [_copied(table.features, chosen, name, make) for name, chosen in zip(PARTS, rows, strict=True)]
    offset, scale = np.zeros(table.features.shape[1]), np.ones(table.features.shape[1])
    target_offset, target_scale = 0.0, 1.0
    if standardise:
        if not table.class_names:
            centre, deviation = _moments(table.targets[rows[0]][:, None])
            target_offset, target_scale = float(centre[0]), float(deviation[0])
        if isinstance(features[0], np.ndarray):
            offset, scale = _moments(features[0])
        for part in features:
            if isinstance(part, np.ndarray):
                _scale(part, offset, scale)
    kind = table.targets.dtype if table.class_names else np.dtype(np.float64)
    parts = []
    for name, part, chosen in zip(PARTS, features, rows, strict=True):
        targets, places = make(f"{name} targets", chosen.shape, kind), make(f"{name} rows", chosen.shape, int)
        targets[...], places[...] = table.targets[chosen], chosen
        if not table.class_names:
            _scale(targets, target_offset, target_scale)
        parts.append(Part(part, targets, places))
    train, validation, test = parts
    if label_noise:
        _spoil(train.targets, label_noise, len(table.class_names), seed)
    return Split(train, validation, test, offset, scale, target_offset, target_scale)


def _spoil(targets: npt.NDArray[Any], share: float, classes: int, seed: int) -> None:
    """Replace a share of the targets by wrong ones."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _SPOIL))))
    chosen = rng.permutation(len(targets))[: round(share * len(targets))]
    if classes > 1:
        targets[chosen] = (targets[chosen] + rng.integers(1, classes, len(chosen))) % classes
    elif not classes:
        targets[chosen] = np.roll(targets[chosen], 1)


def _private(name: str, shape: tuple[int, ...], dtype: Any) -> npt.NDArray[Any]:
    return np.empty(shape, dtype)


def _copied(features: Features, rows: Integers, part: str, make: Make) -> Features:
    if isinstance(features, Sparse):
        return features.take(rows)
    found = make(f"{part} features", (len(rows), features.shape[1]), np.float64)
    # NumPy copies the result once more in its usual mode, which raises; these rows are there.
    return np.take(features, rows, axis=0, out=found, mode="clip")


def _scale(values: npt.NDArray[Any], offset: Floats | float, scale: Floats | float) -> None:
    """Subtract and divide in place, a block at a time: large parts go through memory once."""
    at_once = max(1, _IN_CACHE // max(values[:1].size, 1))
    for first in range(0, len(values), at_once):
        block = values[first : first + at_once]
        block -= offset
        block /= scale


def _sizes(n: int, fractions: tuple[float, float, float]) -> list[int]:
    """Return how many examples each part gets; they sum to n."""
    given = ", ".join(f"{fraction:g}" for fraction in fractions)
    if len(fractions) != 3 or not all(0.0 <= fraction <= 1.0 for fraction in fractions):
        raise InputError(
            f"The split is three fractions from 0 to 1 (training, validation, test), but ({given}) was "
            "given. A usual choice is (0.7, 0.15, 0.15).",
            "split",
        )
    if abs(sum(fractions) - 1.0) > 1e-6:
        rest = 1.0 - fractions[1] - fractions[2]
        near = f"({rest:g}, {fractions[1]:g}, {fractions[2]:g})" if rest > 0.0 else "(0.7, 0.15, 0.15)"
        raise InputError(
            f"The fractions of the split sum to 1, but ({given}) sums to {sum(fractions):g}. "
            f"The nearest valid choice is {near}.",
            "split",
        )
    sizes = [0, round(fractions[1] * n), round(fractions[2] * n)]
    sizes[0] = n - sizes[1] - sizes[2]
    if fractions[0] == 0.0:
        raise InputError(
            f"Training needs examples, but ({given}) was given. The nearest valid choice is (1, 0, 0).",
            "split",
        )
    for part, size, fraction in zip(PARTS, sizes, fractions, strict=True):
        if fraction > 0.0 and size < 1:
            raise InputError(
                f"Each part of the split with a fraction above 0 needs an example, but {fraction:g} of {n} "
                f"examples for {part} is none. The nearest valid choice for {part} is {1.0 / n:.2g} or 0.",
                "split",
            )
    return sizes


def _interleaved(classes: Integers, rng: np.random.Generator) -> Integers:
    """Return the rows in random order with each class spread evenly: any cut keeps the class shares."""
    n = len(classes)
    key = np.empty(n)
    for label in np.unique(classes):
        members = np.flatnonzero(classes == label)
        key[rng.permutation(members)] = (np.arange(len(members)) + rng.random()) / len(members)
    return np.argsort(key, kind="stable")


def _moments(values: Floats) -> tuple[Floats, Floats]:
    """Return mean and population standard deviation of each column; 1 for a column that does not vary."""
    count, width = values.shape
    offset, scale = values.mean(axis=0), np.empty(width)
    # A large table goes a few columns at a time, as a deviation needs a copy of them.
    at_once = max(1, _AT_ONCE // max(count, 1))
    for first in range(0, width, at_once):
        part = slice(first, first + at_once)
        scale[part] = values[:, part].std(axis=0)
    # The deviation of a constant column is rounding noise, not always 0.
    scale[(np.ptp(values, axis=0) == 0.0) | (scale == 0.0)] = 1.0
    return offset, scale
