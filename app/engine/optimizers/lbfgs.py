"""L-BFGS: Newton's method with a Hessian guessed from the last gradients."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..line_search import Search, strong_wolfe
from ..moves import Floats, per_run
from ..optimizer import LR, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

HISTORY_SIZE = Parameter(
    "history_size", 100,
    "How many of the last pairs (step, change of the gradient) are remembered; each is two more copies of "
    "the weights in memory.",
    kind="integer", low=1, high=1000, slider=(1, 100), symbol="m", live=False,
)  # fmt: skip
LINE_SEARCH = Parameter(
    "line_search_fn", "none",
    "none takes the step lr, as is PyTorch's default, and may diverge; strong_wolfe tries step lengths, each "
    "for one more gradient, until the loss has fallen enough and its slope has shrunk.",
    kind="choice", choices=("none", "strong_wolfe"), symbol="",
)  # fmt: skip
TOLERANCE_GRAD = Parameter(
    "tolerance_grad", 1e-7, "A run rests where no entry of its gradient is larger.",
    low=0.0, scale="log", slider=(1e-14, 1e-3), symbol="τ<sub>g</sub>",
)  # fmt: skip
TOLERANCE_CHANGE = Parameter(
    "tolerance_change", 1e-9, "A run rests where the slope along its direction is smaller.",
    low=0.0, scale="log", slider=(1e-16, 1e-3), symbol="τ",
)  # fmt: skip

_NOTICEABLE = 1e-10
_FIRST_PAIRS = 8


class Lbfgs(Optimizer):
    """Multiply the gradient by a guess of the inverse Hessian: d = -H grad; theta = theta + t * d.

    H comes from the last m pairs s = step, y = change of the gradient, by the two-loop recursion that starts
    with s.y / y.y; a pair counts if s.y > 1e-10. The first direction is -grad with t = min(1, 1 / sum|grad|)
    * lr, later ones have t = lr, unless a line search chooses t. Along a ravine it needs some ten steps,
    however narrow, and turning the axes changes nothing but the length of the first, which has that sum in
    it. Gradients that a line search asks for are counted: compare methods by gradient evaluations, not steps.

    One step is one inner iteration, ``torch.optim.LBFGS(max_iter=1, max_eval=26)`` called again and again
    (by default ``max_eval`` would leave a line search nothing). The tests on the change of loss and point
    that end PyTorch's inner loop therefore do not apply. Each run has its own line search; the trials of all
    runs are one evaluation, and runs that have finished wait. optax.lbfgs: 10 pairs and a zoom line search;
    Keras has none.

    References
    ----------
    D. C. Liu and J. Nocedal, Math. Programming 45 (1989) 503; torch.optim.LBFGS.
    """

    name = "lbfgs"
    title = "L-BFGS"
    aliases = ("l_bfgs",)
    rank = 500
    shape = "row"
    cost = 12.0
    batch_size = None
    formula = (
        "s = θ<sub>k</sub> − θ<sub>k−1</sub>, y = g<sub>k</sub> − g<sub>k−1</sub><br>"
        "d ← −H g &nbsp;(H from the last m pairs s, y)<br>θ ← θ + t d &nbsp;(t = η, or from a line search)"
    )
    description = (
        "Learns the curvature from how the gradient changes along its own steps, and aims at the bottom "
        "of the ravine instead of across it. On smooth problems with exact gradients it needs far fewer "
        "steps than any method above; with mini-batches the differences are noise."
    )
    reference = "Liu & Nocedal 1989; torch.optim.LBFGS"
    warning = (
        "Full batch only: with mini-batches the change of the gradient is noise. Without a line search it "
        "may diverge where the surface is not convex."
    )
    tuned = ("line_search_fn", "history_size")
    parameters = (
        with_default(LR, 1.0, slider=(1e-3, 10.0)),
        HISTORY_SIZE,
        LINE_SEARCH,
        TOLERANCE_GRAD,
        TOLERANCE_CHANGE,
    )
    slots = (
        Slot("d", "d", "The direction of the last step: minus the gradient, corrected for curvature."),
        Slot("previous", "g₋₁", "The gradient before the last step."),
    )

    history_size: Floats
    line_search_fn: str
    tolerance_grad: Floats
    tolerance_change: Floats
    d: Floats
    previous: Floats
    asked: npt.NDArray[np.int64]

    def start(self) -> None:
        """Reserve the first pairs; more are added as they come, up to ``history_size``."""
        runs, params, _ = self._shape
        self.runs = np.arange(runs)
        self.capacity = np.zeros(runs, dtype=int) + per_run(self.history_size).astype(int)
        self.pairs = np.zeros((2, min(_FIRST_PAIRS, int(self.capacity.max())), runs, params))
        self.rho = np.zeros(self.pairs.shape[1:3])
        self.count, self.head, self.steps = np.zeros((3, runs), dtype=int)
        self.t, self.initial = np.zeros(runs), np.ones(runs)
        self.asked, self.served = np.zeros(runs, dtype=np.int64), 0
        # In C order whatever theta's, so that sums over a row come out with the same bits.
        self.work = np.zeros((4, runs, params))

    def phases(self) -> tuple[Phase, ...]:
        """Return the last pair, what it tells of the curvature, the direction, how far, and the move."""
        searches = self.line_search_fn == "strong_wolfe"
        first = not np.any(self.steps)
        taken = self.t[:, None].copy()
        pair = (
            Phase(
                "last_step", "s", "θ − θ₋₁",
                "The step before this one, with which the change of the gradient is compared.",
                lambda s: np.where(s.steps[:, None] > 0, taken * s.d + (s.theta - s.work[3]), 0.0),
            ),
            Phase(
                "change", "y", "g − g₋₁",
                "How the gradient has changed along that step: this is where the curvature shows.",
                lambda s: np.where(s.steps[:, None] > 0, s.g - s.previous, 0.0),
            ),
            Phase(
                "guess", "γ", "Σ s y / Σ y²",
                "One over the curvature along that step: the first guess of H. Where the slope has not risen "
                "along it, the guess before stays.",
                self._guess,
            ),
        )  # fmt: skip
        if first:
            aim = "Nothing is known of the curvature yet: the first direction is straight downhill."
            far = "The first step is kept short; a run whose slope is almost 0 rests."
        else:
            aim = "The guess, corrected by each pair kept, turns the gradient towards the ravine's bottom."
            far = "The curvature has made the direction as long as is right; where it is flat the run rests."
        if searches:
            far = "Lengths are tried until the loss has fallen enough and its slope has shrunk; 0 is a rest."
        return (
            *(() if first else pair),
            Phase("d", "d", "−g" if first else "−H g", aim, self._direction),
            Phase(
                "length", "t",
                "a line search along d" if searches else "η min(1, 1 / Σ|g|)" if first else "η",
                far, self._length,
            ),
            Phase(
                "theta", "θ", "θ + t d",
                "The point moves along the direction, which points downhill already: hence the plus.",
                lambda s: np.where(s.length == 0.0, s.theta, s.theta + s.length * s.d), "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _guess(s: State) -> Floats:
        busy, _ = s._look(s.g)
        s._remember(s.theta, busy & (s.steps > 0))
        return np.asarray(s.initial[:, None])

    @staticmethod
    def _direction(s: State) -> Floats:
        busy, _ = s._look(s.g)
        s._aim()
        return np.asarray(np.where(busy[:, None], s.work[1], s.d))

    @staticmethod
    def _length(s: State) -> Floats:
        busy, size = s._look(s.g)
        length, moves = s._reach(s.theta, size, busy, s.oracle)
        return np.where(moves, length, 0.0)[:, None]

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Take note of the last pair, find the direction, go."""
        busy, size = self._look(grad)
        if not busy.any():
            return
        g, q, part, left = self.work
        self._remember(theta, busy & (self.steps > 0))
        self._aim()
        np.copyto(self.previous, g, where=busy[:, None])
        np.copyto(self.d, q, where=busy[:, None])
        length, moves = self._reach(theta, size, busy, oracle)
        self.steps += busy
        np.copyto(self.t, length, where=busy)
        np.multiply(q, length[:, None], out=part)
        np.add(theta, part, out=theta, where=moves[:, None])
        np.copyto(left, theta, where=busy[:, None])

    def _look(self, grad: Floats) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Take the gradient in; return which runs do not rest there, and the sum of its absolute values."""
        g, _, part, _ = self.work
        np.copyto(g, grad)
        np.abs(g, out=part)
        return ~(part.max(axis=1) <= per_run(self.tolerance_grad)), part.sum(axis=1)

    def _aim(self) -> None:
        """Find the direction."""
        g, q, part, _ = self.work
        np.negative(g, out=q)
        self._correct(q, part)

    def _reach(
        self, theta: Floats, size: Floats, busy: npt.NDArray[np.bool_], oracle: Oracle | None
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return how far to go along the direction, and which runs go at all."""
        g, q, _, _ = self.work
        length = np.where(self.steps == 0, np.minimum(1.0, 1.0 / size), 1.0) * per_run(self.lr)
        slope = np.vecdot(g, q)
        moves = busy & ~(slope > -per_run(self.tolerance_change))
        if self.line_search_fn == "strong_wolfe" and oracle is not None:
            self._search(theta, length, slope, moves, oracle)
        return length, moves

    def _remember(self, theta: Floats, asked: npt.NDArray[np.bool_]) -> None:
        """Keep s and y of the step before, of the runs where the slope has risen along it.

        To the step belongs what a wall or a filter has done to theta since; mostly that is 0.
        """
        g, s, y, left = self.work
        np.multiply(self.d, self.t[:, None], out=s)
        np.subtract(theta, left, out=y)
        np.add(s, y, out=s)
        np.subtract(g, self.previous, out=y)
        product = np.vecdot(y, s)
        kept = asked & (product > _NOTICEABLE)
        if not kept.any():
            return
        np.divide(product, np.vecdot(y, y), out=self.initial, where=kept)
        size = self.pairs.shape[1]
        if self.count[kept].max() == size < self.capacity.max():
            longer = min(2 * size, int(self.capacity.max())) - size
            self.pairs = np.pad(self.pairs, ((0, 0), (0, longer), (0, 0), (0, 0)))
            self.rho = np.pad(self.rho, ((0, longer), (0, 0)))
        for place in np.unique(self.head[kept]):
            here = kept & (self.head == place)
            np.copyto(self.pairs[0, place], s, where=here[:, None])
            np.copyto(self.pairs[1, place], y, where=here[:, None])
            np.divide(1.0, product, out=self.rho[place], where=here)
        self.count = np.minimum(self.count + kept, self.capacity)
        self.head = (self.head + kept) % self.capacity

    def _correct(self, q: Floats, part: Floats) -> None:
        """Multiply q by the guess of the inverse Hessian: the two-loop recursion."""
        steps, changes = self.pairs.reshape(2, -1, q.shape[1])
        # From the newest pair to the oldest; a run that has no pair so old takes one of its own, times 0.
        ages = np.arange(self.count.max())[:, None]
        places = (self.head - 1 - ages) % np.maximum(self.count, 1)
        rhos = np.where(ages < self.count, self.rho[places, self.runs], 0.0)
        indices, alphas = places * len(self.runs) + self.runs, np.empty_like(rhos)
        for index, rho, alpha in zip(indices, rhos, alphas, strict=True):
            np.vecdot(steps.take(index, axis=0, out=part, mode="clip"), q, out=alpha)
            np.multiply(alpha, rho, out=alpha)
            changes.take(index, axis=0, out=part, mode="clip")
            np.multiply(part, alpha[:, None], out=part)
            np.subtract(q, part, out=q)
        np.multiply(q, self.initial[:, None], out=q)
        for index, rho, alpha in zip(indices[::-1], rhos[::-1], alphas[::-1], strict=True):
            beta = rho * np.vecdot(changes.take(index, axis=0, out=part, mode="clip"), q)
            steps.take(index, axis=0, out=part, mode="clip")
            np.multiply(part, (alpha - beta)[:, None], out=part)
            np.add(q, part, out=q)

    def _search(
        self, theta: Floats, length: Floats, slope: Floats, moves: npt.NDArray[np.bool_], oracle: Oracle
    ) -> None:
        """Replace the step lengths of the moving runs by those that their line searches find."""
        g, q, trial, _ = self.work
        loss = oracle.gradient(theta, self.scratch) if oracle.loss is None else oracle.loss
        values = np.broadcast_to(loss, len(q)).tolist()
        np.abs(q, out=trial)
        reach = trial.max(axis=1)
        tolerance = np.broadcast_to(per_run(self.tolerance_change), len(q))
        searches: dict[int, Search] = {}
        trials = np.zeros(len(q))
        for run in np.flatnonzero(moves).tolist():
            searches[run] = strong_wolfe(
                float(length[run]), values[run], float(slope[run]), float(reach[run]), float(tolerance[run])
            )
            trials[run] = next(searches[run])
        while searches:
            np.multiply(q, trials[:, None], out=trial)
            np.add(theta, trial, out=trial)
            values = np.broadcast_to(oracle.gradient(trial, g), len(q)).tolist()
            slopes = np.vecdot(g, q).tolist()
            self.served += 1
            self.asked[list(searches)] += 1
            for run in tuple(searches):
                try:
                    trials[run] = searches[run].send((values[run], slopes[run]))
                except StopIteration as found:
                    length[run] = found.value
                    del searches[run]
