"""The plane of the two main directions in which all lanes have moved the weights."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory

__all__ = ["PlanePaths", "main_directions"]

Floats = npt.NDArray[np.float64]

_SAMPLES = 40
_SWAP = 1.2


def main_directions(points: Floats, before: Floats | None = None) -> tuple[Floats, Floats]:
    """Return two orthonormal directions and their shares of the variance.

    Parameters
    ----------
    points : ndarray, shape (n, params)
    before : ndarray, shape (2, params), optional
        The directions found last. Signs and order follow them, so that a picture does not flip over; the
        order changes when the second direction has become clearly the greater one.

    Returns
    -------
    directions : ndarray, shape (2, params)
    shares : ndarray, shape (2,)
    """
    centred = points - points.mean(axis=0)
    total = float((centred * centred).sum())
    directions, shares = np.zeros((2, points.shape[1])), np.zeros(2)
    if total > 0.0:
        # The products of n points are a smaller matrix than those of the weights.
        values, vectors = np.linalg.eigh(centred @ centred.T)
        for index in range(min(2, len(values))):
            value = values[-1 - index]
            if value > 1e-12 * values[-1]:
                directions[index] = vectors[:, -1 - index] @ centred / np.sqrt(value)
                shares[index] = value / total
    if not directions[1].any() and points.shape[1] > 1:
        directions = _completed(directions)
    if before is None:
        # The larger part of each direction is positive: the same picture on every machine.
        signs = np.sign(directions[np.arange(2), np.abs(directions).argmax(axis=1)])
        return directions * np.where(signs == 0, 1.0, signs)[:, None], shares
    alike = np.abs(before @ directions.T)
    if alike[0, 1] + alike[1, 0] > alike[0, 0] + alike[1, 1] and shares[0] < _SWAP * shares[1]:
        directions, shares = directions[::-1].copy(), shares[::-1].copy()
    signs = np.sign((before * directions).sum(axis=1))
    return directions * np.where(signs == 0, 1.0, signs)[:, None], shares


def _completed(directions: Floats) -> Floats:
    """Return directions with a second one at right angles where there is none."""
    first = directions[0]
    if not first.any():
        first = np.eye(1, directions.shape[1])[0]
    other = np.zeros_like(first)
    other[int(np.abs(first).argmin())] = 1.0
    other -= (other @ first) * first
    return np.stack([first, other / np.linalg.norm(other)])


class PlanePaths:
    """Snapshots of the weights, seen on the plane. The start lies at (0, 0).

    Attributes
    ----------
    shares : ndarray, shape (2,)
        Of the variance of all snapshots, by direction.
    fitted : int
        How many snapshots were there when the plane was last computed.
    """

    def __init__(self, lanes: list[LaneHistory]) -> None:
        self._lanes = lanes
        self._directions: Floats | None = None
        self._run = -1
        self.shares = np.zeros(2)
        self.fitted = 0
        self._seen: list[Floats] = [np.zeros((0, 2)) for _ in lanes]

    @property
    def count(self) -> int:
        """Return how many snapshots are published."""
        return sum(lane.snapshot_length for lane in self._lanes)

    @property
    def directions(self) -> Floats | None:
        """Return the two directions, once there are some."""
        return self._directions

    def fit(self, run: int, lanes: list[int]) -> None:
        """Compute the plane anew from what is published.

        Parameters
        ----------
        run : int
        lanes : list of int
            Which lanes decide; those that are drawn.
        """
        count = self.count
        rows = [self._sample(lane, run) for lane in lanes]
        points = np.concatenate([part for part in rows if len(part)] or [np.zeros((0, 1))])
        points = points[np.isfinite(points).all(axis=1)]
        if len(points) < 2:
            return
        before = self._directions if run == self._run else None
        self._directions, self.shares = main_directions(points, before)
        self._run, self.fitted = run, count
        self._seen = [np.zeros((0, 2)) for _ in self._lanes]

    def points(self, lane: int, run: int, rows: int) -> Floats:
        """Return the first rows of a lane, shape (rows, 2)."""
        seen = self._seen[lane]
        if self._directions is None or run != self._run:
            return np.full((rows, 2), np.nan)
        if len(seen) < rows:
            start = self._lanes[lane].snapshots[0, run]
            with np.errstate(all="ignore"):
                new = (self._lanes[lane].snapshots[len(seen) : rows, run] - start) @ self._directions.T
            seen = self._seen[lane] = np.concatenate([seen, new])
        return seen[:rows]

    def rows_until(self, lane: int, step: int) -> int:
        """Return how many published snapshots have at most this step."""
        history = self._lanes[lane]
        return min(
            history.snapshot_length, int(np.searchsorted(history.plan.snapshot_at, step, side="right"))
        )

    def step_of(self, lane: int, row: int) -> int:
        """Return the step of a snapshot."""
        return int(self._lanes[lane].plan.snapshot_at[row])

    def _sample(self, lane: int, run: int) -> Floats:
        """Return some snapshots of a lane, evenly over what is published, without those after it diverged."""
        history = self._lanes[lane]
        count = history.snapshot_length
        if history.diverged_at[run] >= 0:
            count = min(count, int(np.searchsorted(history.plan.snapshot_at, history.diverged_at[run])))
        chosen = np.unique(np.linspace(0, count - 1, min(count, _SAMPLES)).astype(np.int64)) if count else []
        return history.snapshots[chosen, run] if count else np.zeros((0, history.plan.params))
