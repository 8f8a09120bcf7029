"""Spiral arms wound around each other."""

from __future__ import annotations

import numpy as np

from ..dataset import Dataset, Table
from ..parameter import Parameter
from ..sample import class_numbers, noise, number, plane, seed, stream


class Spirals(Dataset):
    """Arms of Archimedes' spiral around the origin, one for each class.

    Along an arm the radius grows evenly from 0.1 to 1 while the angle makes ``turns`` turns; the arms are
    turned against each other by 2π / classes; normal noise is added.

    References
    ----------
    K. J. Lang and M. J. Witbrock (1988). Learning to tell two spirals apart. Connectionist Models Summer
    School.
    """

    name = "spirals"
    title = "Spirals"
    description = (
        "Arms wound around each other: the classic hard case for small networks. The loss rests near its "
        "start, then falls as the arms are found. Plain gradient descent with small steps needs several "
        "times as many epochs as momentum or Adam; more turns make it much harder for all of them."
    )
    reference = "Lang and Witbrock (1988), Learning to tell two spirals apart"
    licence = "Generated"
    parameters = (
        number(600),
        noise(0.03, (0.0, 0.2)),
        Parameter(
            "turns",
            1.0,
            "How many times an arm goes around the origin.",
            low=0.0,
            high=10.0,
            slider=(0.25, 3.0),
            live=False,
        ),
        Parameter(
            "classes",
            2,
            "Number of arms.",
            kind="integer",
            low=2,
            high=10,
            slider=(2, 5),
            symbol="K",
            live=False,
        ),
        seed(),
    )
    rank = 30

    def load(self) -> Table:
        """Draw the points."""
        rng = stream(self.values["seed"])
        arms = int(self.values["classes"])
        targets = class_numbers(int(self.values["n"]), arms)
        way = np.concatenate([np.linspace(0.0, 1.0, size) for size in np.bincount(targets, minlength=arms)])
        angle = 2.0 * np.pi * (self.values["turns"] * way + targets / arms)
        points = np.column_stack([np.cos(angle), np.sin(angle)]) * (0.1 + 0.9 * way)[:, None]
        points += self.values["noise"] * rng.standard_normal(points.shape)
        return plane(points, targets, tuple(f"arm {arm + 1}" for arm in range(arms)))
