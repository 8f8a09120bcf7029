"""The order in which examples are seen: one seeded permutation an epoch, the same for lanes of one seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from .sparse import Features

__all__ = ["Batch", "Feed"]

Batch = tuple[Features, npt.NDArray[Any]]
"""Features (1 or runs, batch, d) and targets (1 or runs, batch)."""

_ORDER = 4  # the purpose of this random stream, see stream.py
_AT_ONCE = 2**20  # bytes of features copied at once; what the caches hold
_KEPT = 2**25  # bytes of orders that are kept for the lanes behind


class Feed:
    """Mini-batches without replacement.

    Lanes with different batch sizes cut the same permutation, so after an epoch, and at any time within it,
    all lanes have seen the same examples. A full batch is the training set as it lies, not permuted, so
    that its gradient is the full gradient to the bit. The last batch of an epoch may be smaller (as in
    PyTorch's DataLoader without drop_last).

    Parameters
    ----------
    features : ndarray or Sparse, shape (n, d)
    targets : ndarray, shape (n,)
    seeds : sequence of int
        One for each run; runs of equal seeds share one batch.
    shared : bool
        Whether several lanes ask; orders are then kept for those that are behind.
    """

    def __init__(
        self, features: Features, targets: npt.NDArray[Any], seeds: Sequence[int], shared: bool = True
    ) -> None:
        self._shared = shared
        self._features = features
        self._targets = targets
        self._seeds = tuple(seeds) if len(set(seeds)) > 1 else tuple(seeds[:1])
        self._orders: dict[int, npt.NDArray[np.signedinteger[Any]]] = {}

    def order(self, epoch: int) -> npt.NDArray[np.signedinteger[Any]]:
        """Return the permutations of an epoch, shape (distinct seeds, n)."""
        known = self._orders.get(epoch)
        if known is None:
            n = len(self._targets)
            keys = [np.random.SeedSequence((seed, _ORDER, epoch)) for seed in self._seeds]
            # As Generator.permutation gives it, in half the memory where the numbers are small enough.
            known = np.tile(np.arange(n, dtype=np.int32 if n < 2**31 else np.int64), (len(keys), 1))
            for row, key in zip(known, keys, strict=True):
                np.random.Generator(np.random.PCG64(key)).shuffle(row)
            while len(self._orders) > self._shared and not self._has_room(known.nbytes):
                del self._orders[min(self._orders)]
            self._orders[epoch] = known
        return known

    def _has_room(self, nbytes: int) -> bool:
        return self._shared and (len(self._orders) + 1) * nbytes <= _KEPT

    def batches(self, batch_size: int) -> Iterator[Batch]:
        """Yield features (1 or runs, batch, d) and targets (1 or runs, batch) for ever."""
        n = len(self._targets)
        if batch_size >= n:
            whole = (self._features[None], self._targets[None])
            while True:
                yield whole
        example = max(len(self._seeds) * self._features.nbytes // max(n, 1), 1)
        at_once = batch_size * max(1, _AT_ONCE // (example * batch_size))
        for epoch in count():
            order = self.order(epoch)
            for start in range(0, n, at_once):
                chosen = order[:, start : start + at_once]
                features, targets = self._features.take(chosen, axis=0), self._targets.take(chosen)
                for first in range(0, chosen.shape[1], batch_size):
                    rows = slice(first, first + batch_size)
                    yield features[:, rows], targets[:, rows]
