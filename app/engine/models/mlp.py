"""A multi-layer perceptron."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..dense import DEEPEST, DenseModel
from ..model_parameter import activation_choice, decay, dropout, hidden_units
from ..other_loss import DELTA, choose_loss, loss_choice


class Mlp(DenseModel):
    """Dense hidden layers with an activation.

    The usual loss is softmax cross-entropy for classes and half the squared error for numbers.

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
        hidden_units(
            (32,),
            f"Units of each hidden layer, such as 64x32; up to {DEEPEST} layers. Empty for none: a linear "
            "model.",
        ),
        activation_choice("tanh"),
        loss_choice("usual", "squared_error", "huber", "hinge"),
        DELTA,
        dropout(),
        decay(),
    )
    rank = 40

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        loss = choose_loss(self.values, task)
        self.build(self.values["hidden"], outputs, loss, self.values["activation"])

    def initial(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return weights and biases uniform within ±1/√inputs, the default of ``torch.nn.Linear``."""
        return self.uniform_start(rng)
