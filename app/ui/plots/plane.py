"""The plane on which the paths of the weights are drawn: two main directions, or two random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from ...engine.history import LaneHistory
from ...engine.layer import Layer
from ...engine.plane import Plane
from ...engine.random_direction import random_directions

__all__ = ["PlanePaths", "main_directions"]

Floats = npt.NDArray[np.float64]

_SAMPLES = 40
_SWAP = 1.2

_NOTHING = 1e-28  # of the sum of squares: what is left of equal points by rounding


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
    if total > _NOTHING * float((points * points).sum()):
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
    """Snapshots of the weights, seen on a plane: that of their main directions, or one of random directions.

    Attributes
    ----------
    plane : Plane or None
        Once there is one. (0, 0) is the start, or what random directions go out from.
    shares : ndarray, shape (2,)
        Of the variance of all snapshots, by direction; 0 for random directions.
    held : float
        The share of the variance that lies in the plane.
    fitted : int
        How many snapshots were there when the plane was last computed.
    run : int
        Whose it is.
    """

    def __init__(self, lanes: list[LaneHistory]) -> None:
        self._lanes = lanes
        self.plane: Plane | None = None
        self.run = -1
        self.shares = np.zeros(2)
        self.held = 0.0
        self.fitted = 0
        self._forget()

    @property
    def count(self) -> int:
        """Return how many snapshots are published."""
        return sum(lane.snapshot_length for lane in self._lanes)

    @property
    def directions(self) -> Floats | None:
        """Return the two directions, once there are some."""
        return None if self.plane is None else self.plane.directions

    def fit(self, run: int, lanes: list[int]) -> None:
        """Compute the plane of the main directions anew from what is published.

        It goes through the mean of what it is computed from: no other plane is nearer to that.

        Parameters
        ----------
        run : int
        lanes : list of int
            Which lanes decide; those that are drawn.
        """
        count, points = self.count, self._samples(run, lanes)
        if len(points) < 2:
            return
        before = self.directions if run == self.run and self.shares.any() else None
        directions, self.shares = main_directions(points, before)
        mean, start = points.mean(axis=0), self._lanes[lanes[0]].snapshots[0, run]
        self._take(Plane(mean + (start - mean) @ directions.T @ directions, directions), run, count)
        self.held = float(self.shares.sum())

    def fit_random(
        self, run: int, lanes: list[int], lane: int, step: int, layers: Sequence[Layer], seed: int
    ) -> int:
        """Take random directions from the last snapshot of a lane up to a step; return that snapshot's step.

        Raises
        ------
        InputError
            If the weights are such that there is no plane.
        """
        row = max(self.rows_until(lane, step) - 1, 0)
        centre = self._lanes[lane].snapshots[row, run]
        plane = Plane(centre.copy(), random_directions(layers, centre, seed))
        if not plane.flat:
            raise InputError(
                "Random directions are as long as the weights, of which there must be two at least that are "
                "not 0 beside the biases. Move on to a later step and refresh, or choose the main directions."
            )
        self.shares = np.zeros(2)
        self._take(plane, run, self.count)
        points = self._samples(run, lanes)
        at, _ = plane.places(points)
        inside, whole = at @ plane.directions, points - points.mean(axis=0)
        inside -= inside.mean(axis=0)
        total = float((whole * whole).sum())
        self.held = float((inside * inside).sum()) / total if total > 0 else 0.0
        return self.step_of(lane, row)

    def adopt(self, other: PlanePaths) -> None:
        """Take the plane of another view of the same race."""
        if other.plane is not None:
            self.shares, self.held = other.shares, other.held
            self._take(other.plane, other.run, other.fitted)

    def points(self, lane: int, run: int, rows: int) -> Floats:
        """Return the first rows of a lane, shape (rows, 2)."""
        return self._placed(lane, run, rows)[:, :2]

    def distances(self, lane: int, run: int, rows: int) -> Floats:
        """Return how far off the plane the first rows of a lane lie, shape (rows,)."""
        return self._placed(lane, run, rows)[:, 2]

    def _placed(self, lane: int, run: int, rows: int) -> Floats:
        seen = self._seen[lane]
        if self.plane is None or run != self.run:
            return np.full((rows, 3), np.nan)
        if len(seen) < rows:
            at, away = self.plane.places(self._lanes[lane].snapshots[len(seen) : rows, run])
            seen = self._seen[lane] = np.concatenate([seen, np.column_stack([at, away])])
        return seen[:rows]

    def _take(self, plane: Plane, run: int, count: int) -> None:
        self.plane, self.run, self.fitted = plane, run, count
        self._forget()

    def _forget(self) -> None:
        self._seen: list[Floats] = [np.zeros((0, 3)) for _ in self._lanes]

    def rows_until(self, lane: int, step: int) -> int:
        """Return how many published snapshots have at most this step."""
        history = self._lanes[lane]
        return min(
            history.snapshot_length, int(np.searchsorted(history.plan.snapshot_at, step, side="right"))
        )

    def step_of(self, lane: int, row: int) -> int:
        """Return the step of a snapshot."""
        return int(self._lanes[lane].plan.snapshot_at[row])

    def _samples(self, run: int, lanes: list[int]) -> Floats:
        """Return some finite snapshots of lanes, shape (n, params)."""
        rows = [part for part in (self._sample(lane, run) for lane in lanes) if len(part)]
        points = np.concatenate(rows or [np.zeros((0, self._lanes[0].plan.params))])
        return points[np.isfinite(points).all(axis=1)]

    def _sample(self, lane: int, run: int) -> Floats:
        """Return some snapshots of a lane, evenly over what is published, without those after it diverged."""
        history = self._lanes[lane]
        count = history.snapshot_length
        if history.diverged_at[run] >= 0:
            count = min(count, int(np.searchsorted(history.plan.snapshot_at, history.diverged_at[run])))
        chosen = np.unique(np.linspace(0, count - 1, min(count, _SAMPLES)).astype(np.int64)) if count else []
        return history.snapshots[chosen, run] if count else np.zeros((0, history.plan.params))
