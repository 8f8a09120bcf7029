"""Round clouds of points."""

from __future__ import annotations

import numpy as np

from ..dataset import Dataset, Table
from ..error import InputError
from ..parameter import Parameter
from ..sample import class_numbers, noise, number, plane, seed, stream


class Blobs(Dataset):
    """Normal clouds whose centres lie evenly on a circle of radius 3.

    Cloud j belongs to class j modulo ``classes``.

    The first coordinate is multiplied by ``stretch`` after the noise is added, which multiplies the condition
    number of XᵀX by about its square.
    """

    name = "blobs"
    title = "Blobs"
    description = (
        "Round clouds of points. With one cloud per class a linear model is enough and the loss is a clean "
        "bowl; with two clouds in each of 2 classes it is the XOR problem, which needs a hidden layer. "
        "Stretch the first coordinate to turn the bowl into a ravine, then switch standardising on and off."
    )
    reference = "scikit-learn, make_blobs"
    licence = "Generated"
    parameters = (
        number(500),
        Parameter(
            "classes",
            3,
            "Number of classes.",
            kind="integer",
            low=2,
            high=20,
            slider=(2, 10),
            symbol="K",
            live=False,
        ),
        Parameter(
            "centres",
            1,
            "Clouds per class. With 2 and more no straight line separates the classes.",
            kind="integer",
            low=1,
            high=10,
            slider=(1, 5),
            live=False,
        ),
        noise(1.0, (0.1, 3.0)),
        Parameter(
            "stretch",
            1.0,
            "The first coordinate is multiplied by this: the features become ill-conditioned.",
            low=0.0,
            high=1e6,
            open_low=True,
            scale="log",
            slider=(0.1, 100.0),
            live=False,
        ),
        seed(),
    )
    rank = 40

    def load(self) -> Table:
        """Draw the points.

        Raises
        ------
        InputError
            If there are fewer examples than clouds.
        """
        n, classes = int(self.values["n"]), int(self.values["classes"])
        clouds = classes * int(self.values["centres"])
        if n < clouds:
            raise InputError(
                f"Every cloud needs an example, but n = {n} was given for {clouds} clouds. "
                f"The nearest valid value is {clouds}.",
                "n",
            )
        rng = stream(self.values["seed"])
        cloud = class_numbers(n, clouds)
        angle = 2.0 * np.pi * (rng.random() + cloud / clouds)
        points = 3.0 * np.column_stack([np.cos(angle), np.sin(angle)])
        points += self.values["noise"] * rng.standard_normal(points.shape)
        points[:, 0] *= self.values["stretch"]
        return plane(points, cloud % classes, tuple(f"class {label + 1}" for label in range(classes)))
