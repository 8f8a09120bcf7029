"""What an update does with its numbers, noted down: arrays and numbers that hold names instead of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["Cells", "Symbol", "Tape", "UntraceableError"]


class UntraceableError(Exception):
    """The update does something that cannot be noted as one list of operations: it asks for a value."""


# Operations that give the same bits on Python's own numbers as in an array. Powers, exponentials and
# logarithms are not among them: NumPy's own for arrays may round otherwise.
_INFIX = {np.add: "+", np.subtract: "-", np.multiply: "*", np.divide: "/"}
_PREFIX = {np.sqrt: "sqrt", np.absolute: "abs", np.negative: "-", np.sign: "sign"}
_PAIR = {np.maximum: "larger", np.minimum: "smaller"}
_FULL = (1, 2)


class Tape:
    """The operations of one step in order; each result has a name of its own.

    Attributes
    ----------
    lines : list of str
        Python statements over names that the tape has given: ``t3 = t1 * c0``.
    constants : list of float or int
        The values of c0, c1 and so on.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: list[float | int] = []
        self._named = 0

    def name(self) -> str:
        """Return a new name."""
        self._named += 1
        return f"t{self._named}"

    def note(self, expression: str) -> str:
        """Note an operation and return the name of its result."""
        name = self.name()
        self.lines.append(f"{name} = {expression}")
        return name

    def text(self, value: Any) -> str:
        """Return the name of a number, which becomes a constant if it has none."""
        if isinstance(value, Symbol):
            return value.name
        if type(value) is not int and not isinstance(value, float):
            raise UntraceableError(f"{type(value).__name__} where a number was expected")
        self.constants.append(value if type(value) is int else float(value))
        return f"c{len(self.constants) - 1}"

    def cells(self, value: Any) -> Cells:
        """Return an operand of an array operation as names."""
        if isinstance(value, Cells):
            return value
        if isinstance(value, np.ndarray):
            if value.dtype != np.float64 or value.size > 2:
                raise UntraceableError(f"an array {value.dtype} {value.shape}")
            shape = () if value.ndim == 0 else (1, value.size)
            return Cells(self, [self.text(each) for each in value.ravel().tolist()], shape)
        return Cells(self, [self.text(value)], ())


def _ufunc(tape: Tape, ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Note an array operation, cell by cell."""
    out = options.pop("out", (None,))[0]
    if method != "__call__" or options or not (out is None or isinstance(out, Cells)):
        raise UntraceableError(f"{ufunc.__name__} with {method} {sorted(options)}")
    operands = [tape.cells(each) for each in inputs]
    shape = max((each.shape for each in operands), key=lambda shape: (len(shape), shape))
    if out is not None and (len(shape), shape) < (len(out.shape), out.shape):
        shape = out.shape
    names = []
    for index in range(shape[1] if shape else 1):
        a = [each.at(index) for each in operands]
        if ufunc in _INFIX:
            expression = f"{a[0]} {_INFIX[ufunc]} {a[1]}"
        elif ufunc in _PREFIX:
            expression = f"{_PREFIX[ufunc]}({a[0]})"
        elif ufunc in _PAIR:
            expression = f"{_PAIR[ufunc]}({a[0]}, {a[1]})"
        else:
            raise UntraceableError(ufunc.__name__)
        names.append(tape.note(expression))
    if out is None:
        return Cells(tape, names, shape)
    out[...] = Cells(tape, names, shape)
    return out


class Cells(np.lib.mixins.NDArrayOperatorsMixin):
    """An array of one run: one name for each of its numbers.

    Parameters
    ----------
    tape : Tape
    names : list of str
    shape : tuple of int
        (), (1, 1) or (1, 2).
    """

    def __init__(self, tape: Tape, names: list[str], shape: tuple[int, ...]) -> None:
        self.tape = tape
        self.names = names
        self.shape = shape
        self.ndim = len(shape)

    def at(self, index: int) -> str:
        """Return the name of a number; a single one is meant everywhere."""
        return self.names[index if len(self.names) > 1 else 0]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return _ufunc(self.tape, ufunc, method, inputs, options)

    def __setitem__(self, key: Any, value: Any) -> None:
        if key is not Ellipsis and not (isinstance(key, slice) and key == slice(None)):
            raise UntraceableError(f"a part of an array, {key!r}")
        given = self.tape.cells(value)
        if len(given.names) > len(self.names):
            raise UntraceableError("more numbers than there is room for")
        self.names = [given.at(index) for index in range(len(self.names))]

    def __array_function__(self, function: Any, types: Any, inputs: Any, options: Any) -> Any:
        if function is not np.copyto or len(inputs) != 2 or options or not isinstance(inputs[0], Cells):
            self._refuse()
        inputs[0][...] = inputs[1]

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise UntraceableError("a value was asked for")

    __array__ = __getitem__ = __bool__ = __float__ = __iter__ = __len__ = _refuse


def _operator(sign: str, back: bool = False) -> Callable[[Symbol, Any], Symbol]:
    def apply(self: Symbol, other: Any) -> Symbol:
        if not isinstance(other, (int, float, Symbol)):
            return NotImplemented  # type: ignore[no-any-return]
        a, b = self.name, self.tape.text(other)
        return Symbol(self.tape, self.tape.note(f"{b} {sign} {a}" if back else f"{a} {sign} {b}"))

    return apply


class Symbol:
    """A number of Python's own that changes from step to step: a name."""

    def __init__(self, tape: Tape, name: str) -> None:
        self.tape = tape
        self.name = name

    __add__, __radd__ = _operator("+"), _operator("+", True)
    __sub__, __rsub__ = _operator("-"), _operator("-", True)
    __mul__, __rmul__ = _operator("*"), _operator("*", True)
    __truediv__, __rtruediv__ = _operator("/"), _operator("/", True)
    __pow__, __rpow__ = _operator("**"), _operator("**", True)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return _ufunc(self.tape, ufunc, method, inputs, options)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise UntraceableError("a value was asked for")

    __array__ = __bool__ = __float__ = __int__ = __index__ = __hash__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
