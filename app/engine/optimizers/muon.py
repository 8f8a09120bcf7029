"""Muon: momentum whose matrices are made orthogonal."""

from __future__ import annotations

import numpy as np

from ..layer import Layer
from ..matrix import as_matrix, is_matrix
from ..moves import Floats, accumulate, average, complement, per_run
from ..norm import one_column
from ..optimizer import DECOUPLED, EPS, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter

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
        Slot("m", "m", "The average gradient: momentum."),
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
        inputs, outputs = found.shape[1:]
        adjust = max(1.0, outputs / inputs) ** 0.5
        if self.adjust_lr_fn == "match_rms_adamw":
            adjust = 0.2 * max(inputs, outputs) ** 0.5
        self._shrink(layer, theta, one_column(self.lr))
        np.multiply(found.reshape(g.shape), one_column(self.lr) * adjust, out=scratch)
        theta[:, layer.part] -= scratch

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
