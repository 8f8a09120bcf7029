"""A ring around a ring."""

from __future__ import annotations

import numpy as np

from ..dataset import Dataset, Table
from ..parameter import Parameter
from ..sample import class_numbers, noise, number, plane, seed, stream


class Circles(Dataset):
    """Points on two circles around the origin: radius 1, and radius ``factor``, plus normal noise."""

    name = "circles"
    title = "Circles"
    description = (
        "A ring inside a ring. By symmetry all straight lines are equally bad, so training begins close to "
        "a saddle point: the gradient is small and the loss hardly moves. Larger steps and momentum get "
        "away from it sooner."
    )
    reference = "scikit-learn, make_circles"
    licence = "Generated"
    parameters = (
        number(500),
        noise(0.1, (0.0, 0.5)),
        Parameter(
            "factor",
            0.5,
            "Radius of the inner ring; the outer one has radius 1.",
            low=0.0,
            high=1.0,
            open_high=True,
            slider=(0.0, 0.95),
            live=False,
        ),
        seed(),
    )
    rank = 20

    def load(self) -> Table:
        """Draw the points."""
        rng = stream(self.values["seed"])
        targets = class_numbers(int(self.values["n"]), 2)
        parts = []
        for size, radius in zip(np.bincount(targets, minlength=2), (1.0, self.values["factor"]), strict=True):
            angle = np.linspace(0.0, 2.0 * np.pi, size, endpoint=False)
            parts.append(np.column_stack([np.cos(angle), np.sin(angle)]) * radius)
        points = np.vstack(parts)
        points += self.values["noise"] * rng.standard_normal(points.shape)
        return plane(points, targets, ("outer", "inner"))
