"""Matrix factorisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..error import InputError
from ..layer import Layer
from ..loss import Loss
from ..model import Model
from ..model_parameter import decay
from ..other_loss import DELTA, choose_loss, loss_choice
from ..parameter import Parameter
from ..sparse import Features, Sparse, product, transposed_product

Floats = npt.NDArray[np.float64]

_AT_ONCE = 2**18
_SPREAD = 0.1


class MatrixFactorisation(Model):
    """A bias and a vector v for each feature: z = b + Σ wᵢxᵢ + Σ⟨vᵢ, vⱼ⟩xᵢxⱼ over pairs i < j.

    With a column for each user and one for each item this is the factorised matrix of ratings with biases,
    z = b + w_u + w_i + ⟨v_u, v_i⟩; for other features it is a factorisation machine.

    Notes
    -----
    Σ⟨vᵢ, vⱼ⟩xᵢxⱼ = (‖Vᵀx‖² - Σ‖vᵢ‖²xᵢ²)/2, so that pairs cost no more than features.

    References
    ----------
    Koren, Bell and Volinsky (2009). Matrix factorization techniques for recommender systems. Computer 42(8).
    Rendle (2010). Factorization machines. ICDM.
    """

    name = "matrix_factorisation"
    title = "Matrix factorisation"
    description = (
        "Ratings of items by users as products of two short vectors, one learned for each. Neither is convex "
        "without the other: zero is a saddle, any turn of all vectors is as good, and most weights get a "
        "gradient only when their user or item is in the batch."
    )
    reference = "Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems"
    tasks = ("regression",)
    parameters = (
        Parameter(
            "factors", 4, "Length of the vectors.",
            kind="integer", low=1, high=128, slider=(1, 32), symbol="k", live=False,
        ),
        loss_choice("squared_error", "huber"),
        DELTA,
        decay(),
    )  # fmt: skip
    rank = 70

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        if task not in self.tasks:
            raise InputError(
                f"The model {self.name} is for regression, but the task is {task}. Choose one of: softmax, "
                "mlp.",
                "model",
            )
        self._factors = int(self.values["factors"])
        shapes = (("weight", (features, 1)), ("bias", (1,)), ("factors", (features, self._factors)))
        layers, start = [], 0
        for name, shape in shapes:
            layers.append(Layer(name, shape, start))
            start += layers[-1].size
        self.layers, self.size = tuple(layers), start
        self._l2 = float(self.values["l2"])
        self._make_loss = choose_loss(self.values, task)

    def initial(self, rng: np.random.Generator) -> Floats:
        """Return zeros for the biases, and factors of a normal distribution of deviation 0.1/√k."""
        theta = np.zeros(self.size)
        part = self.layers[2].part
        theta[part] = _SPREAD * self._factors**-0.5 * rng.standard_normal(self.layers[2].size)
        return theta

    def loss_and_gradient(
        self,
        theta: Floats,
        features: Features,
        targets: npt.NDArray[Any],
        grad: Floats,
        keep: Floats | None = None,
    ) -> Floats:
        """Write the gradient and return the loss; see `Model.loss_and_gradient`."""
        loss, sums, squares = self._scores(theta, features)
        value = loss.slope(targets)
        delta = loss.scores
        weight, bias, factors = self._cut(grad)
        transposed_product(delta, features, weight)
        np.sum(delta, axis=2, out=bias)
        transposed_product(delta * sums, features, factors)
        each = np.empty_like(weight)
        transposed_product(delta, squares, each)
        factors -= each * self._cut(theta)[2]
        if self._l2:
            value += 0.5 * self._l2 * np.einsum("rp,rp->r", theta, theta)
            grad += self._l2 * theta
        return value

    def outputs_of(self, theta: Floats, features: Features) -> Floats:
        """Return predictions, shape (runs, batch, 1)."""
        return self._scores(theta, features)[0].scores.transpose(0, 2, 1).copy()

    def evaluate(self, theta: Floats, features: Features, targets: npt.NDArray[Any]) -> tuple[Floats, Floats]:
        """Return mean loss plus the L2 term, and NaN."""
        count = features.shape[1]
        at_once = max(1, _AT_ONCE // (len(theta) * (self._factors + 2)))
        loss = np.zeros(len(theta))
        for first in range(0, count, at_once):
            rows = slice(first, first + at_once)
            loss += self._scores(theta, features[:, rows])[0].count(targets[:, rows])[0]
        loss = loss / count if count else np.full(len(theta), np.nan)
        if self._l2:
            loss += 0.5 * self._l2 * np.einsum("rp,rp->r", theta, theta)
        return loss, np.full(len(theta), np.nan)

    def _scores(self, theta: Floats, features: Features) -> tuple[Loss, Floats, Features]:
        """Return a loss with the predictions as its scores, Vᵀx (runs, k, batch) and the squared features."""
        runs, batch = len(theta), features.shape[1]
        weight, bias, factors = self._cut(theta)
        loss = self._make_loss(runs, 1, batch)
        product(weight, features, loss.scores)
        loss.scores += bias[:, :, None]
        sums = np.empty((runs, self._factors, batch))
        product(factors, features, sums)
        squares = features.squared() if isinstance(features, Sparse) else features * features
        each = np.empty_like(loss.scores)
        product(np.einsum("rkd,rkd->rd", factors, factors)[:, None], squares, each)
        loss.scores += 0.5 * (np.einsum("rkb,rkb->rb", sums, sums)[:, None] - each)
        return loss, sums, squares

    def _cut(self, flat: Floats) -> tuple[Floats, Floats, Floats]:
        """Return weights (runs, 1, d), biases (runs, 1) and factors (runs, k, d) as views."""
        weight, bias, factors = (layer.view(flat) for layer in self.layers)
        return weight.transpose(0, 2, 1), bias, factors.transpose(0, 2, 1)
