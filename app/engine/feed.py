"""The order in which examples are seen: one seeded permutation an epoch, shared by all lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Feed"]

Floats = npt.NDArray[np.float64]
Batch = tuple[Floats, npt.NDArray[Any]]

_ORDER = 4  # the purpose of this random stream, see problem.stream
_GATHER_LIMIT = 256 * 2**20


class Feed:
    """Mini-batches without replacement.

    Lanes with different batch sizes cut the same permutation, so after an epoch, and at any time within it,
    all lanes have seen the same examples. A full batch is the training set as it lies, not permuted, so
    that its gradient is the full gradient to the bit. The last batch of an epoch may be smaller (as in
    PyTorch's DataLoader without drop_last).

    Parameters
    ----------
    features : ndarray, shape (n, d)
    targets : ndarray, shape (n,)
    seeds : sequence of int
        One for each run; runs of equal seeds share one batch.
    """

    def __init__(self, features: Floats, targets: npt.NDArray[Any], seeds: Sequence[int]) -> None:
        self._features = features
        self._targets = targets
        self._seeds = tuple(seeds) if len(set(seeds)) > 1 else tuple(seeds[:1])
        self._cache: dict[int, Batch] = {}

    def order(self, epoch: int) -> npt.NDArray[np.int64]:
        """Return the permutations of an epoch, shape (distinct seeds, n)."""
        n = len(self._targets)
        return np.stack(
            [
                np.random.Generator(
                    np.random.PCG64(np.random.SeedSequence((seed, _ORDER, epoch)))
                ).permutation(n)
                for seed in self._seeds
            ]
        )

    def batches(self, batch_size: int) -> Iterator[Batch]:
        """Yield features (1 or runs, batch, d) and targets (1 or runs, batch) for ever."""
        n = len(self._targets)
        if batch_size >= n:
            whole = (self._features[None], self._targets[None])
            while True:
                yield whole
        epoch = 0
        small = len(self._seeds) * self._features.nbytes <= _GATHER_LIMIT
        while True:
            if small:
                features, targets = self._epoch(epoch)
                for first in range(0, n, batch_size):
                    yield features[:, first : first + batch_size], targets[:, first : first + batch_size]
            else:
                order = self.order(epoch)
                for first in range(0, n, batch_size):
                    chosen = order[:, first : first + batch_size]
                    yield self._features[chosen], self._targets[chosen]
            epoch += 1

    def _epoch(self, epoch: int) -> Batch:
        # Lanes are near each other in time: two gathered epochs serve them all.
        if epoch not in self._cache:
            order = self.order(epoch)
            while len(self._cache) > 1:
                del self._cache[min(self._cache)]
            self._cache[epoch] = (self._features[order], self._targets[order])
        return self._cache[epoch]
