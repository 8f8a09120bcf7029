"""Two half circles that reach into each other."""

from __future__ import annotations

import numpy as np

from ..dataset import Dataset, Table
from ..sample import class_numbers, noise, number, plane, seed, stream


class TwoMoons(Dataset):
    """Two interleaved half circles of radius 1 in the plane.

    The upper moon is (cos φ, sin φ), the lower one (1 - cos φ, 1/2 - sin φ), with φ evenly spaced in [0, π],
    plus normal noise; the same shape as scikit-learn's ``make_moons``.
    """

    name = "two_moons"
    title = "Two moons"
    description = (
        "Two half circles in the plane that a straight line cannot separate. A small network first finds "
        "the best straight line and stays there for a while, then bends it: look for the plateau in the "
        "loss, and for which optimizer leaves it first."
    )
    reference = "scikit-learn, make_moons"
    licence = "Generated"
    parameters = (number(500), noise(0.2, (0.0, 0.5)), seed())
    rank = 10

    def load(self) -> Table:
        """Draw the points."""
        rng = stream(self.values["seed"])
        targets = class_numbers(int(self.values["n"]), 2)
        upper, lower = np.bincount(targets, minlength=2)
        first, second = np.linspace(0.0, np.pi, upper), np.linspace(0.0, np.pi, lower)
        points = np.vstack(
            [
                np.column_stack([np.cos(first), np.sin(first)]),
                np.column_stack([1.0 - np.cos(second), 0.5 - np.sin(second)]),
            ]
        )
        points += self.values["noise"] * rng.standard_normal(points.shape)
        return plane(points, targets, ("upper moon", "lower moon"))
