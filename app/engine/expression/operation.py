"""What a function may be made of: for each operation the call for one number and the call for arrays."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["OPERATIONS", "Operation"]

Call = Callable[..., Any]
_ZERO, _ONE = np.float64(0.0), np.float64(1.0)


@dataclass(frozen=True, slots=True)
class Operation:
    """How an operation is computed.

    Parameters
    ----------
    scalar : callable
        For NumPy scalars; gives the bits of ``array`` in a fraction of its time.
    array : callable
        For arrays of one shape, and numbers.
    truth : bool
        Whether the result is true or false.
    in_place : bool
        Whether ``array`` takes, after its operands, an array that is no longer needed for its float result.
    """

    scalar: Call
    array: Call
    truth: bool = False
    in_place: bool = True


def _lower(a: Any, b: Any) -> Any:
    return a if a < b or a != a else b


def _higher(a: Any, b: Any) -> Any:
    return a if a > b or a != a else b


def _quotient(a: Any, b: Any) -> Any:
    return a / b if b else _ZERO


def _quotients(a: Any, b: Any) -> Any:
    found = np.zeros(np.broadcast_shapes(np.shape(a), np.shape(b)), np.result_type(a, b))
    return np.divide(a, b, out=found, where=np.not_equal(b, 0.0))


def _select(condition: Any, a: Any, b: Any) -> Any:
    return a if condition else b


def _number_of(condition: Any) -> Any:
    return _ONE if condition else _ZERO


def _numbers_of(condition: Any) -> Any:
    return np.multiply(condition, 1.0)


def _ufunc(function: np.ufunc) -> Operation:
    return Operation(function, function)


def _comparison(scalar: Call, array: np.ufunc) -> Operation:
    return Operation(scalar, array, truth=True, in_place=False)


OPERATIONS: dict[str, Operation] = {
    # Operators on NumPy scalars take a tenth of the time of a ufunc.
    "add": Operation(operator.add, np.add),
    "subtract": Operation(operator.sub, np.subtract),
    "multiply": Operation(operator.mul, np.multiply),
    "divide": Operation(operator.truediv, np.divide),
    "negative": Operation(operator.neg, np.negative),
    "abs": Operation(abs, np.absolute),
    # A quotient that is 0 where it would be divided by 0: the slope of a root at its tip.
    "quotient": Operation(_quotient, _quotients, in_place=False),
    # The ufunc in both: the operator ** may differ from it in the last bit.
    "power": _ufunc(np.power),
    "sqrt": _ufunc(np.sqrt),
    "exp": _ufunc(np.exp),
    "log": _ufunc(np.log),
    "sin": _ufunc(np.sin),
    "cos": _ufunc(np.cos),
    "tan": _ufunc(np.tan),
    "asin": _ufunc(np.arcsin),
    "acos": _ufunc(np.arccos),
    "atan": _ufunc(np.arctan),
    "sinh": _ufunc(np.sinh),
    "cosh": _ufunc(np.cosh),
    "tanh": _ufunc(np.tanh),
    "sign": _ufunc(np.sign),
    "hypot": _ufunc(np.hypot),
    "min": Operation(_lower, np.minimum, in_place=False),
    "max": Operation(_higher, np.maximum, in_place=False),
    "less": _comparison(operator.lt, np.less),
    "less_equal": _comparison(operator.le, np.less_equal),
    "greater": _comparison(operator.gt, np.greater),
    "greater_equal": _comparison(operator.ge, np.greater_equal),
    "equal": _comparison(operator.eq, np.equal),
    "not_equal": _comparison(operator.ne, np.not_equal),
    "select": Operation(_select, np.where, in_place=False),
    "number_of": Operation(_number_of, _numbers_of, in_place=False),
}
