"""What a model is: a loss and its gradient for many parameter vectors at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .layer import Layer
from .parameter import Parameter, check_values
from .registry import Registry
from .sparse import Features

__all__ = ["Model", "models"]

Floats = npt.NDArray[np.float64]
models: Registry[Model]


class Model:
    """Base class: a subclass in ``models/`` is one model.

    A model is built for ``features`` inputs and ``outputs`` outputs: the number of classes for
    classification (softmax; one logit for two classes where the model says so), 1 for regression.

    Attributes
    ----------
    name, title, description, reference : str
    tasks : tuple of str
        Which of 'classification' and 'regression' it can do.
    parameters : tuple of Parameter
        Always with ``l2``: the loss has the term l2/2 * ||theta||^2 over all parameters, biases included.
    starts_alike : bool
        Whether all seeds have the same starting parameters.
    size : int
        Number of parameters P.
    layers : tuple of Layer
        How the flat vector is cut; views of it are reshaped without copying.
    dropout : float
        The share of units that a training step switches off.
    droppable : int
        How many units can be.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    tasks: ClassVar[tuple[str, ...]] = ("classification",)
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    rank: ClassVar[int] = 1000
    starts_alike: ClassVar[bool] = False

    size: int
    layers: tuple[Layer, ...]
    dropout: float = 0.0
    droppable: int = 0

    def __init_subclass__(cls) -> None:
        if cls.name:
            models.add(cls.name, cls)

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        self.features = features
        self.outputs = outputs
        self.task = task
        self.values: dict[str, Any] = check_values(self.name, self.parameters, values or {})

    def initial(self, rng: np.random.Generator) -> Floats:
        """Return starting parameters, shape (P,)."""
        raise NotImplementedError(f"{type(self).__name__} must define initial().")

    def loss_and_gradient(
        self,
        theta: Floats,
        features: Features,
        targets: npt.NDArray[Any],
        grad: Floats,
        keep: Floats | None = None,
    ) -> Floats:
        """Write the gradient of the mean loss over a batch and return the loss.

        Parameters
        ----------
        theta : ndarray, shape (runs, P)
            C-contiguous.
        features : ndarray or Sparse, shape (1, batch, d) or (runs, batch, d)
            One batch for all runs, or one for each.
        targets : ndarray, shape (1, batch) or (runs, batch)
        grad : ndarray, shape (runs, P)
            Overwritten.
        keep : ndarray, shape (runs, droppable, batch), optional
            Factors on the units that may be dropped.

        Returns
        -------
        ndarray, shape (runs,)
            Mean loss over the batch plus the L2 term.
        """
        raise NotImplementedError(f"{type(self).__name__} must define loss_and_gradient().")

    def outputs_of(self, theta: Floats, features: Features) -> Floats:
        """Return logits or predictions, shape (runs, batch, outputs); features as in `loss_and_gradient`."""
        raise NotImplementedError(f"{type(self).__name__} must define outputs_of().")

    def evaluate(self, theta: Floats, features: Features, targets: npt.NDArray[Any]) -> tuple[Floats, Floats]:
        """Return mean loss plus the L2 term, and accuracy (NaN for regression), each of shape (runs,)."""
        raise NotImplementedError(f"{type(self).__name__} must define evaluate().")


models = Registry("model", "models")
