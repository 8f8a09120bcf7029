"""Runtimes to many targets, as COCO counts them, and their distribution."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

__all__ = ["COCO_TARGETS", "first_rows", "restarted", "runtime_ecdf", "runtimes"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

COCO_TARGETS: Floats = np.logspace(2.0, -8.0, 51)
"""Distances of f from its lowest value: 51, log-uniform from 100 to 1e-8."""


def first_rows(blocks: Iterable[Floats], targets: npt.ArrayLike, runs: int) -> Integers:
    """Return in which row each run first reached each target, shape (targets, runs); -1 for a miss.

    Parameters
    ----------
    blocks : iterable of ndarray, shape (rows, runs)
        Losses in order, in pieces that fit into memory; NaN where there is none.
    targets : array_like, shape (targets,)
    runs : int
    """
    wanted = np.asarray(targets, dtype=np.float64)
    found = np.full((len(wanted), runs), -1, np.int64)
    best, first = np.full((1, runs), np.inf), 0
    for losses in blocks:
        so_far = np.fmin.accumulate(np.concatenate([best, losses]), axis=0)[1:]
        for run in range(runs):
            # The best so far only falls, so its negative is sorted.
            row = np.searchsorted(-so_far[:, run], -wanted, side="left")
            new = (row < len(losses)) & (found[:, run] < 0)
            found[new, run] = first + row[new]
        best, first = so_far[-1:], first + len(losses)
    return found


def runtimes(losses: npt.ArrayLike, clock: npt.ArrayLike, targets: npt.ArrayLike) -> Floats:
    """Return when each run first reached each target, shape (targets, runs); infinite for a miss.

    Parameters
    ----------
    losses : array_like, shape (rows, runs)
        NaN where there is none.
    clock : array_like, shape (rows,) or (rows, runs)
        Not falling.
    targets : array_like, shape (targets,)

    Notes
    -----
    Hansen, N. et al. (2021), COCO: a platform for comparing continuous optimizers in a black-box setting.
    Optimization Methods and Software 36.
    """
    values = np.asarray(losses, dtype=np.float64)
    rows, runs = values.shape
    times = np.broadcast_to(np.asarray(clock, dtype=np.float64).reshape(rows, -1), values.shape)
    found = first_rows([values], targets, runs)
    return np.where(found < 0, np.inf, times[found, np.arange(runs)])


def restarted(times: npt.ArrayLike, spent: npt.ArrayLike, draws: int = 100, seed: int = 0) -> Floats:
    """Return simulated runtimes of a method that is started again until it succeeds.

    Of each target, runs are drawn with replacement until one has reached it; what the others spent is added.

    Parameters
    ----------
    times : array_like, shape (targets, runs)
    spent : array_like, shape (runs,)
        What a run took in all, if it missed.
    draws : int
    seed : int

    Returns
    -------
    ndarray, shape (targets, draws)
        Infinite for a target that no run reached.
    """
    found, wasted = np.asarray(times, dtype=np.float64), np.asarray(spent, dtype=np.float64)
    targets, runs = found.shape
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, runs, draws))))
    total = np.zeros((targets, draws))
    total[~np.isfinite(found).any(axis=1)] = np.inf
    waiting = np.isfinite(total)
    while waiting.any():
        target, _ = np.nonzero(waiting)
        drawn = generator.integers(0, runs, len(target))
        taken = found[target, drawn]
        done = np.isfinite(taken)
        total[waiting] += np.where(done, taken, wasted[drawn])
        waiting[waiting] = ~done
    return total


def runtime_ecdf(times: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return at which times the share of reached (target, run) pairs rises, and to what.

    Parameters
    ----------
    times : array_like
        Of any shape; infinite ones count as not reached.

    Returns
    -------
    at, share : ndarray, shape (n,)
        Ascending; empty if nothing was reached.
    """
    every = np.asarray(times, dtype=np.float64).ravel()
    at, number = np.unique(every[np.isfinite(every)], return_counts=True)
    return at, np.cumsum(number) / max(len(every), 1)
