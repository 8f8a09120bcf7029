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
    slots = (Slot("m", "m", "The average of preconditioned gradients; without momentum the last one."),)

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

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Add to the matrices, renew their roots when due, go."""
        every = np.broadcast_to(one_column(self.precondition_frequency), (len(theta), 1))[:, 0]
        due = np.flatnonzero(self.t % every == 0)
        self.t += 1
        sides = zip(self.sums, self.roots, strict=True)
        for layer in self.layers:
            g = as_matrix(layer, grad)
            across = g.transpose(0, 2, 1)
            exponent = -0.25 if is_matrix(layer) else -0.5
            found = self._renew(*next(sides), g @ across, due, exponent) @ g
            if is_matrix(layer):
                found = found @ self._renew(*next(sides), across @ g, due, exponent)
            self.spare[:, layer.part] = found.reshape(len(theta), -1)
        average(self.m, self.spare, self.momentum, self.take, self.scratch)
        descend(theta, self.m, self.lr, self.scratch)

    def _renew(
        self, sums: Floats, roots: Floats, product: Floats, due: npt.NDArray[np.intp], exponent: float
    ) -> Floats:
        """Add to one side's matrices and return their roots, renewed in the runs where that is due."""
        sums += product
        if len(due):
            floor = np.broadcast_to(one_column(self.eps), (len(sums), 1))[due]
            roots[due] = symmetric_power(sums[due], exponent, floor)
        return roots
