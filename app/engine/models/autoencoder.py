"""An autoencoder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..dense import DenseModel
from ..error import InputError
from ..model_parameter import activation_choice, decay, dropout, hidden_units
from ..other_loss import DELTA, choose_loss, loss_choice
from ..sparse import Features, Sparse

Floats = npt.NDArray[np.float64]

_DEEPEST = 3


class Autoencoder(DenseModel):
    """A network that gives back its inputs through a narrow layer: f(θ) = mean of (z - x)²/2 + λ/2·‖θ‖².

    The mean is over examples and features. The targets of the data set are not used, so it fits any task; its
    own is 'reconstruction'.

    References
    ----------
    Hinton and Salakhutdinov (2006). Reducing the dimensionality of data with neural networks. Science 313.
    """

    name = "autoencoder"
    title = "Autoencoder"
    description = (
        "Layers that narrow to a code of a few numbers and widen again, asked for their own inputs. Nobody's "
        "labels are needed. Deep ones have long plateaus near the start, where only the mean is given back, "
        "and were the test of second-order methods for years."
    )
    reference = "Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks"
    tasks = ("classification", "regression")
    parameters = (
        hidden_units(
            (32, 8),
            f"Units from the inputs to the code, such as 32x8; up to {_DEEPEST} layers. The way back has "
            "the same units in reverse. Empty for one linear layer, which can copy its inputs.",
        ),
        activation_choice("tanh"),
        loss_choice("squared_error", "huber"),
        DELTA,
        dropout(),
        decay(),
    )
    rank = 60

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        hidden = self.values["hidden"]
        if len(hidden) > _DEEPEST:
            near = "x".join(map(str, hidden[:_DEEPEST]))
            raise InputError(
                f"An autoencoder has up to {_DEEPEST} layers down to its code, but {len(hidden)} were given. "
                f"The nearest valid value is {near}.",
                "hidden",
            )
        self.task = "reconstruction"
        self.outputs = features
        loss = choose_loss(self.values, self.task)
        self.build((*hidden, *hidden[-2::-1]), features, loss, self.values["activation"])

    def initial(self, rng: np.random.Generator) -> Floats:
        """Return weights and biases uniform within ±1/√inputs, the default of ``torch.nn.Linear``."""
        return self.uniform_start(rng)

    def loss_and_gradient(
        self,
        theta: Floats,
        features: Features,
        targets: npt.NDArray[Any],
        grad: Floats,
        keep: Floats | None = None,
    ) -> Floats:
        """Write the gradient and return the loss; the targets are not looked at."""
        return super().loss_and_gradient(theta, features, _wanted(features), grad, keep)

    def evaluate(self, theta: Floats, features: Features, targets: npt.NDArray[Any]) -> tuple[Floats, Floats]:
        """Return mean loss plus the L2 term, and NaN."""
        return super().evaluate(theta, features, _wanted(features))


def _wanted(features: Features) -> Floats:
    return features.dense() if isinstance(features, Sparse) else features
