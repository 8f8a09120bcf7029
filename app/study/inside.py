"""Looking inside one update: a lane is raced again up to it, alone, which gives the same bits."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from ..engine.error import InputError
from ..engine.filter import filters
from ..engine.keyframe import Keyframes
from ..engine.lane import Lane
from ..engine.optimizer import Optimizer
from ..engine.oracle import Oracle
from ..engine.phase import Explained, explain
from ..engine.problem import Problem
from .build import build_race
from .pairing import with_streams
from .spec import Study

__all__ = ["Inside", "Inspector", "Term"]

Floats = npt.NDArray[np.float64]

# Rows written, after which a lane gets a fresh history where there is a keyframe: memory that is not written
# to is not taken from the system, and all of it would be as much as the race has.
_ROWS = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A phase of one run.

    Parameters
    ----------
    name, symbol, formula, sentence, drawn : str
        As of `engine.phase.Phase`.
    value : ndarray, shape (params,) or (1,)
    """

    name: str
    symbol: str
    formula: str
    sentence: str
    drawn: str
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """One update of one run.

    Parameters
    ----------
    lane, run, step : int
        The update that leads to row ``step`` of the history.
    before, after : ndarray, shape (params,)
        The point that the gradient is taken at, before and after; where the lane is drawn may be another.
    gradient : ndarray, shape (params,)
        As the optimizer got it: after filters, and before weight decay, which is a term of the update.
    known : dict of str to ndarray
        What the formulas start from, by symbol: hyperparameters, slots and numbers of the run before the
        step, shape (params,) or (1,).
    terms : tuple of Term
        Empty if the optimizer declares none.
    filtered : bool
        Whether filters changed the gradient before the optimizer got it.
    layers : tuple of (str, int, tuple of int)
        Name, first weight and shape of each layer; empty on a surface.
    raced : int
        How many steps were raced again for it.
    why : str
        Why it was from the start of the race, where it was.
    """

    lane: int
    run: int
    step: int
    before: Floats
    after: Floats
    gradient: Floats
    known: dict[str, Floats]
    terms: tuple[Term, ...]
    filtered: bool
    layers: tuple[tuple[str, int, tuple[int, ...]], ...]
    raced: int = 0
    why: str = ""


class Inspector:
    """Keeps the lane that was looked at last, so that the next step costs one step.

    Parameters
    ----------
    study : Study
        With the changes made while it ran.
    problem : Problem
        Of the study, or of one of its lanes.
    keyframes : Keyframes, optional
        Of the race; without them a lane is raced from its start.
    """

    def __init__(self, study: Study, problem: Problem, keyframes: Keyframes | None = None) -> None:
        self.study = study
        self._problem = problem
        self._keyframes = keyframes
        self._index, self._rows = -1, 0
        self._lane: Lane | None = None

    def look(self, lane: int, step: int, run: int) -> Inside:
        """Return what happens in one update.

        Parameters
        ----------
        lane : int
        step : int
            From 1 to the lane's last.
        run : int

        Raises
        ------
        InputError
            If there is no such step.
        """
        racer = self._racer(lane, step)
        if not 1 <= step <= racer.plan.steps:
            raise InputError(
                f"The steps of this lane go from 1 to {racer.plan.steps:,}, but {step:,} was asked for. "
                f"The nearest valid choice is {min(max(step, 1), racer.plan.steps):,}.",
                "step",
            )
        why = "" if self._keyframes is None else self._keyframes.why_not(lane)
        raced = step - racer.step
        with np.errstate(all="ignore"):
            racer.advance(step - 1)
            before = racer.theta[run].copy()
            tap = _Tap(racer, step)
            try:
                racer.advance(step)
            finally:
                tap.remove()
        assert tap.grad is not None
        return Inside(
            lane, run, step, before, racer.theta[run].copy(), tap.grad[run].copy(),
            {symbol: _of(value, run) for symbol, value in tap.known.items()},
            tuple(_term(each, run) for each in tap.found),
            any(filters[each.name].stage == "gradient" for each in self.study.lanes[lane].filters),
            tuple((each.name, each.start, each.shape) for each in self._problem.layers),
            raced, why,
        )  # fmt: skip

    def _racer(self, index: int, step: int) -> Lane:
        """Return a lane that is before a step, as near to it as it can be had."""
        known = None if self._keyframes is None else self._keyframes.before(index, step - 1)
        racer, again = self._lane, False
        if racer is not None and index == self._index:
            again = racer.step >= step
        if racer is None or index != self._index or (again if known is None else self._rows > _ROWS):
            lane = with_streams(self.study).lanes[index]  # before it is alone, which may be another number
            alone = msgspec.structs.replace(self.study, lanes=(lane,))
            race = build_race(alone, lambda plan: mmap.mmap(-1, plan.nbytes), self._problem)
            race.begin()
            racer = self._lane = race.lanes[0]
            self._index, self._rows = index, 0
        if known is not None and (again or known.step > racer.step):
            known.resume(racer)
        self._rows += step - racer.step
        return racer


class _Tap:
    """Stands before the optimizer's `step` for one step, and explains what it is about to do."""

    def __init__(self, lane: Lane, t: int) -> None:
        self._optimizer: Optimizer = lane.optimizer
        self._step = lane.optimizer.step
        self._t = t
        self.found: list[Explained] = []
        self.known: dict[str, Floats] = {}
        self.grad: Floats | None = None
        self._optimizer.step = self._explain  # type: ignore[method-assign]

    def remove(self) -> None:
        """Let the optimizer step as before."""
        del self._optimizer.step

    def _explain(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        optimizer = self._optimizer
        self.grad = grad.copy()
        self.known = _known(optimizer)
        decay, rest = optimizer.all_phases(), optimizer.phases()
        # Weight decay has been done by now: its phase is known by what came of it.
        for phase in decay[: len(decay) - len(rest)]:
            value = theta.copy() if phase.name == "theta" else grad.copy()
            self.found.append(Explained(phase, value))
            if phase.name == "g":
                self.grad -= optimizer.weight_decay * theta
        self.found += explain(optimizer, theta, grad, self._t, oracle, rest)
        self._step(theta, grad, oracle)


def _known(optimizer: Optimizer) -> dict[str, Floats]:
    """Return hyperparameters, slots and numbers of the runs by their symbols; of a base, too."""
    found = {} if (base := getattr(optimizer, "rule", None)) is None else _known(base)
    for parameter in optimizer.parameters:
        value = getattr(optimizer, parameter.name)
        if parameter.symbol and isinstance(value, np.ndarray):
            found[parameter.symbol] = value.copy()
    for slot in (*optimizer.slots, *optimizer.scalars):
        found[slot.symbol] = getattr(optimizer, slot.name).copy()
    return found


def _of(value: Floats, run: int) -> Floats:
    """Return one run's part, shape (params,) or (1,)."""
    return value.reshape(1).copy() if value.ndim == 0 else value[run if len(value) > 1 else 0].copy()


def _term(explained: Explained, run: int) -> Term:
    phase = explained.phase
    return Term(
        phase.name, phase.symbol, phase.formula, phase.sentence, phase.drawn, explained.value[run].copy()
    )
