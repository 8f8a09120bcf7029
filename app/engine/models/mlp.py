"""A multi-layer perceptron."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..activation import ACTIVATIONS
from ..dense import DenseModel, decay
from ..error import InputError
from ..loss import CrossEntropy, Loss, SquaredError
from ..parameter import Parameter

DEEPEST = 6


class Mlp(DenseModel):
    """Dense hidden layers with an activation.

    The loss is softmax cross-entropy for classes and half the squared error for numbers.

    Notes
    -----
    The same network and the same initial distribution as a chain of ``torch.nn.Linear``; a weight is stored
    as (inputs, outputs), the transpose of PyTorch's.

    References
    ----------
    Rumelhart, Hinton and Williams (1986). Learning representations by back-propagating errors. Nature 323.
    """

    name = "mlp"
    title = "Neural network (MLP)"
    description = (
        "Layers of units, each a weighted sum of the layer below and a bend. The loss has saddle points, "
        "plateaus and many minima, so the start and the optimizer decide where a run ends."
    )
    reference = "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors"
    tasks = ("classification", "regression")
    parameters = (
        Parameter(
            "hidden",
            (32,),
            f"Units of each hidden layer, such as 64x32; up to {DEEPEST} layers. Empty for none: a linear "
            "model.",
            kind="integers",
            low=1,
            high=1024,
            live=False,
        ),
        Parameter(
            "activation",
            "tanh",
            "The bend. tanh is smooth and saturates; relu has a kink and can die; gelu is a smooth relu, "
            "the exact form.",
            kind="choice",
            choices=tuple(ACTIVATIONS),
            live=False,
        ),
        decay(),
    )
    rank = 40

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        hidden = self.values["hidden"]
        if len(hidden) > DEEPEST:
            near = "x".join(map(str, hidden[:DEEPEST]))
            raise InputError(
                f"A network has at most {DEEPEST} hidden layers, but {len(hidden)} were given. "
                f"The nearest valid value is {near}.",
                "hidden",
            )
        loss: type[Loss] = CrossEntropy if task == "classification" else SquaredError
        self.build(hidden, outputs, loss, self.values["activation"])

    def initial(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return weights and biases uniform within ±1/√inputs, the default of ``torch.nn.Linear``."""
        bound = np.empty(self.size)
        for weight, bias in zip(self.layers[::2], self.layers[1::2], strict=True):
            bound[weight.start : bias.start + bias.size] = weight.shape[0] ** -0.5
        return bound * rng.uniform(-1.0, 1.0, self.size)
