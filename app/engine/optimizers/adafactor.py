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
from ..phase import Phase

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
    cost = 2.0
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

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, the length, the squares, the update, its shortening, and the move."""
        matrices = any(is_matrix(layer) for layer in self.layers)
        plain = "(1 − t<sup>c</sup>) v + t<sup>c</sup> g²"
        decay = Phase(
            "theta", "θ", "(1 − η λ) θ",
            "Decoupled weight decay shrinks the weights themselves; the gradient does not know of it.",
            lambda s: (1.0 - one_column(s.lr * s.weight_decay)) * s.theta, "point",
        )  # fmt: skip
        return (
            Phase(
                "rate", "e", "min(η, 1 / √t)",
                "The learning rate; as it is a share of the weights it may not stay large for ever.",
                lambda s: np.minimum(one_column(s.lr), s.t**-0.5),
            ),
            Phase(
                "size", "α", "e max(ε₂, rms θ), over the layer",
                "How long the step is: the rate as a share of the size that the layer's weights have.",
                lambda s: s.rate * np.maximum(one_column(s.eps2), s._rms(s.theta)),
            ),
            *((decay,) if self.shrinks else ()),
            Phase(
                "v", "v", f"R C / mean R; vectors: {plain}" if matrices else plain,
                "The average squares; of a matrix only means of rows and columns are kept, which give v back."
                if matrices else "The average squares, which remember for longer and longer.",
                lambda s: s._accumulate(s.g, s._weight(s.t)), "square",
            ),
            Phase(
                "update", "u", "g / max(√v, ε₁)",
                "The gradient in units of its usual size: about 1 for every weight.",
                lambda s: s.g / np.maximum(np.sqrt(s.v), one_column(s.eps1)), "direction",
            ),
            Phase(
                "excess", "r", "max(1, rms u / d), over the layer",
                "An update far larger than usual, as where the slope changes suddenly, is divided by this.",
                lambda s: np.maximum(1.0, s._rms(s.update) / one_column(s.d)),
            ),
            Phase(
                "theta", "θ", "θ − α u / r",
                "The weights move by a share of their own size, not by a fixed length.",
                lambda s: s.theta - s.size * s.update / s.excess, "point",
            ),
        )  # fmt: skip

    def _rms(self, values: Floats) -> Floats:
        """Return the root mean square over the layer that each weight belongs to."""
        found = np.empty_like(values)
        for layer in self.layers:
            own = values[:, layer.part]
            found[:, layer.part] = length(own, np.empty_like(own)) / layer.size**0.5
        return found

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Each layer by its own averages and sizes."""
        self.t += 1
        self._accumulate(grad, self._weight(self.t))
        rate = np.minimum(one_column(self.lr), self.t**-0.5)
        keep = 1.0 - one_column(self.lr * self.weight_decay)
        eps1, eps2, limit = one_column(self.eps1), one_column(self.eps2), one_column(self.d)
        for layer in self.layers:
            part, size = layer.part, layer.size**0.5
            own, square, update = theta[:, part], self.v[:, part], self.scratch[:, part]
            alpha = np.maximum(eps2, length(own, update) / size) * rate
            if self.shrinks:
                np.multiply(own, keep, out=own)
            np.sqrt(np.maximum(square, eps1 * eps1, out=update), out=update)
            np.divide(grad[:, part], update, out=update)
            alpha = alpha / np.maximum(1.0, length(update, self.spare[:, part]) / (size * limit))
            np.multiply(update, alpha, out=update)
            np.subtract(own, update, out=own)

    def _weight(self, t: int) -> Floats:
        """Return how much the square of step t counts in the average."""
        return np.asarray(float(t) ** one_column(self.beta2_decay))

    def _accumulate(self, grad: Floats, weight: Floats) -> Floats:
        """Take the squares into the averages, and return v."""
        np.multiply(grad, grad, out=self.scratch)
        factors = iter(self.factors)
        for layer in self.layers:
            square, update = self.v[:, layer.part], self.scratch[:, layer.part]
            if is_matrix(layer):
                self._factor(layer, *next(factors), weight[..., None])
            else:
                np.subtract(update, square, out=update)
                np.multiply(update, weight, out=update)
                np.add(square, update, out=square)
        return self.v

    def _factor(self, layer: Layer, rows: Floats, columns: Floats, weight: Floats) -> None:
        """Average the squares in the scratch by row and column, and multiply them out into v."""
        squares = as_matrix(layer, self.scratch)
        rows += weight * (squares.mean(axis=1, keepdims=True) - rows)
        columns += weight * (squares.mean(axis=2, keepdims=True) - columns)
        mean = np.maximum(rows.mean(axis=2, keepdims=True), one_column(self.eps1)[..., None])
        self.v[:, layer.part] = (columns * (rows / mean)).reshape(len(rows), -1)
