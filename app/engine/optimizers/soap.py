"""SOAP: Adam in the axes that Shampoo finds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..layer import Layer
from ..matrix import as_matrix, eigenbasis, is_matrix, sound
from ..moments import AVERAGE
from ..moves import Floats, accumulate, average, complement, descend, per_run
from ..norm import one_column
from ..optimizer import DECOUPLED, EPS, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

FREQUENCY = Parameter(
    "precondition_frequency", 10, "How many steps the axes are kept before they are turned anew.",
    kind="integer", low=1, high=10_000, slider=(1, 100), symbol="k",
)  # fmt: skip


class Soap(Optimizer):
    """Run Adam on each weight matrix, turned into the eigenvectors of its averaged G G^T and G^T G.

    L = beta2 * L + (1 - beta2) * G G^T, R likewise with G^T G; QL, QR are their eigenvectors, the first time
    in full and every k steps by one step of power iteration. Adam's m averages G, its v the square of
    QL^T G QR; theta = theta - lr * correction * QL (QL^T m QR / (sqrt(v) + eps)) QR^T, then
    theta = theta * (1 - lr * weight_decay). The first step only finds the axes and does not move. Biases and
    vectors are left to Adam in their own axes. In a ravine of one matrix it moves as Adam does where the
    axes are not turned. This is the authors' code; PyTorch, optax and Keras have none.

    References
    ----------
    N. Vyas et al. (2024), arXiv:2409.11321; github.com/nikhilvyas/SOAP.
    """

    name = "soap"
    title = "SOAP"
    rank = 530
    shape = "matrix"
    cost = 3.0
    in_place = False
    weight_decay_rule = "own"
    formula = (
        "L ← β₂ L + (1 − β₂) G Gᵀ, R ← β₂ R + (1 − β₂) Gᵀ G<br>"
        "Q<sub>L</sub>, Q<sub>R</sub>: eigenvectors, renewed every k steps<br>"
        "m ← β₁ m + (1 − β₁) G, v ← β₂ v + (1 − β₂) (Q<sub>L</sub>ᵀ G Q<sub>R</sub>)²<br>"
        "θ ← θ − η Q<sub>L</sub> [Q<sub>L</sub>ᵀ m̂ Q<sub>R</sub> / (√v̂ + ε)] Q<sub>R</sub>ᵀ"
    )
    description = (
        "Adam, but along the axes in which a layer's gradients are independent: what Adam loses where "
        "weights work together, it wins back. Costs two products and, now and then, a QR decomposition for "
        "each side of a layer."
    )
    reference = "Vyas et al. 2024; github.com/nikhilvyas/SOAP"
    no_surface = "a point of two coordinates has no weight matrix, and on vectors SOAP is Adam."
    warning = "The first step only finds the axes: the run starts to move with the second."
    parameters = (
        with_default(LR, 3e-3, slider=(1e-4, 0.1)),
        decay("beta1", 0.95, "β₁", "How slowly the average gradient forgets: the momentum."),
        decay("beta2", 0.95, "β₂", "How slowly the average squares, and the matrices L and R, forget."),
        EPS,
        FREQUENCY,
        with_default(
            DECOUPLED, 0.01,
            help="Decoupled weight decay: multiplies θ by 1 − lr · weight_decay, after the step.",
        ),
    )  # fmt: skip
    slots = (
        Slot("m", "m", "The average gradient: momentum.", momentum=True),
        Slot("v", "v", "The average squared gradient, of matrices along the turned axes."),
    )

    beta1: Floats
    beta2: Floats
    eps: Floats
    precondition_frequency: Floats
    m: Floats
    v: Floats

    def start(self) -> None:
        """Reserve the matrices and their axes."""
        runs = self._shape[0]
        self.t = 0
        self.power1, self.power2 = np.ones_like(self.beta1), np.ones_like(self.beta2)
        self.matrices = tuple(layer for layer in self.layers if is_matrix(layer))
        self.sums, self.axes = [], []
        for layer in self.matrices:
            for width in (layer.size // layer.shape[-1], layer.shape[-1]):
                self.sums.append(np.zeros((runs, width, width)))
                self.axes.append(np.zeros((runs, width, width)) + np.eye(width))

    def prepare(self) -> None:
        """Compute 1 - beta1 and 1 - beta2."""
        self.take1, self.take2 = complement(self.beta1), complement(self.beta2)

    def phases(self) -> tuple[Phase, ...]:
        """Return Adam's terms in the turned axes; of the first step only that it rests."""
        if not self.t:
            return (
                Phase(
                    "theta", "θ", "θ",
                    "The first step only finds the axes in which a matrix's gradients are independent.",
                    lambda s: s.theta, "point",
                ),
            )  # fmt: skip
        matrices = bool(self.matrices)
        renewed = matrices and bool(np.any(self.t % per_run(self.precondition_frequency) == 0))
        reordered = Phase(
            "v", "v", "v, in the order of the new axes",
            "The axes turn towards the latest gradients; where two change places, so do their squares.",
            lambda s: s._renew(s.g, s.v.copy()), "square",
        )  # fmt: skip
        decay = Phase(
            "theta", "θ", "(1 − η λ) θ",
            "Decoupled weight decay shrinks the weights after the move.",
            lambda s: (1.0 - s.lr * s.weight_decay) * s.theta, "point",
        )  # fmt: skip
        there, back = "Q<sub>L</sub>ᵀ {} Q<sub>R</sub>", "Q<sub>L</sub> U Q<sub>R</sub>ᵀ; vectors: u"
        return (
            AVERAGE,
            Phase(
                "turned", "g′", there.format("G") + "; vectors: g" if matrices else "g",
                "The gradient of each matrix, seen in the matrix's own axes; a vector keeps its axes.",
                lambda s: s._turned(s.g),
            ),
            Phase(
                "v", "v", "β₂ v + (1 − β₂) g′²",
                "The average squared gradient along each of these axes.",
                lambda s: s.beta2 * s.v + s.take2 * s.turned**2, "square",
            ),
            Phase(
                "m_turned", "m′", there.format("M") + "; vectors: m" if matrices else "m",
                "The average gradient, seen in the same axes.",
                lambda s: s._turned(s.m),
            ),
            Phase(
                "scaled", "u", "m′ / (√v + ε)",
                "As in Adam each entry is divided by its usual size; but these entries are independent.",
                lambda s: s.m_turned / (np.sqrt(s.v) + s.eps),
            ),
            Phase(
                "direction", "p", back if matrices else "u",
                "Turned back it is the direction in which the weights move.",
                lambda s: s._turned(s.scaled, back=True), "direction",
            ),
            Phase(
                "rate", "e", "η √(1 − β₂<sup>t − 1</sup>) / (1 − β₁<sup>t − 1</sup>)",
                "The learning rate, corrected for averages that began at zero; the first step did not count.",
                lambda s: s.lr * np.sqrt(1.0 - s.power2 * s.beta2) / (1.0 - s.power1 * s.beta1),
            ),
            *((reordered,) if renewed else ()),
            Phase(
                "theta", "θ", "θ − e p",
                "The weights move along the direction: by about η along each of their matrix's own axes.",
                lambda s: s.theta - s.rate * s.direction, "point",
            ),
            *((decay,) if np.any(self.weight_decay) else ()),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Find the axes first; then Adam in them, decay, and the axes for the next step."""
        if self.t:
            self._move(theta, grad)
        self._renew(grad, self.v)
        self.t += 1

    def _renew(self, grad: Floats, squares: Floats) -> Floats:
        """Add to the matrices and turn the axes that are due; return the squares, reordered with them."""
        for index, layer in enumerate(self.matrices):
            g = as_matrix(layer, grad)
            across = g.transpose(0, 2, 1)
            for side, product in ((2 * index, g @ across), (2 * index + 1, across @ g)):
                self.sums[side] += one_column(self.take2)[..., None] * (product - self.sums[side])
        every = np.broadcast_to(per_run(self.precondition_frequency), len(grad))
        due = np.flatnonzero(self.t % every == 0)
        for index, layer in enumerate(self.matrices if len(due) else ()):
            for side in (0, 1):
                self._turn(layer, 2 * index + side, due, side, squares)
        return squares

    def _move(self, theta: Floats, grad: Floats) -> None:
        self.power1, self.power2 = self.power1 * self.beta1, self.power2 * self.beta2
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        accumulate(self.v, self._turned(grad), self.beta2, self.take2, self.scratch)
        turned = self._turned(self.m)
        np.sqrt(self.v, out=self.scratch)
        np.add(self.scratch, self.eps, out=self.scratch)
        np.divide(turned, self.scratch, out=turned)
        self._turned(turned, back=True)
        rate = self.lr * np.sqrt(1.0 - self.power2) / (1.0 - self.power1)
        descend(theta, turned, rate, self.scratch)
        np.multiply(theta, 1.0 - self.lr * self.weight_decay, out=theta)

    def _turned(self, source: Floats, back: bool = False) -> Floats:
        """Write the source, seen in the layers' axes or turned back from them, into ``spare``."""
        np.copyto(self.spare, source)
        for index, layer in enumerate(self.matrices):
            self._rotate(layer, source, self.spare, index, back)
        return self.spare

    def _rotate(self, layer: Layer, source: Floats, target: Floats, index: int, back: bool) -> None:
        """Write a layer of ``source``, seen in its axes or turned back from them, into ``target``."""
        left, right = self.axes[2 * index], self.axes[2 * index + 1].transpose(0, 2, 1)
        if not back:
            left, right = left.transpose(0, 2, 1), right.transpose(0, 2, 1)
        target[:, layer.part] = (left @ as_matrix(layer, source) @ right).reshape(len(target), -1)

    def _turn(self, layer: Layer, index: int, due: npt.NDArray[np.intp], side: int, squares: Floats) -> None:
        """Renew the axes of one side: from nothing by eigenvectors, later by one power step and QR."""
        matrices = sound(self.sums[index][due])
        if self.t == 0:
            self.axes[index][due] = eigenbasis(matrices)
            return
        axes = self.axes[index][due]
        product = matrices @ axes
        order = np.argsort(-(axes * product).sum(axis=1), axis=1, kind="stable")
        product = np.take_along_axis(product, order[:, None, :], axis=2)
        self.axes[index][due] = np.linalg.qr(product).Q
        kept = as_matrix(layer, squares[due])
        along = order[:, :, None] if side == 0 else order[:, None, :]
        squares[due, layer.part] = np.take_along_axis(kept, along, axis=1 + side).reshape(len(due), -1)
