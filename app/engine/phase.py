"""One update term by term: what an optimizer declares beside its rule, so that a person can look inside."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .optimizer import Optimizer
    from .oracle import Oracle

__all__ = ["Explained", "Phase", "State", "explain"]

Floats = npt.NDArray[np.float64]
Drawn = Literal["", "gradient", "direction", "square", "point"]


@dataclass(frozen=True, slots=True)
class Phase:
    """One term of an update.

    Parameters
    ----------
    name : str
        Of what is computed: a slot, whose new value it is; ``theta``, the point from here on; or a word of
        its own. Later phases find it under this name.
    symbol : str
        As printed on the left of the arrow, such as ``m̂``; HTML with sub and sup.
    formula : str
        As printed on the right of it; HTML.
    sentence : str
        What happens and why, for a student.
    value : callable
        From a `State` to the array, shape (runs, params) or (runs, 1).
    drawn : {'', 'gradient', 'direction', 'square', 'point'}
        As what it is drawn on a surface: an arrow against which, or along whose opposite, the point moves;
        the sides of a square around the point (its root, as squares of gradients are large); or a place.
    """

    name: str
    symbol: str
    formula: str
    sentence: str
    value: Callable[[State], Any]
    drawn: Drawn = ""


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """A phase and its numbers.

    Parameters
    ----------
    phase : Phase
    value : ndarray, shape (runs, params) or (runs, 1)
    """

    phase: Phase
    value: Floats


class State:
    """What a phase may use, by name.

    ``theta`` and ``g`` (the gradient that the step was given), ``t`` (the number of the step, from 1),
    ``oracle``, every earlier phase, and every attribute that the optimizer had before the step:
    hyperparameters as they broadcast, switches, slots, what `prepare` computed; and its methods, which work
    on a copy of its memory.
    """

    def __init__(
        self, optimizer: Optimizer, theta: Floats, grad: Floats, t: int, oracle: Oracle | None = None
    ) -> None:
        self._before = optimizer
        self.theta = theta
        self.g = grad
        self.t = t
        self.oracle = oracle

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._before, name)

    def within(self, optimizer: Optimizer) -> State:
        """Return the same moment as an optimizer sees it to which this one leaves the step."""
        inner = copy.copy(self)
        inner._before = optimizer
        return inner


def explain(
    optimizer: Optimizer,
    theta: Floats,
    grad: Floats,
    t: int,
    oracle: Oracle | None = None,
    phases: tuple[Phase, ...] | None = None,
) -> list[Explained]:
    """Return the phases of a step that is about to be done, with their numbers; nothing is changed.

    The last phase named ``theta`` is the next point. Weight decay that the base class does comes first.

    Parameters
    ----------
    optimizer : Optimizer
        Before the step.
    theta, grad : ndarray, shape (runs, params)
        The point, and the gradient that the step is given.
    t : int
        The number of the step, from 1.
    oracle : Oracle, optional
        For methods that ask for more gradients; what they ask for here is not counted.
    phases : tuple of Phase, optional
        All of an update by default.
    """
    before = copy.copy(optimizer)
    for name, value in vars(optimizer).items():
        if isinstance(value, (np.ndarray, list)):
            setattr(before, name, copy.deepcopy(value))
    state = State(before, theta.copy(), grad.copy(), t, None if oracle is None else oracle.aside())
    found = []
    for phase in optimizer.all_phases() if phases is None else phases:
        value = np.asarray(phase.value(state), dtype=np.float64)
        value = np.broadcast_to(value, (len(theta), value.shape[-1] if value.ndim == 2 else 1)).copy()
        setattr(state, phase.name, value)
        found.append(Explained(phase, value))
    return found
