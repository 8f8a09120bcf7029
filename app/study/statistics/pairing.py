"""Runs of two lanes side by side, by seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError

__all__ = ["paired"]

Floats = npt.NDArray[np.float64]


def paired(
    seeds: Sequence[int], values: npt.ArrayLike, others: Sequence[int], of_others: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the values of the seeds that both have, in the first one's order.

    Parameters
    ----------
    seeds, others : sequence of int
        Of each run; each seed once.
    values, of_others : array_like, shape (..., runs)

    Raises
    ------
    InputError
        If a seed stands twice, or none is shared.
    """
    for known in (seeds, others):
        if len(set(known)) < len(known):
            twice = next(seed for seed in known if list(known).count(seed) > 1)
            raise InputError(f"Runs are paired by seed, but the seed {twice} stands twice.")
    place = {seed: at for at, seed in enumerate(others)}
    shared = [(at, place[seed]) for at, seed in enumerate(seeds) if seed in place]
    if not shared:
        raise InputError(
            f"Paired runs have the same seeds, but one lane has {list(seeds)} and the other {list(others)}."
        )
    mine, yours = (list(each) for each in zip(*shared, strict=True))
    return np.asarray(values, np.float64)[..., mine], np.asarray(of_others, np.float64)[..., yours]
