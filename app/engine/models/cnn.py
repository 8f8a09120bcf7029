"""A convolutional network."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..convolution import Convolutions
from ..dense import DenseModel
from ..error import InputError
from ..model_parameter import activation_choice, decay, dropout, hidden_units
from ..other_loss import DELTA, choose_loss, loss_choice
from ..parameter import Parameter

_DEEPEST = 4


class Cnn(DenseModel):
    """Convolutions with an activation and pooling, then dense layers.

    Notes
    -----
    The same network and the same initial distribution as ``torch.nn.Conv2d`` (``Conv1d``) with
    padding='same', the activation, ``MaxPool2d`` (``AvgPool2d``), ``Flatten`` and ``Linear``. A kernel is
    stored as (rows, columns, inputs, outputs), where PyTorch has (outputs, inputs, rows, columns).

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998). Gradient-based learning applied to document recognition.
    Proceedings of the IEEE 86(11), 2278-2324.
    """

    name = "cnn"
    title = "Convolutional network (CNN)"
    description = (
        "Small kernels slide over an image or a signal, so that a stroke is known wherever it is; pooling "
        "makes the picture smaller, and dense layers decide. Few weights are used at many places: their "
        "gradients are sums, and layers differ in scale much more than in a dense network."
    )
    reference = (
        "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition"
    )
    tasks = ("classification", "regression")
    parameters = (
        Parameter(
            "channels",
            (8, 16),
            f"Kernels of each convolution, such as 8x16; 1 to {_DEEPEST} convolutions.",
            kind="integers",
            low=1,
            high=128,
            live=False,
        ),
        Parameter(
            "kernel", 3, "Edge of a kernel; zeros are put around, so that the size stays.",
            kind="integer", low=1, high=15, slider=(1, 7), live=False,
        ),
        Parameter(
            "pool", 2, "Edge of the windows that become one value after each convolution; 1 for none.",
            kind="integer", low=1, high=8, slider=(1, 4), live=False,
        ),
        Parameter(
            "pooling", "max", "Whether a window gives its largest value or the mean.",
            kind="choice", choices=("max", "mean"), live=False,
        ),
        Parameter(
            "rows",
            0,
            "Rows of an image, whose pixels are the features row by row; 1 for a signal. 0: a square where "
            "the number of features is one, else a signal.",
            kind="integer",
            low=0,
            high=4096,
            slider=(0, 64),
            live=False,
        ),
        hidden_units((), "Units of each dense layer between convolutions and output; empty for none."),
        activation_choice("relu"),
        loss_choice("usual", "squared_error", "huber", "hinge"),
        DELTA,
        dropout(),
        decay(),
    )  # fmt: skip
    rank = 50

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        chosen = self.values
        channels = chosen["channels"]
        if not 1 <= len(channels) <= _DEEPEST:
            near = "x".join(map(str, channels[:_DEEPEST])) or "8"
            raise InputError(
                f"A convolutional network has 1 to {_DEEPEST} convolutions, but {len(channels)} were given. "
                f"The nearest valid value is {near}.",
                "channels",
            )
        front = Convolutions(
            _shape(features, int(chosen["rows"])), channels, int(chosen["kernel"]), int(chosen["pool"]),
            chosen["pooling"] == "max", chosen["activation"],
        )  # fmt: skip
        self.build(chosen["hidden"], outputs, choose_loss(chosen, task), chosen["activation"], front)

    def initial(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return weights and biases uniform within ±1/√inputs, inputs being the size of a patch or layer."""
        return self.uniform_start(rng)


def _shape(features: int, rows: int) -> tuple[int, int]:
    """Return rows and columns of the input.

    Raises
    ------
    InputError
        If the features do not fill the rows.
    """
    if rows == 0:
        edge = math.isqrt(features)
        # Fewer than 9 features are hardly a picture.
        return (edge, edge) if edge * edge == features and edge >= 3 else (1, features)
    if features % rows:
        fitting = [number for number in range(1, features + 1) if features % number == 0]
        near = min(fitting, key=lambda number: abs(number - rows))
        raise InputError(
            f"The rows of an image are equally long, but {rows} rows were given for {features} features. "
            f"The nearest valid value is {near}.",
            "rows",
        )
    return rows, features // rows
