"""Dual numbers: a function's own arithmetic, carried out with derivatives beside every value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

__all__ = ["Dual", "slope_of", "variables"]

Floats = npt.NDArray[np.float64]
Rule = Callable[..., tuple[Any, ...]]


class Dual(NDArrayOperatorsMixin):
    """A value v with its derivatives: v + Σ slope[k]·εₖ, where εᵢ·εₖ = 0.

    Arithmetic, NumPy's ufuncs and ``np.where`` follow the chain rule, so that code written for arrays gives
    exact derivatives of whatever it computes. Applied to a gradient, those are the Hessian.

    Parameters
    ----------
    value : ndarray or scalar
    slope : ndarray, shape (directions, *value.shape)
        Or what broadcasts against it.

    Notes
    -----
    A comparison, or a test of truth, sees the value alone. |x| has the derivative sign(x), 0 at 0; sign and
    rounding have 0. A root of 0 has the derivative NaN or infinity, as the formula says: the caller decides
    what stands in its place.
    """

    __slots__ = ("slope", "value")

    def __init__(self, value: Any, slope: Any) -> None:
        self.value = value
        self.slope = slope

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Apply a ufunc; only plain calls without ``out`` have a derivative."""
        if method != "__call__" or kwargs:
            return NotImplemented
        values = [value_of(item) for item in inputs]
        if ufunc in _FLAT:
            return ufunc(*values)
        rule = _RULES.get(ufunc)
        if rule is None:
            return NotImplemented
        result = ufunc(*values)
        slope: Any = 0.0
        for item, partial in zip(inputs, rule(result, *values), strict=True):
            if isinstance(item, Dual):
                slope = slope + partial * item.slope
        return Dual(result, slope)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Choose between two branches with ``np.where``."""
        if func is not np.where or len(args) != 3 or kwargs:
            return NotImplemented
        condition, yes, no = args[0], args[1], args[2]
        slope = np.where(value_of(condition), slope_of(yes), slope_of(no))
        return Dual(np.where(value_of(condition), value_of(yes), value_of(no)), slope)

    def __bool__(self) -> bool:
        return bool(self.value)


def value_of(item: Any) -> Any:
    """Return the value of a dual number; anything else is its own value."""
    return item.value if isinstance(item, Dual) else item


def slope_of(item: Any) -> Any:
    """Return the derivatives of a dual number; those of a constant are 0."""
    return item.slope if isinstance(item, Dual) else 0.0


def variables(values: Sequence[Any], directions: npt.ArrayLike) -> list[Dual]:
    """Return variables to be differentiated along some directions.

    Parameters
    ----------
    values : sequence of n ndarrays or scalars
        Of one shape.
    directions : array_like, shape (k, n) or (k, n, *shape)
        Each is how the variables change; the rows of the identity give the partial derivatives.
    """
    steps = np.asarray(directions, dtype=np.float64)
    steps = steps.reshape(steps.shape + (1,) * (2 + np.ndim(values[0]) - steps.ndim))
    return [Dual(value, steps[:, index]) for index, value in enumerate(values)]


# No derivative, or one that is 0 wherever there is one.
_FLAT = {
    np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal,
    np.isfinite, np.isinf, np.isnan, np.signbit, np.logical_not, np.logical_and, np.logical_or,
    np.sign, np.floor, np.ceil, np.rint, np.trunc,
}  # fmt: skip


def _power(result: Any, base: Any, exponent: Any) -> tuple[Any, Any]:
    # The derivative by the exponent is 0 where the base is 0: so is the power itself for every exponent near.
    logarithm = np.log(np.where(np.equal(base, 0.0), 1.0, base))
    less = np.where(np.equal(exponent, 0.0), 0.0, exponent - 1.0)
    return exponent * np.power(base, less), result * logarithm


def _hypot(result: Any, x: Any, y: Any) -> tuple[Any, Any]:
    return x / result, y / result


# Partial derivatives, given the result and the arguments.
_RULES: dict[np.ufunc, Rule] = {
    np.add: lambda r, a, b: (1.0, 1.0),
    np.subtract: lambda r, a, b: (1.0, -1.0),
    np.multiply: lambda r, a, b: (b, a),
    np.true_divide: lambda r, a, b: (1.0 / b, -r / b),
    np.power: _power,
    np.float_power: _power,
    np.remainder: lambda r, a, b: (1.0, -np.floor(a / b)),
    np.negative: lambda r, a: (-1.0,),
    np.positive: lambda r, a: (1.0,),
    np.absolute: lambda r, a: (np.sign(a),),
    np.fabs: lambda r, a: (np.sign(a),),
    np.square: lambda r, a: (2.0 * a,),
    np.sqrt: lambda r, a: (0.5 / r,),
    np.cbrt: lambda r, a: (1.0 / (3.0 * r * r),),
    np.reciprocal: lambda r, a: (-r * r,),
    np.exp: lambda r, a: (r,),
    np.exp2: lambda r, a: (np.log(2.0) * r,),
    np.expm1: lambda r, a: (np.exp(a),),
    np.log: lambda r, a: (1.0 / a,),
    np.log2: lambda r, a: (1.0 / (np.log(2.0) * a),),
    np.log10: lambda r, a: (1.0 / (np.log(10.0) * a),),
    np.log1p: lambda r, a: (1.0 / (1.0 + a),),
    np.logaddexp: lambda r, a, b: (np.exp(a - r), np.exp(b - r)),
    np.sin: lambda r, a: (np.cos(a),),
    np.cos: lambda r, a: (-np.sin(a),),
    np.tan: lambda r, a: (1.0 + r * r,),
    np.arcsin: lambda r, a: (1.0 / np.sqrt(1.0 - a * a),),
    np.arccos: lambda r, a: (-1.0 / np.sqrt(1.0 - a * a),),
    np.arctan: lambda r, a: (1.0 / (1.0 + a * a),),
    np.arctan2: lambda r, a, b: (b / (a * a + b * b), -a / (a * a + b * b)),
    np.hypot: _hypot,
    np.sinh: lambda r, a: (np.cosh(a),),
    np.cosh: lambda r, a: (np.sinh(a),),
    np.tanh: lambda r, a: (1.0 - r * r,),
    np.arcsinh: lambda r, a: (1.0 / np.sqrt(1.0 + a * a),),
    np.arccosh: lambda r, a: (1.0 / np.sqrt(a * a - 1.0),),
    np.arctanh: lambda r, a: (1.0 / (1.0 - a * a),),
    np.maximum: lambda r, a, b: (np.where(a >= b, 1.0, 0.0), np.where(a >= b, 0.0, 1.0)),
    np.minimum: lambda r, a, b: (np.where(a <= b, 1.0, 0.0), np.where(a <= b, 0.0, 1.0)),
}
