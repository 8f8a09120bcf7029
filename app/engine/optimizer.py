"""What an optimizer is: a name, its hyperparameters, what it remembers, and one update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from .arrays import Order, allocate
from .layer import Layer
from .oracle import Oracle
from .parameter import Parameter
from .phase import Phase
from .registry import Registry
from .tunable import Tunable

__all__ = [
    "DECOUPLED",
    "EPS",
    "LR",
    "WEIGHT_DECAY",
    "Optimizer",
    "Slot",
    "decay",
    "optimizers",
    "with_default",
]

Floats = npt.NDArray[np.float64]
optimizers: Registry[Optimizer]


@dataclass(frozen=True, slots=True)
class Slot:
    """What an optimizer keeps from step to step: an array of the shape of the parameters, or a number a run.

    Parameters
    ----------
    name : str
        The attribute's name, the letter of the paper.
    symbol : str
        As printed, such as ``v``.
    help : str
        What it holds, for a student.
    momentum : bool
        Whether it is earlier directions added up or averaged, along which the point goes on: what is drawn as
        the momentum, while `phases` has a term of its name.
    """

    name: str
    symbol: str
    help: str
    momentum: bool = False


LR = Parameter(
    "lr", 1e-3, "Learning rate: how long a step is. Too small is slow, too large oscillates or diverges.",
    low=0.0, scale="log", slider=(1e-5, 10.0), symbol="η",
)  # fmt: skip
WEIGHT_DECAY = Parameter(
    "weight_decay", 0.0,
    "L2 weight decay as in PyTorch: adds weight_decay · θ to the gradient before anything else.",
    low=0.0, scale="log", slider=(1e-6, 1.0), symbol="λ",
)  # fmt: skip
DECOUPLED = Parameter(
    "weight_decay", 0.0,
    "Decoupled weight decay: multiplies θ by 1 − lr · weight_decay before the step.",
    low=0.0, scale="log", slider=(1e-5, 1.0), symbol="λ",
)  # fmt: skip
EPS = Parameter(
    "eps", 1e-8, "A small number that keeps the division from blowing up where the root is zero.",
    low=0.0, scale="log", slider=(1e-12, 1.0), symbol="ε",
)  # fmt: skip


def with_default(parameter: Parameter, default: float, **changes: Any) -> Parameter:
    """Return a copy of a shared parameter with this optimizer's own default (and slider range or help)."""
    return replace(parameter, default=default, **changes)


def decay(name: str, default: float, symbol: str, help: str) -> Parameter:
    """Return a parameter for a decay rate in [0, 1)."""
    return Parameter(
        name, default, help,
        low=0.0, high=1.0, open_high=True, scale="one_minus_log", slider=(0.0, 0.9999), symbol=symbol,
    )  # fmt: skip


class Optimizer(Tunable):
    """Base class: a subclass in ``optimizers/`` is one update rule, and registers itself.

    Attributes
    ----------
    name, title : str
        The name in files and on the command line; the name on the screen.
    aliases : tuple of str
        Other names that the command line accepts.
    formula : str
        The update as HTML with sub and sup, one line per equation (``<br>`` between).
    description : str
        What it does and what a student should look for, two or three sentences.
    reference : str
        The paper and the library whose rule it is.
    parameters : tuple of Parameter
        Hyperparameters; each becomes an attribute, see `Tunable`.
    slots : tuple of Slot
        Each becomes an attribute, zeros of shape (runs, params).
    scalars : tuple of Slot
        Each becomes an attribute, one number for each run: zeros of shape (runs, 1).
    batch_size : int or None
        What a new lane starts with on data: None is the full training set.
    shape : {'elementwise', 'row', 'layer', 'matrix'}
        What an update of one weight depends on: that weight alone, all weights of the run, those of its
        layer, or its layer as a matrix.
    weight_decay_rule : {'coupled', 'decoupled', 'own'}
        What the base class does with a declared ``weight_decay``: adds weight_decay * theta to the gradient,
        multiplies theta by 1 - lr * weight_decay before the step, or leaves it to `step`.
    tuned : tuple of str
        What people tune first; the range worth searching is each parameter's ``slider``.
    no_surface : str
        Why the method makes no sense on a surface of two variables; empty where it does.
    draws : bool
        Whether the method asks the oracle for random signs or labels on data, and so depends on the seed.
    in_place : bool
        Whether a step works in what `__init__` allocated, but for columns of one number a run; False where it
        takes matrices apart.
    cost : float
        How long a race with it takes, in races with Adam; to within a factor of three or so.
    warning : str
        When it fails, in one sentence for the person who chooses it; empty if it has no trap of its own.
    notice : str
        What happened in this run that its figures do not show, in one sentence; empty if nothing did.
    point : ndarray or None
        Where the method is to be measured and drawn, shape (runs, params), if that is not where it takes
        its gradients; `step` keeps it up to date.
    asked : ndarray of int64 or None
        How many evaluations the steps of each run have asked for beside the usual one, shape (runs,), if runs
        differ in that. The oracle serves all runs at once as long as one asks, which is ``served`` times.
    """

    title: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()
    formula: ClassVar[str] = ""
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    slots: ClassVar[tuple[Slot, ...]] = ()
    scalars: ClassVar[tuple[Slot, ...]] = ()
    batch_size: ClassVar[int | None] = 32
    rank: ClassVar[int] = 1000
    shape: ClassVar[Literal["elementwise", "row", "layer", "matrix"]] = "elementwise"
    weight_decay_rule: ClassVar[Literal["coupled", "decoupled", "own"]] = "coupled"
    tuned: ClassVar[tuple[str, ...]] = ("lr",)
    no_surface: ClassVar[str] = ""
    draws: ClassVar[bool] = False
    in_place: ClassVar[bool] = True
    cost: ClassVar[float] = 1.0
    warning: ClassVar[str] = ""

    notice: str = ""
    point: Floats | None = None
    asked: npt.NDArray[np.int64] | None = None
    served: int = 0
    lr: Floats
    _base_lr: Floats | None = None
    _lr_factor = 1.0
    weight_decay: Floats

    def __init_subclass__(cls) -> None:
        if cls.name:
            optimizers.add(cls.name, cls, cls.aliases)

    def __init__(
        self,
        runs: int,
        params: int,
        values: Mapping[str, Any] | None = None,
        order: Order = "C",
        layers: Sequence[Layer] = (),
    ) -> None:
        """Allocate everything; nothing is allocated per step.

        Parameters
        ----------
        runs, params : int
        values : mapping
            Hyperparameters by name; a number, or an array of shape (runs,) with one value for each run.
        order : {'C', 'F'}
            Memory order of all arrays, the same as of theta.
        layers : sequence of Layer
            How the parameters are cut; one vector by default.
        """
        self._shape = (runs, params, order)
        self.layers = tuple(layers) or (Layer("point", (params,), 0),)
        self.scratch = allocate(*self._shape)
        self.spare = allocate(*self._shape)
        for slot in self.slots:
            setattr(self, slot.name, allocate(*self._shape))
        for scalar in self.scalars:
            setattr(self, scalar.name, allocate(runs, 1))
        self._take(values or {})
        self.start()

    def _store(self, parameter: Parameter, value: Any) -> None:
        super()._store(parameter, value)
        if parameter.name == "lr":
            self._base_lr = None

    def scale_lr(self, factor: float | Floats) -> None:
        """Set the learning rate of the next steps to a multiple of the hyperparameter, as a schedule does.

        Parameters
        ----------
        factor : float or ndarray, shape (runs, 1)
        """
        if isinstance(factor, np.ndarray):
            if self.lr.ndim == 0:
                self._expand()
            self._lr_factor = np.nan
        elif factor == self._lr_factor and self._base_lr is not None:
            return
        else:
            self._lr_factor = factor
        if self._base_lr is None:
            self._base_lr = self.lr.copy()
        np.multiply(self._base_lr, factor, out=self.lr)
        self._follow_lr()

    def set_momentum(self, value: float) -> None:
        """Set beta1 or else the momentum of the next steps, as some schedules do; nothing without either."""
        for name in ("beta1", "momentum"):
            if any(parameter.name == name for parameter in self.parameters):
                getattr(self, name)[...] = value
                self.prepare()
                return

    def _refresh(self) -> None:
        self._decays = self.weight_decay_rule != "own" and bool(np.any(getattr(self, "weight_decay", 0.0)))
        self._follow_lr()

    def _follow_lr(self) -> None:
        if self._decays and self.weight_decay_rule == "decoupled":
            self._keep = np.asarray(1.0 - self.lr * self.weight_decay)
        self.prepare()

    def prepare(self) -> None:
        """Compute what depends on hyperparameters alone; called at the start and after each change."""

    def start(self) -> None:
        """Set slots that do not start at zero; called once, before the first step."""

    def begin(self, theta: Floats) -> None:
        """Take note of the starting points, shape (runs, params); called once, before the first step."""

    def update(self, theta: Floats, grad: Floats, oracle: Oracle | None = None) -> None:
        """Do one step, weight decay first.

        Parameters
        ----------
        theta : ndarray, shape (runs, params)
            Changed in place.
        grad : ndarray, shape (runs, params)
            The gradient at theta; may be overwritten.
        oracle : Oracle
            For methods that need more gradients.
        """
        if self._decays:
            if self.weight_decay_rule == "decoupled":
                np.multiply(theta, self._keep, out=theta)
            else:
                np.multiply(theta, self.weight_decay, out=self.scratch)
                np.add(grad, self.scratch, out=grad)
        self.step(theta, grad, oracle)

    def phases(self) -> tuple[Phase, ...]:
        """Return the terms of `step` in order, for the switches as they are; the last one gives ``theta``.

        Coupled and decoupled weight decay of the base class are not among them.
        """
        return ()

    def all_phases(self) -> tuple[Phase, ...]:
        """Return the terms of `update` in order; none if `phases` declares none."""
        phases = self.phases()
        if not phases or not self._decays or self.weight_decay_rule == "own":
            return phases
        return (_COUPLED_DECAY if self.weight_decay_rule == "coupled" else _DECOUPLED_DECAY, *phases)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Apply the rule in place; arguments as in `update`."""
        raise NotImplementedError(f"{type(self).__name__} must define step().")


_COUPLED_DECAY = Phase(
    "g", "g", "g + λ θ",
    "Weight decay adds a pull towards zero to the gradient, before anything else.",
    lambda s: s.g + s.weight_decay * s.theta, "gradient",
)  # fmt: skip
_DECOUPLED_DECAY = Phase(
    "theta", "θ", "(1 − η λ) θ",
    "Decoupled weight decay shrinks the weights themselves; the gradient does not know of it.",
    lambda s: (1.0 - s.lr * s.weight_decay) * s.theta, "point",
)  # fmt: skip


optimizers = Registry("optimizer", "optimizers")
