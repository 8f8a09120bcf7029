"""A function that a person types."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from html import escape
from typing import Any, ClassVar

import numpy as np

from ..error import InputError, unknown_name
from ..expression.function import Function, parameters_of
from ..landmark import Landmarks, find_landmarks
from ..parameter import Parameter
from ..surface import Point, Surface

__all__ = ["DOMAIN", "EXPRESSION", "RANGE", "Custom"]

EXPRESSION = "x^2 + a*y^2 + 2sin(3x)*cos(2y) + 2"
DOMAIN = ((-5.0, 5.0), (-5.0, 5.0))
RANGE = (-5.0, 5.0)
FARTHEST = 1e6
_LARGEST = 1e9
# Where lanes may start, as parts of the domain: away from the middle, where symmetric functions are flat.
_PLACES = ((0.12, 0.78), (0.83, 0.7), (0.21, 0.16), (0.71, 0.09), (0.4, 0.55), (0.95, 0.4))


class Custom(Surface):
    """f(x, y) from a text, differentiated exactly; what ``a`` and other names stand for are parameters.

    Parameters
    ----------
    values : mapping
        Of the parameters; 1 for those not named.
    expression : str
    domain : ((float, float), (float, float)), optional
        The plotted range of x and of y, in which minima and saddles are looked for.
    ranges : mapping of str to (float, float), optional
        What the sliders of the parameters span.

    Notes
    -----
    The gradient comes from automatic differentiation of the text, not from differences, and is exact to
    rounding; the part of an absolute value, a root or a minimum of two that jumps is 0 at the jump. Minima
    and saddles are those that `find_landmarks` finds. Method: Griewank and Walther (2008).

    Raises
    ------
    InputError
        With its place: ``expression``, ``parameters.a``, ``domain`` or ``ranges.a``.
    """

    name = "custom"
    title = "Your own function"
    formula = "f(x, y) = what you type, such as (1 &minus; x)^2 + b*(y &minus; x^2)^2"
    description = (
        "Type any function of x and y, with + - * / ^, brackets and the usual functions; other names become "
        "parameters with a slider. The gradient is exact, and the minima and saddles in the domain are found "
        "and marked. Try a plateau, a kink or a valley of your own, and see who gets through it."
    )
    reference = (
        "A. Griewank and A. Walther (2008). Evaluating Derivatives: Principles and Techniques of Algorithmic "
        "Differentiation. 2nd edition, SIAM."
    )
    notes = (
        "<p>A function of <b>x</b> and <b>y</b>.</p>"
        "<p>Operators: + &minus; * / ^ (or **), brackets. <b>2x</b>, <b>3sin(x)</b> and "
        "<b>(x + 1)(y &minus; 1)</b> are products.</p>"
        "<p>Functions: sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs sign min max hypot.</p>"
        "<p>Choices: <b>where(x &lt; 0, a, b)</b> or <b>if(...)</b>; comparisons "
        "&lt; &lt;= &gt; &gt;= == !=.</p>"
        "<p>Constants: pi and e. Any other name becomes a parameter with a slider.</p>"
    )
    rank = 900
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("a", 1.0, "The parameter a of your function.", slider=RANGE, live=False),
    )

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        expression: str = EXPRESSION,
        domain: tuple[Point, Point] = DOMAIN,
        ranges: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        try:
            names = parameters_of(expression)
        except InputError as error:
            raise error.at("expression") from None
        self.expression = expression
        self.domain = _checked_domain(domain)
        self.parameters = _declared(names, ranges or {})  # type: ignore[misc]
        try:
            super().__init__(values)
        except InputError as error:
            raise error.at("parameters") from None
        try:
            function = Function(expression, {name: float(self.values[name]) for name in names})  # type: ignore[arg-type]
        except InputError as error:  # a parameter's value makes a part of it infinite
            raise error.at("expression") from None
        self.formula = f"f(x, y) = {escape(expression)}"  # type: ignore[misc]
        self._evaluate, self._value, self._curvature = function.evaluate, function.value, function.curvature
        self._key = (expression, tuple(self.values.items()), self.domain)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        f, by_x, by_y = self._evaluate(x, y)
        return f, by_x, by_y

    def value(self, x: Any, y: Any) -> Any:
        """Return f alone; the same bits as `evaluate`."""
        return self._value(x, y)[0]

    def curvature(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return the second derivatives fxx, fxy and fyy, exact where f has them."""
        _, _, xx, xy, yy = self._curvature(x, y)
        return xx, xy, yy

    @cached_property
    def _landmarks(self) -> Landmarks:
        return _landmarks(*self._key)

    @cached_property
    def minima(self) -> tuple[Point, ...]:  # type: ignore[override]
        """The minima found in the domain, the lowest first."""
        return self._landmarks.minima

    @cached_property
    def saddles(self) -> tuple[Point, ...]:  # type: ignore[override]
        """The saddles found in the domain."""
        return self._landmarks.saddles

    @cached_property
    def lowest(self) -> float | None:  # type: ignore[override]
        """The value at the lowest minimum; None if the domain has lower places."""
        return self._landmarks.lowest

    @cached_property
    def colour_scale(self) -> str:  # type: ignore[override]
        """Logarithmic where there is a lowest value and few minima, which tell themselves apart by depth."""
        return "log" if self.lowest is not None and len(self.minima) <= 9 else "linear"

    @cached_property
    def starts(self) -> tuple[Point, ...]:  # type: ignore[override]
        """Places in the domain with a slope to follow; the middle if there is none."""
        (left, right), (bottom, top) = self.domain
        found = []
        for across, up in _PLACES:
            x, y = _short(left, right, across), _short(bottom, top, up)
            with np.errstate(all="ignore"):
                f, by_x, by_y = self.evaluate(np.float64(x), np.float64(y))
            if np.isfinite(f) and np.isfinite(np.hypot(by_x, by_y)) and np.hypot(by_x, by_y) > 0.0:
                found.append((x, y))
        return tuple(found) or ((0.5 * (left + right), 0.5 * (bottom + top)),)


@lru_cache(maxsize=64)
def _landmarks(
    expression: str, values: tuple[tuple[str, Any], ...], domain: tuple[Point, Point]
) -> Landmarks:
    function = Function(expression, {name: float(value) for name, value in values})
    return find_landmarks(function.value, function.curvature, domain)


def _declared(names: tuple[str, ...], ranges: Mapping[str, Sequence[float]]) -> tuple[Parameter, ...]:
    rule = "The range of a slider is two finite numbers, the lower one first"
    for name, ends in ranges.items():
        if name not in names:
            raise unknown_name("parameter of this function", name, names).at(f"ranges.{name}")
        low, high = ends
        if not (-_LARGEST <= low < high <= _LARGEST):
            raise InputError(f"{rule}, but {low:g} to {high:g} was given.", f"ranges.{name}")
    return tuple(
        Parameter(
            name, 1.0, f"The parameter {name} of your function.", low=-_LARGEST, high=_LARGEST,
            slider=(float(ranges.get(name, RANGE)[0]), float(ranges.get(name, RANGE)[1])), live=False,
        )
        for name in names
    )  # fmt: skip


def _checked_domain(domain: tuple[Point, Point]) -> tuple[Point, Point]:
    (left, right), (bottom, top) = ((float(low), float(high)) for low, high in domain)
    rule = f"The domain is left < right and bottom < top, each within {FARTHEST:g} of 0"
    for low, high in ((left, right), (bottom, top)):
        if not (-FARTHEST <= low < high <= FARTHEST) or high - low < 1e-9 * max(abs(low), abs(high)):
            given = f"but {low:g} to {high:g} was given"
            raise InputError(f"{rule}, {given}. The usual one is -5 to 5.", "domain")
    return (left, right), (bottom, top)


def _short(low: float, high: float, part: float) -> float:
    """Return a place between two ends with few digits."""
    digits = 2 - math.floor(math.log10(high - low))
    return round(low + part * (high - low), digits)
