"""Adafactor: Adam without momentum, with the squares of a matrix kept as row and column means."""

from __future__ import annotations

import numpy as np

from ..layer import Layer
from ..matrix import as_matrix, is_matrix
from ..moves import Floats
from ..norm import length, one_column
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter

BETA2_DECAY = Parameter(
    "beta2_decay", -0.8,
    "Each new square counts t to this power: the average remembers ever longer. −1 is a plain mean.",
    low=-10.0, high=0.0, slider=(-1.0, -0.3), symbol="c",
)  # fmt: skip
EPS1 = Parameter(
    "eps1", float(np.finfo(np.float64).eps),
    "The smallest root of an average square. PyTorch: what the number type can tell apart.",
    low=0.0, scale="log", slider=(1e-30, 1e-3), symbol="ε₁",
)  # fmt: skip
EPS2 = Parameter(
    "eps2", 1e-3, "The smallest size that weights count as having, so that weights of zero can move.",
    low=0.0, scale="log", slider=(1e-6, 1.0), symbol="ε₂",
)  # fmt: skip
CLIP = Parameter(
    "d", 1.0, "An update whose root mean square is larger is shortened to this.",
    low=1.0, scale="log", slider=(1.0, 10.0), symbol="d",
)  # fmt: skip


class Adafactor(Optimizer):
    """Divide by the root of average squares, kept as row and column means, in steps relative to theta.

    w = t^beta2_decay; rho = min(lr, 1 / sqrt(t)); alpha = max(eps2, rms(theta)) * rho for each layer. Matrix:
    R and C average the row and column means of grad^2 with weight w for the new ones, v = R C / mean(R).
    Vector: v averages grad^2. u = grad / max(sqrt(v), eps1);
    theta = theta * (1 - lr * weight_decay) - alpha * u / max(1, rms(u) / d).
    In a ravine it walks both axes alike, as Adam does, with steps that shrink with the point's own size: it
    closes in on a minimum at zero and never hurries to one far away. optax factors only matrices of 128 rows
    and columns and more; Keras adds 1e-30 to grad^2. A convolution is one matrix here, many in PyTorch.

    References
    ----------
    N. Shazeer and M. Stern, ICML 2018, arXiv:1804.04235; torch.optim.Adafactor.
    """

    name = "adafactor"
    title = "Adafactor"
    rank = 325
    shape = "matrix"
    weight_decay_rule = "own"
    formula = (
        "w = t<sup>c</sup>, α = max(ε₂, rms θ) · min(η, 1/√t)<br>"
        "R ← (1 − w) R + w · rowmean g², C ← (1 − w) C + w · colmean g²<br>"
        "v = R C / mean R &nbsp;(vectors: v ← (1 − w) v + w g²)<br>"
        "u = g / max(√v, ε₁)<br>θ ← (1 − η λ) θ − α u / max(1, rms u / d)"
    )
    description = (
        "Built to save memory: of the squares of a matrix it keeps one number for each row and column. No "
        "momentum, and steps that are a fraction lr of the size of the weights, at most 1/√t."
    )
    reference = "Shazeer & Stern 2018; torch.optim.Adafactor"
    warning = (
        "Steps are relative to the size of the weights: from a start near zero it sets out at a crawl, and "
        "lr above 1/√t has no effect."
    )
    parameters = (
        with_default(LR, 1e-2, slider=(1e-4, 1.0)),
        BETA2_DECAY,
        EPS1,
        EPS2,
        CLIP,
        with_default(
            WEIGHT_DECAY, 0.0, help="Decoupled weight decay: multiplies θ by 1 − lr · weight_decay."
        ),
    )
    slots = (Slot("v", "v", "The average squared gradient; of a matrix, as rows and columns give it back."),)

    beta2_decay: Floats
    eps1: Floats
    eps2: Floats
    d: Floats
    v: Floats

    def start(self) -> None:
        """Reserve a number for each row and column, as PyTorch names them: a row is an output."""
        runs = self._shape[0]
        self.t = 0
        self.factors = [
            (np.zeros((runs, 1, layer.shape[-1])), np.zeros((runs, layer.size // layer.shape[-1], 1)))
            for layer in self.layers
            if is_matrix(layer)
        ]

    def prepare(self) -> None:
        """Find out whether any run has weight decay."""
        self.shrinks = bool(np.any(self.weight_decay))

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Each layer by its own averages and sizes."""
        self.t += 1
        self.weight = float(self.t) ** one_column(self.beta2_decay)
        rate = np.minimum(one_column(self.lr), self.t**-0.5)
        keep = 1.0 - one_column(self.lr * self.weight_decay)
        eps1, eps2, limit = one_column(self.eps1), one_column(self.eps2), one_column(self.d)
        factors = iter(self.factors)
        for layer in self.layers:
            part, size = layer.part, layer.size**0.5
            own, square, update = theta[:, part], self.v[:, part], self.scratch[:, part]
            alpha = np.maximum(eps2, length(own, update) / size) * rate
            if self.shrinks:
                np.multiply(own, keep, out=own)
            np.multiply(grad[:, part], grad[:, part], out=update)
            if is_matrix(layer):
                self._factor(layer, *next(factors))
            else:
                np.subtract(update, square, out=update)
                np.multiply(update, self.weight, out=update)
                np.add(square, update, out=square)
            np.sqrt(np.maximum(square, eps1 * eps1, out=update), out=update)
            np.divide(grad[:, part], update, out=update)
            alpha = alpha / np.maximum(1.0, length(update, self.spare[:, part]) / (size * limit))
            np.multiply(update, alpha, out=update)
            np.subtract(own, update, out=own)

    def _factor(self, layer: Layer, rows: Floats, columns: Floats) -> None:
        """Average the squares in the scratch by row and column, and multiply them out into v."""
        squares, weight = as_matrix(layer, self.scratch), self.weight[..., None]
        rows += weight * (squares.mean(axis=1, keepdims=True) - rows)
        columns += weight * (squares.mean(axis=2, keepdims=True) - columns)
        mean = np.maximum(rows.mean(axis=2, keepdims=True), one_column(self.eps1)[..., None])
        self.v[:, layer.part] = (columns * (rows / mean)).reshape(len(rows), -1)
