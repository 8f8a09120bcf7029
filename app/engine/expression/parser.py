"""From text to a graph, by precedence climbing over a white list. Nothing of the text is ever executed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from ..error import nearest
from .fault import ExpressionError
from .token import Token, tokenise
from .tree import Graph, Node
from .vocabulary import CONSTANTS, FUNCTIONS, HINTS, PARAMETER_LIMIT, refusal

__all__ = ["DEEPEST", "LARGEST_POWER", "MOST_NODES", "Parser"]

DEEPEST = 40
MOST_NODES = 400
LARGEST_POWER = 100

_COMPARISONS = {
    "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "==": "equal", "!=": "not_equal",
}  # fmt: skip
_BINARY = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "**": "power"}
_LEVELS = dict.fromkeys(_COMPARISONS, 1) | {"+": 2, "-": 2, "*": 3, "/": 3, "^": 5, "**": 5}
_PRODUCT, _SIGN = 3, 4
_HEAD = re.compile(r"\s*[fFzZ]\s*(?:\(\s*x\s*,\s*y\s*\)\s*)?=(?!=)", re.ASCII)


class Parser:
    """One text and the values of its parameters.

    Parameters
    ----------
    text : str
        It may begin with ``f =`` or ``f(x, y) =``.
    values : mapping
        Of parameters; those not named are 1.

    Attributes
    ----------
    graph : Graph
    root : Node
        The function.
    parameters : tuple of str
        Names that are no function, constant or variable, in the order of the text.

    Raises
    ------
    ExpressionError
        With the character.
    """

    def __init__(self, text: str, values: Mapping[str, float]) -> None:
        self._text = text
        self._values = values
        self._parameters: dict[str, None] = {}
        head = _HEAD.match(text[:100])
        blank = " " * head.end() + text[head.end() :] if head else text
        self._tokens = tokenise(blank)
        self._at = 0
        self._depth = 0
        self._sign = ""  # the last operator since a bracket
        self.graph = Graph()
        self.root = self._whole()
        self.parameters = tuple(self._parameters)

    def _whole(self) -> Node:
        if self._ended:
            raise self._error("A function of x and y is expected, such as x^2 + y^2.", self._next)
        root = self._expression(0)
        if not self._ended:
            hint = "There is no bracket that it closes." if self._next.text == ")" else "Leave it out."
            raise self._error(f"{self._next.shown} does not belong here. {hint}", self._next)
        return self.graph.apply("number_of", root)

    # ----------------------------------------------------------------------------------------------- tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    @property
    def _ended(self) -> bool:
        return self._next.kind == "end"

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, sign: str, why: str) -> None:
        if self._next.text != sign:
            raise self._error(f"'{sign}' is expected {why}, but {self._next.shown} stands there.", self._next)
        self._take()
        self._sign = ""

    def _error(self, message: str, token: Token) -> ExpressionError:
        return ExpressionError(f"Character {token.position + 1}: {message}", self._text, token.position)

    # ---------------------------------------------------------------------------------------------- grammar

    def _expression(self, least: int) -> Node:
        """Return what stands here, up to an operator that binds less than ``least``."""
        self._depth += 1
        if self._depth > DEEPEST:
            rule = f"Brackets and signs are nested up to {DEEPEST} deep"
            raise self._error(f"{rule}. Write it in a flatter way.", self._next)
        left = self._prefix()
        before = ""
        while True:
            token = self._next
            if token.kind == "sign" and token.text in _LEVELS:
                level = _LEVELS[token.text]
                if level < least:
                    break
                if before in _COMPARISONS and level == 1:
                    raise self._error("Comparisons do not chain. Write (0 < x) * (x < 1) instead.", token)
                self._sign = self._take().text
                # A power groups from the right: 2^3^2 is 2^(3^2); comparisons and the rest from the left.
                right = self._expression(level if level == 5 else level + 1)
                left = self._combined(token, left, right)
                before = token.text
            elif token.kind in ("number", "name") or token.text == "(":
                if least > _PRODUCT:
                    break
                self._check_side_by_side(before, self._sign)
                left = self._combined(token, left, self._expression(_PRODUCT + 1), "*")
                before = "*"
            else:
                break
        self._depth -= 1
        return left

    def _prefix(self) -> Node:
        token = self._take()
        if token.text in ("-", "+"):
            operand = self._expression(_SIGN)
            number = self.graph.apply("number_of", operand)
            return self.graph.apply("negative", number) if token.text == "-" else number
        if token.kind == "number":
            value = float(token.text)
            if not math.isfinite(value):
                raise self._error(f"Numbers go up to 1.8e308, but {_short(token.text)} was given.", token)
            return self.graph.number(value)
        if token.kind == "name":
            return self._call(token) if self._next.text == "(" else self._name(token)
        if token.text == "(":
            self._sign = ""
            inside = self._expression(0)
            self._expect(")", "to close the bracket")
            return inside
        before = self._tokens[self._at - 2] if self._at > 1 else None
        after = f" after {before.shown}" if before else ""
        raise self._error(f"A value is expected{after}, but {token.shown} stands there.", token)

    def _call(self, token: Token) -> Node:
        name = token.text
        if name not in FUNCTIONS:
            close = HINTS.get(name) or nearest(name, FUNCTIONS)
            if name in ("x", "y", *CONSTANTS) or len(name) == 1:
                close = f"Write {name}*(...) to multiply."
            else:
                close = f"Did you mean '{close}'?" if close else f"Choose one of: {', '.join(FUNCTIONS)}."
            raise self._error(f"There is no function named '{_short(name)}'. {close}", token)
        arguments: list[Node] = []
        while self._next.text == ("," if arguments else "("):
            self._take()
            self._sign = ""
            arguments.append(self._expression(0))
        self._expect(")", f"to close the bracket of {name}")
        function = FUNCTIONS[name]
        if len(arguments) < function.least or (function.most or len(arguments)) < len(arguments):
            raise self._error(f"{name} has {function.arguments}, but {len(arguments)} were given.", token)
        if function.operation == "select":
            condition, *rest = arguments
            if not condition.is_truth:
                condition = self.graph.apply("not_equal", condition, self.graph.number(0.0))
            arguments = [condition, *(self.graph.apply("number_of", node) for node in rest)]
        else:
            arguments = [self.graph.apply("number_of", node) for node in arguments]
        if function.most is not None:
            return self._checked(token, self.graph.apply(function.operation, *arguments))
        found = arguments[0]
        for argument in arguments[1:]:
            found = self._checked(token, self.graph.apply(function.operation, found, argument))
        return found

    def _name(self, token: Token) -> Node:
        name = token.text
        if name in ("x", "y"):
            return self.graph.x if name == "x" else self.graph.y
        if name in CONSTANTS:
            return self.graph.number(CONSTANTS[name])
        reason = refusal(name)
        if reason:
            raise self._error(reason, token)
        self._parameters[name] = None
        if len(self._parameters) > PARAMETER_LIMIT:
            raise self._error(
                f"A function has up to {PARAMETER_LIMIT} parameters; '{name}' is one more.", token
            )
        return self.graph.number(self._values.get(name, 1.0))

    def _check_side_by_side(self, *before: str) -> None:
        """Refuse two values side by side where a reader could take it for something else than a product."""
        token, last = self._next, self._tokens[self._at - 1]
        if token.kind == "number" or last.kind == "name":
            hint = HINTS.get(token.text) or HINTS.get(last.text)
            hint = f"Write {hint} instead of a word." if hint else "Write * to multiply."
            raise self._error(f"An operator is missing between {last.shown} and {token.shown}. {hint}", token)
        doubtful = [sign for sign in before if sign in ("/", "^", "**")]
        if doubtful:
            rule = f"A product without a sign after {doubtful[0]} can be read in two ways"
            raise self._error(f"{rule}. Write * before {token.shown}, or brackets.", token)
        known = token.text in ("x", "y", *CONSTANTS) or token.text in FUNCTIONS
        if token.kind == "name" and len(token.text) > 1 and not known:
            hint = refusal(token.text) or f"Write {last.text}*{token.text} to multiply."
            raise self._error(f"{last.shown} and {token.shown} stand side by side. {hint}", token)

    # -------------------------------------------------------------------------------------------- combining

    def _combined(self, token: Token, left: Node, right: Node, sign: str = "") -> Node:
        graph, sign = self.graph, sign or token.text
        left, right = (graph.apply("number_of", node) for node in (left, right))
        operation = _BINARY.get(sign) or _COMPARISONS[sign]
        moving = operation == "power" and not left.is_number
        if moving and right.is_number and abs(right.value) > LARGEST_POWER:
            rule = f"An exponent that is a number lies between -{LARGEST_POWER} and {LARGEST_POWER}"
            near = math.copysign(LARGEST_POWER, right.value)
            raise self._error(
                f"{rule}, but {right.value:g} was given. The nearest valid one is {near:g}.", token
            )
        return self._checked(token, graph.apply(operation, left, right))

    def _checked(self, token: Token, node: Node) -> Node:
        if node.is_number and not math.isfinite(node.value):
            raise self._error(f"{token.shown} gives {node.value} here, which is not a finite number.", token)
        if len(self.graph.nodes) > MOST_NODES:
            raise self._error(f"A function has up to {MOST_NODES} operations. Simplify it.", token)
        return node


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:21] + "..."
