"""Muon: momentum whose matrices are made orthogonal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..layer import Layer
from ..matrix import as_matrix, is_matrix
from ..moments import AVERAGE, CORRECTED_AVERAGE, CORRECTED_SQUARES, SQUARES
from ..moves import Floats, accumulate, average, complement, per_run
from ..norm import one_column
from ..optimizer import DECOUPLED, EPS, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

NESTEROV = Parameter(
    "nesterov", True, "Looks ahead: mixes the new gradient into the momentum once more.",
    kind="switch", symbol="",
)  # fmt: skip
NS_STEPS = Parameter(
    "ns_steps", 5, "Newton-Schulz steps: after five, all but the smallest singular values are near 1.",
    kind="integer", low=1, high=99, slider=(1, 10), symbol="k",
)  # fmt: skip
ADJUST = Parameter(
    "adjust_lr_fn", "original",
    "How lr is scaled by a matrix's shape. original: √max(1, outputs/inputs). match_rms_adamw: "
    "0.2·√max(outputs, inputs), whose steps are as large as AdamW's, so that its lr can be kept.",
    kind="choice", choices=("original", "match_rms_adamw"), symbol="",
)  # fmt: skip
RATIO = Parameter(
    "adamw_ratio", 1.0, "AdamW's learning rate, for biases, vectors and the last layer, as a multiple of lr.",
    low=0.0, scale="log", slider=(1e-3, 10.0), symbol="ρ",
)  # fmt: skip

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_FLOOR = 1e-7


def orthogonalize(matrices: Floats, steps: Floats) -> Floats:
    """Return matrices (runs, rows, columns) with singular values moved towards 1, by Newton-Schulz.

    Parameters
    ----------
    matrices : ndarray, shape (runs, rows, columns)
    steps : ndarray, shape (runs,) or ()
        How often X = a X + (b X Xᵀ + c (X Xᵀ)²) X is done.
    """
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(0, 2, 1) if tall else matrices
    norm: Floats = np.sqrt(np.einsum("rij,rij->r", x, x))
    x = x / np.maximum(norm, _FLOOR)[:, None, None]
    a, b, c = COEFFICIENTS
    for done in range(int(steps.max())):
        square = x @ x.transpose(0, 2, 1)
        following = a * x + (b * square + c * (square @ square)) @ x
        x = following if steps.ndim == 0 else np.where((done < steps)[:, None, None], following, x)
    return np.asarray(x.transpose(0, 2, 1) if tall else x)


class Muon(Optimizer):
    """Follow the momentum of each hidden matrix with all its singular values near 1.

    m = momentum * m + (1 - momentum) * grad; G = (1 - momentum) * grad + momentum * m (nesterov) or m;
    theta = theta * (1 - lr * weight_decay) - lr * adjust * NewtonSchulz(G). Rare directions move as far as
    common ones. Biases, vectors and the last layer (all weights of a model without hidden layers) are left
    to AdamW, with lr * adamw_ratio and the same weight decay. In a ravine of two weights there is no matrix
    to see. PyTorch and the authors run Newton-Schulz in bfloat16, here it is float64: that differs by a
    percent. Keras and the authors collect momentum * m + grad, of the same direction; the authors' lr is 0.02
    without decay.

    References
    ----------
    K. Jordan et al. (2024), kellerjordan.github.io/posts/muon; J. Liu et al., arXiv:2502.16982;
    torch.optim.Muon.
    """

    name = "muon"
    title = "Muon"
    rank = 300
    shape = "matrix"
    cost = 3.0
    weight_decay_rule = "own"
    formula = (
        "m ← μ m + (1 − μ) g<br>G = (1 − μ) g + μ m &nbsp;(Nesterov)<br>"
        "O = NewtonSchulz<sub>k</sub>(G) ≈ U Vᵀ, where G = U S Vᵀ<br>θ ← (1 − η λ) θ − η · adjust · O"
    )
    description = (
        "Momentum for whole weight matrices, made orthogonal before each step: no direction of a layer "
        "dominates, and rare ones learn as fast as common ones. Biases and the last layer are trained by "
        "AdamW."
    )
    reference = "Jordan et al. 2024; torch.optim.Muon"
    no_surface = (
        "a point of two coordinates has no weight matrix, and Newton-Schulz would only give its gradient "
        "length 1."
    )
    warning = "A model without hidden layers has no matrix for it: AdamW then trains all its weights."
    tuned = ("lr", "adamw_ratio")
    parameters = (
        with_default(LR, 1e-3, slider=(1e-4, 1.0)),
        decay("momentum", 0.95, "μ", "How slowly the average gradient of a hidden matrix forgets."),
        NESTEROV,
        NS_STEPS,
        ADJUST,
        with_default(DECOUPLED, 0.1),
        RATIO,
        decay("beta1", 0.9, "β₁", "AdamW: how slowly the average gradient forgets."),
        decay("beta2", 0.999, "β₂", "AdamW: how slowly the average squared gradient forgets."),
        EPS,
    )
    slots = (
        Slot("m", "m", "The average gradient: momentum.", momentum=True),
        Slot("v", "v", "AdamW's average squared gradient; hidden matrices have none."),
    )

    momentum: Floats
    nesterov: bool
    ns_steps: Floats
    adjust_lr_fn: str
    adamw_ratio: Floats
    beta1: Floats
    beta2: Floats
    eps: Floats
    m: Floats
    v: Floats

    def start(self) -> None:
        """Tell hidden matrices from the rest, and start AdamW's running products."""
        matrices = [layer for layer in self.layers if is_matrix(layer)]
        self.hidden = tuple(matrices[:-1])
        self.rest = tuple(layer for layer in self.layers if layer not in self.hidden)
        self.power1, self.power2 = np.ones_like(self.beta1), np.ones_like(self.beta2)

    def prepare(self) -> None:
        """Compute what the averages take."""
        self.take = complement(self.momentum)
        self.take1, self.take2 = complement(self.beta1), complement(self.beta2)
        self.shrinks = bool(np.any(self.weight_decay))

    def phases(self) -> tuple[Phase, ...]:
        """Return the terms of both rules side by side; AdamW's alone where there is no hidden matrix."""
        decay = Phase(
            "theta", "θ", "(1 − λ e) θ",
            "Decoupled weight decay shrinks the weights themselves; the gradient does not know of it.",
            lambda s: (1.0 - one_column(s.weight_decay) * s.rate) * s.theta, "point",
        )  # fmt: skip
        decays = (decay,) if self.shrinks else ()
        if not self.hidden:
            return (
                AVERAGE, SQUARES, CORRECTED_AVERAGE, CORRECTED_SQUARES,
                Phase(
                    "rate", "e", "η ρ",
                    "Without a hidden matrix all weights are left to AdamW, with a rate of its own.",
                    self._rate,
                ),
                *decays,
                Phase(
                    "theta", "θ", "θ − e m̂ / (√v̂ + ε)",
                    "Each weight moves along its average gradient, in units of the gradient's usual size.",
                    lambda s: s.theta - s.rate * s.m_hat / (np.sqrt(s.v_hat) + s.eps), "point",
                ),
            )  # fmt: skip
        ahead = "(1 − μ) g + μ m" if self.nesterov else "m"
        return (
            Phase(
                "m", "m", "μ m + (1 − μ) g; the rest: β₁ m + (1 − β₁) g",
                "The average gradient: momentum. Hidden matrices and the rest forget at their own speeds.",
                self._average, "direction",
            ),
            Phase(
                "v", "v", "0; the rest: β₂ v + (1 − β₂) g²",
                "AdamW, for biases, vectors and the last layer, keeps average squares too; Muon needs none.",
                self._squares, "square",
            ),
            Phase(
                "ahead", "p", f"{ahead}; the rest: m / (1 − β₁<sup>t</sup>)",
                "What is to be followed: Muon's momentum, or the average of AdamW, corrected for its start."
                if not self.nesterov else
                "What is to be followed: Muon's momentum, mixed with the gradient again, or AdamW's average.",
                self._ahead, "direction",
            ),
            Phase(
                "direction", "O",
                "a · NewtonSchulz(P); the rest: p / (√(v / (1 − β₂<sup>t</sup>)) + ε)",
                "All singular values of a matrix move towards 1: rare directions count as much as common "
                "ones. The factor a is for its shape.",
                self._directions, "direction",
            ),
            Phase(
                "rate", "e", "η; the rest: η ρ",
                "The learning rate; AdamW has its own, a multiple of it.",
                self._rate,
            ),
            *decays,
            Phase(
                "theta", "θ", "θ − e O",
                "The weights move along the direction; no direction of a layer dominates the others.",
                lambda s: s.theta - s.rate * s.direction, "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _rate(s: State) -> Floats:
        lr = one_column(s.lr)
        return _by_layer(s, lambda layer: lr, lambda part: lr * one_column(s.adamw_ratio))

    @staticmethod
    def _average(s: State) -> Floats:
        mu, beta1 = one_column(s.momentum), one_column(s.beta1)
        return _by_layer(
            s,
            lambda layer: mu * s.m[:, layer.part] + (1.0 - mu) * s.g[:, layer.part],
            lambda part: beta1 * s.m[:, part] + (1.0 - beta1) * s.g[:, part],
        )

    @staticmethod
    def _squares(s: State) -> Floats:
        beta2 = one_column(s.beta2)
        return _by_layer(
            s,
            lambda layer: s.v[:, layer.part],
            lambda part: beta2 * s.v[:, part] + (1.0 - beta2) * s.g[:, part] ** 2,
        )

    @staticmethod
    def _ahead(s: State) -> Floats:
        mu, filled = one_column(s.momentum), 1.0 - one_column(s.power1 * s.beta1)
        mixed = (1.0 - mu) * s.g + mu * s.m if s.nesterov else s.m
        return _by_layer(s, lambda layer: mixed[:, layer.part], lambda part: s.m[:, part] / filled)

    @staticmethod
    def _directions(s: State) -> Floats:
        root = np.sqrt(s.v / (1.0 - one_column(s.power2 * s.beta2))) + one_column(s.eps)

        def orthogonal(layer: Layer) -> Floats:
            found = orthogonalize(as_matrix(layer, s.ahead), per_run(s.ns_steps))
            return np.asarray(s._adjust(*found.shape[1:]) * found.reshape(len(found), -1))

        return _by_layer(s, orthogonal, lambda part: s.ahead[:, part] / root[:, part])

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Hidden matrices by Muon, the rest by AdamW."""
        self.power1 = self.power1 * self.beta1
        self.power2 = self.power2 * self.beta2
        for layer in self.hidden:
            self._orthogonal(layer, theta, grad)
        for layer in self.rest:
            self._adam(layer, theta, grad)

    def _orthogonal(self, layer: Layer, theta: Floats, grad: Floats) -> None:
        g, m, scratch = grad[:, layer.part], self.m[:, layer.part], self.scratch[:, layer.part]
        momentum, take = one_column(self.momentum), one_column(self.take)
        average(m, g, momentum, take, scratch)
        if self.nesterov:
            np.multiply(g, take, out=g)
            np.multiply(m, momentum, out=scratch)
            np.add(g, scratch, out=g)
        else:
            np.copyto(g, m)
        found = orthogonalize(as_matrix(layer, grad), per_run(self.ns_steps))
        adjust = self._adjust(*found.shape[1:])
        self._shrink(layer, theta, one_column(self.lr))
        np.multiply(found.reshape(g.shape), one_column(self.lr) * adjust, out=scratch)
        theta[:, layer.part] -= scratch

    def _adjust(self, inputs: int, outputs: int) -> float:
        """Return by what lr is multiplied for a matrix of this shape."""
        if self.adjust_lr_fn == "match_rms_adamw":
            return float(0.2 * max(inputs, outputs) ** 0.5)
        return float(max(1.0, outputs / inputs) ** 0.5)

    def _adam(self, layer: Layer, theta: Floats, grad: Floats) -> None:
        part = layer.part
        g, m, v = grad[:, part], self.m[:, part], self.v[:, part]
        root, scratch = self.spare[:, part], self.scratch[:, part]
        lr = one_column(self.lr) * one_column(self.adamw_ratio)
        self._shrink(layer, theta, lr)
        average(m, g, one_column(self.beta1), one_column(self.take1), scratch)
        accumulate(v, g, one_column(self.beta2), one_column(self.take2), scratch)
        np.sqrt(v, out=root)
        np.divide(root, np.sqrt(1.0 - one_column(self.power2)), out=root)
        np.add(root, one_column(self.eps), out=root)
        np.multiply(m, lr / (1.0 - one_column(self.power1)), out=scratch)
        np.divide(scratch, root, out=scratch)
        np.subtract(theta[:, part], scratch, out=theta[:, part])

    def _shrink(self, layer: Layer, theta: Floats, lr: Floats) -> None:
        if self.shrinks:
            np.multiply(
                theta[:, layer.part], 1.0 - lr * one_column(self.weight_decay), out=theta[:, layer.part]
            )


def _by_layer(s: State, hidden: Callable[[Layer], Any], rest: Callable[[slice], Any]) -> Floats:
    """Return an array with each layer's part from Muon or from AdamW."""
    found = np.empty_like(s.theta)
    for layer in s.layers:
        found[:, layer.part] = hidden(layer) if layer in s.hidden else rest(layer.part)
    return found
