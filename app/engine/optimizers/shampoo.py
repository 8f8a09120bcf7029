"""Shampoo: Adagrad with a matrix for the rows and one for the columns of each weight matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..matrix import as_matrix, is_matrix, symmetric_power
from ..moves import Floats, average, complement, descend
from ..norm import one_column
from ..optimizer import EPS, LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

FREQUENCY = Parameter(
    "precondition_frequency", 1,
    "How many steps one root of the matrices is used for. The paper: each step anew; in practice 10 to 100.",
    kind="integer", low=1, high=10_000, slider=(1, 100), symbol="k",
)  # fmt: skip


class Shampoo(Optimizer):
    """Divide a matrix's gradient by roots of what its rows, and its columns, have summed up together.

    L = L + G G^T, R = R + G^T G, both from eps * I; theta = theta - lr * L^(-1/4) G R^(-1/4).
    A vector has one matrix and the exponent -1/2, which is Adagrad with the full matrix: in a ravine it does
    what Adagrad does along the ravine's own axes, however they are turned. With momentum, the preconditioned
    gradients are averaged. This is the paper's form; the copies with exponent -1/2 on both sides that
    circulate for PyTorch take steps of another size. PyTorch, Keras and optax have none; the newer
    "distributed" Shampoo forgets (an average in place of the sum) and borrows the length of its steps from
    Adam.

    References
    ----------
    V. Gupta, T. Koren and Y. Singer, ICML 2018, arXiv:1802.09568.
    """

    name = "shampoo"
    title = "Shampoo"
    rank = 520
    shape = "matrix"
    cost = 10.0
    in_place = False
    formula = (
        "L ← L + G Gᵀ, R ← R + Gᵀ G<br>θ ← θ − η L<sup>−1/4</sup> G R<sup>−1/4</sup> "
        "&nbsp;(vectors: L<sup>−1/2</sup> g)"
    )
    description = (
        "Adagrad that knows which weights of a layer work together: a matrix for its rows and one for its "
        "columns take the place of one number for each weight. On a surface it is full-matrix Adagrad, and "
        "turning the ravine changes nothing."
    )
    reference = "Gupta, Koren & Singer 2018"
    warning = (
        "Each root costs the cube of a layer's width: keep layers small or raise precondition_frequency."
    )
    parameters = (
        with_default(LR, 0.1, slider=(1e-3, 10.0)),
        decay("momentum", 0.0, "μ", "How slowly the average of preconditioned gradients forgets; 0 is none."),
        with_default(
            EPS, 1e-4, open_low=True, slider=(1e-12, 1.0), live=False,
            help="The matrices start as ε times the identity: it keeps the first roots from blowing up.",
        ),
        FREQUENCY,
        WEIGHT_DECAY,
    )  # fmt: skip
    slots = (
        Slot(
            "m", "m", "The average of preconditioned gradients; without momentum the last one.", momentum=True
        ),
    )

    momentum: Floats
    eps: Floats
    precondition_frequency: Floats
    m: Floats

    def start(self) -> None:
        """Set the matrices to eps times the identity."""
        runs, eps = self._shape[0], one_column(self.eps)[..., None]
        self.t = 0
        self.sums, self.roots = [], []
        for layer in self.layers:
            columns = layer.shape[-1] if is_matrix(layer) else 1
            for width in (layer.size // columns, columns)[: len(layer.shape)]:
                self.sums.append(np.zeros((runs, width, width)) + eps * np.eye(width))
                self.roots.append(np.zeros((runs, width, width)))

    def prepare(self) -> None:
        """Compute 1 - momentum."""
        self.take = complement(self.momentum)

    def phases(self) -> tuple[Phase, ...]:
        """Return the diagonals of the matrices, the preconditioned gradient, its average and the move."""
        matrices = any(is_matrix(layer) for layer in self.layers)
        momentum = bool(np.any(self.momentum))
        columns = Phase(
            "columns", "r", "r + Σ g², over its column",
            "The same for the column of each weight, on the diagonal of R; a vector has none.",
            lambda s: s._diagonals(s.g, 1), "square",
        )  # fmt: skip
        vector = "L<sup>−1/2</sup> g"
        return (
            Phase(
                "rows", "l", "l + Σ g², over its row" if matrices else "l + g²",
                "The squares so far, on the diagonal of L; off it stands which weights have moved together.",
                lambda s: s._diagonals(s.g, 0), "square",
            ),
            *((columns,) if matrices else ()),
            Phase(
                "scaled", "p",
                f"L<sup>−1/4</sup> G R<sup>−1/4</sup>; vectors: {vector}" if matrices else vector,
                "Roots divide the gradient as in Adagrad, but along axes in which gradients are independent.",
                lambda s: s._precondition(s.g), "direction",
            ),
            Phase(
                "m", "m", "μ m + (1 − μ) p" if momentum else "p",
                "The preconditioned gradients are averaged: this is the momentum." if momentum else
                "Without momentum nothing is kept of earlier directions.",
                lambda s: s.momentum * s.m + s.take * s.scaled, "direction",
            ),
            Phase(
                "theta", "θ", "θ − η m",
                "The steps shrink as the matrices grow, along each of their axes by what was felt there.",
                lambda s: s.theta - s.lr * s.m, "point",
            ),
        )  # fmt: skip

    def _diagonals(self, grad: Floats, side: int) -> Floats:
        """Return the next diagonal of each layer's left or right matrix, an entry for each weight."""
        found, sums = np.zeros_like(grad), iter(self.sums)
        for layer in self.layers:
            g = as_matrix(layer, grad)
            for each in range(2 if is_matrix(layer) else 1):
                diagonal = np.einsum("rii->ri", next(sums)) + (g * g).sum(axis=2 - each)
                if each == side:
                    spread = diagonal[:, None, :] if side else diagonal[:, :, None]
                    found[:, layer.part] = np.broadcast_to(spread, g.shape).reshape(len(g), -1)
        return found

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Add to the matrices, renew their roots when due, go."""
        self._precondition(grad)
        self.t += 1
        average(self.m, self.spare, self.momentum, self.take, self.scratch)
        descend(theta, self.m, self.lr, self.scratch)

    def _precondition(self, grad: Floats) -> Floats:
        """Write the gradient between the roots into ``spare``, and return it."""
        every = np.broadcast_to(one_column(self.precondition_frequency), (len(grad), 1))[:, 0]
        due = np.flatnonzero(self.t % every == 0)
        sides = zip(self.sums, self.roots, strict=True)
        for layer in self.layers:
            g = as_matrix(layer, grad)
            across = g.transpose(0, 2, 1)
            exponent = -0.25 if is_matrix(layer) else -0.5
            found = self._renew(*next(sides), g @ across, due, exponent) @ g
            if is_matrix(layer):
                found = found @ self._renew(*next(sides), across @ g, due, exponent)
            self.spare[:, layer.part] = found.reshape(len(grad), -1)
        return self.spare

    def _renew(
        self, sums: Floats, roots: Floats, product: Floats, due: npt.NDArray[np.intp], exponent: float
    ) -> Floats:
        """Add to one side's matrices and return their roots, renewed in the runs where that is due."""
        sums += product
        if len(due):
            floor = np.broadcast_to(one_column(self.eps), (len(sums), 1))[due]
            roots[due] = symmetric_power(sums[due], exponent, floor)
        return roots
