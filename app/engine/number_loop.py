"""The loop of one run on a surface over Python's own numbers, made from what the optimizer's update does."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from .history import LaneHistory
from .optimizer import Optimizer
from .surface_oracle import SurfaceOracle
from .tape import Cells, Symbol, Tape, UntraceableError

__all__ = ["NumberLoop", "number_loop"]

Floats = npt.NDArray[np.float64]
Update = Callable[[Any, Any, Any], None]

_KEPT = (bool, str, tuple, type(None), np.float64)  # what an update may look at and does not change
_FIELDS = 5  # of a row: loss, point, gradient
_PIECE = 4096  # rows whose numbers are gathered before they are copied


class NumberLoop:
    """Steps a lane of one run without arrays.

    An array of two numbers costs NumPy ten times as much as the two numbers cost Python. So the update is
    called once with names in place of numbers (`Tape`), and what it did with them becomes a loop over local
    variables: the rule is written once, in the optimizer's file, and the bits are the same. A step in which
    Python refuses what NumPy does not (a division by zero, the root of a negative number) is not begun.

    Parameters
    ----------
    optimizer : Optimizer
        Whose state is taken up and put back.
    oracle : SurfaceOracle
    theta, grad : ndarray, shape (1, 2)
    around : callable, optional
        Gets the update and returns what is done instead of it.

    Raises
    ------
    UntraceableError
        If the update asks for a value, or does what the tape does not know.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        oracle: SurfaceOracle,
        theta: Floats,
        grad: Floats,
        around: Callable[[Update], Update] | None = None,
    ) -> None:
        self._optimizer = optimizer
        self._oracle = oracle
        self._arrays: list[Floats] = [theta, grad]
        self._numbers: list[str] = []
        tape = Tape()
        cells: list[Cells] = []
        twin = copy.copy(optimizer)
        inputs: list[str] = []

        def as_cells(array: Floats) -> Cells:
            names = [f"a{len(cells)}_{index}" for index in range(array.size)]
            inputs.extend(names)
            cells.append(Cells(tape, names, array.shape))
            return cells[-1]

        point, slope = as_cells(theta), as_cells(grad)
        for name, value in vars(optimizer).items():
            if isinstance(value, np.ndarray):
                if (
                    value.dtype != np.float64
                    or value.shape not in ((), (1, 1), (1, 2))
                    or value.base is not None
                ):
                    raise UntraceableError(f"{name} is {value.dtype} {value.shape}")
                known = [index for index, array in enumerate(self._arrays) if array is value]
                if not known:
                    self._arrays.append(value)
                setattr(twin, name, cells[known[0]] if known else as_cells(value))
            elif type(value) in (int, float):
                self._numbers.append(name)
                setattr(twin, name, Symbol(tape, f"n_{name}"))
            elif not isinstance(value, _KEPT):
                raise UntraceableError(f"{name} is a {type(value).__name__}")
        inputs += [f"n_{name}" for name in self._numbers]
        first = {id(each): list(each.names) for each in cells}
        before = dict(vars(twin))
        (twin.update if around is None else around(twin.update))(point, slope, None)  # type: ignore[arg-type]
        self._carry(twin, before)
        carried = [
            (old, new)
            for each in cells
            if each is not slope
            for old, new in zip(first[id(each)], each.names, strict=True)
            if old != new
        ]
        carried += [
            (f"n_{name}", vars(twin)[name].name)
            for name in self._numbers
            if vars(twin)[name].name != f"n_{name}"
        ]
        self._inputs = inputs
        self._constants = tape.constants
        plain = all(type(each) is float for each in oracle.ask(*theta[0].tolist()))
        self._run = _compiled(_source(tape, inputs, carried, cells[0].names, plain))

    def _carry(self, twin: Optimizer, before: dict[str, Any]) -> None:
        """Check that a step has changed numbers and arrays only, and left them what they are."""
        after = vars(twin)
        if after.keys() != before.keys():
            raise UntraceableError(f"new: {sorted(after.keys() - before.keys())}")
        for name, value in after.items():
            same = isinstance(value, Symbol) if name in self._numbers else value is before[name]
            if not same:
                raise UntraceableError(f"{name} becomes something else")

    def run(self, history: LaneHistory, first: int, last: int) -> int:
        """Write rows first + 1 to last, as far as it goes, and return the last that was written."""
        while first < last:
            count = min(last - first, _PIECE)
            done = self._piece(history, first, count)
            first += done
            if done < count:
                break
        return first

    def _piece(self, history: LaneHistory, first: int, count: int) -> int:
        optimizer, oracle = self._optimizer, self._oracle
        state = [number for array in self._arrays for number in array.ravel("K").tolist()]
        state += [getattr(optimizer, name) for name in self._numbers]
        rows: list[float] = []
        state = self._run(count, oracle.ask, rows.extend, self._constants, state)
        done = len(rows) // _FIELDS
        if not done:
            return 0
        at = 0
        for array in self._arrays:
            size = array.size
            if size == 1:
                array[...] = state[at]
            else:
                array[0, 0], array[0, 1] = state[at], state[at + 1]
            at += size
        for name, value in zip(self._numbers, state[at:], strict=True):
            setattr(optimizer, name, value)
        table = np.array(rows).reshape(done, _FIELDS)
        written = slice(first + 1, first + 1 + done)
        history.batch_loss[written, 0] = table[:, 0]
        history.theta[written, 0] = table[:, 1:3]
        history.gradient[written, 0] = table[:, 3:5]
        history.evaluations[written] = oracle.count(done)
        oracle.loss = np.asarray(rows[-_FIELDS])
        return done


def number_loop(
    optimizer: Optimizer,
    oracle: Any,
    theta: Floats,
    grad: Floats,
    around: Callable[[Update], Update] | None = None,
) -> NumberLoop | None:
    """Return the loop of a lane, or None where there is none: its arrays are stepped then."""
    own = type(optimizer).__module__.startswith(f"{__package__}.")
    if not own or type(oracle) is not SurfaceOracle or not oracle.plain or theta.shape != (1, 2):
        return None
    try:
        return NumberLoop(optimizer, oracle, theta, grad, around)
    except Exception:  # whatever an update does with names that it could do with numbers
        return None


def _source(
    tape: Tape, inputs: list[str], carried: list[tuple[str, str]], point: list[str], plain: bool
) -> str:
    """Return the loop as Python: only names given here and operations of the tape are in it."""
    constants = "".join(f"c{index}, " for index in range(len(tape.constants)))
    x, y = point
    asked = f"evaluate({x}, {y})" if plain else f"evaluate(float64({x}), float64({y}))"
    numbers = [] if plain else ["f = float(f)", "gx = float(gx)", "gy = float(gy)"]
    known = set(inputs)
    moved = [(old, new) for old, new in carried if new in known]  # what another was: before that is new
    body = [
        *tape.lines,
        f"f, gx, gy = {asked}",
        *numbers,
        f"extend((f, {x}, {y}, gx, gy))",
        *([", ".join(old for old, _ in moved) + " = " + ", ".join(new for _, new in moved)] if moved else []),
        *(f"{old} = {new}" for old, new in carried if new not in known),
        "a1_0 = gx",
        "a1_1 = gy",
    ]
    return "\n".join(
        [
            "def run(count, evaluate, extend, constants, state):",
            *([f"    {constants}= constants"] if constants else []),
            f"    {', '.join(inputs)}, = state",
            "    try:",
            "        for _ in range(count):",
            *(f"            {line}" for line in body),
            "    except (ZeroDivisionError, ValueError, OverflowError):",
            "        pass",
            f"    return [{', '.join(inputs)}]",
        ]
    )


@lru_cache(maxsize=256)
def _compiled(source: str) -> Callable[..., list[Any]]:
    room = {"sqrt": sqrt, "sign": _sign, "larger": _larger, "smaller": _smaller, "float64": np.float64}
    exec(compile(source, "<number loop>", "exec"), room)
    return room["run"]  # type: ignore[return-value]


def _sign(value: float) -> float:
    return 1.0 if value > 0.0 else -1.0 if value < 0.0 else 0.0 if value == 0.0 else value


def _larger(a: float, b: float) -> float:
    """Return the larger; which zero, or whose NaN, is for NumPy to say."""
    return a if a > b else b if b > a else float(np.maximum(a, b))


def _smaller(a: float, b: float) -> float:
    return a if a < b else b if b < a else float(np.minimum(a, b))
