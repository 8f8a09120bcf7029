"""A typed function: its parameters, its exact gradient and curvature."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from ..error import InputError
from .derivative import gradient
from .parser import Parser
from .program import Program

__all__ = ["Function", "parameters_of"]


class Function:
    """f(x, y) from a text.

    Parameters
    ----------
    text : str
        Such as ``(1 - x)^2 + b*(y - x^2)^2``.
    values : mapping
        Of its parameters; those not named are 1.

    Attributes
    ----------
    parameters : tuple of str
        The names of its parameters, in the order of the text.

    Raises
    ------
    ExpressionError
        With the character, if the text is not a function.
    """

    def __init__(self, text: str, values: Mapping[str, float] | None = None) -> None:
        if not isinstance(text, str):
            raise InputError(f"A function is a text such as x^2 + y^2, but {text!r:.60} was given.")
        parsed = Parser(text, values or {})
        self.parameters = parsed.parameters
        self._graph, self._root = parsed.graph, parsed.root

    @cached_property
    def value(self) -> Program:
        """Computes [f]."""
        return Program(self._graph, [self._root])

    @cached_property
    def evaluate(self) -> Program:
        """Computes [f, df/dx, df/dy]."""
        return Program(self._graph, [self._root, *gradient(self._graph, self._root)])

    @cached_property
    def curvature(self) -> Program:
        """Computes the gradient and the Hessian: [fx, fy, fxx, fxy, fyy]; 0 where f has a kink."""
        by_x, by_y = gradient(self._graph, self._root)
        (xx, xy), (_, yy) = gradient(self._graph, by_x), gradient(self._graph, by_y)
        return Program(self._graph, [by_x, by_y, xx, xy, yy])


@lru_cache(maxsize=64)
def _parameters(text: str) -> tuple[str, ...]:
    return Function(text).parameters


def parameters_of(text: Any) -> tuple[str, ...]:
    """Return the names of the parameters of a text, without their values.

    Raises
    ------
    ExpressionError
    """
    return _parameters(text) if isinstance(text, str) else Function(text).parameters
