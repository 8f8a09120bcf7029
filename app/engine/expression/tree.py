"""The function as a graph: each different subexpression is there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from .operation import OPERATIONS

__all__ = ["Graph", "Node"]


class Node:
    """A number, a variable or an operation on other nodes; equal nodes of a graph are the same object.

    Attributes
    ----------
    operation : str
        A name of `OPERATIONS`, ``number`` or ``variable``.
    inputs : tuple of Node
    value : float
        Of a number.
    index : int
        The place in its graph; inputs come before what is made of them.
    """

    __slots__ = ("index", "inputs", "operation", "value")

    def __init__(self, operation: str, inputs: tuple[Node, ...], value: float, index: int) -> None:
        self.operation = operation
        self.inputs = inputs
        self.value = value
        self.index = index

    @property
    def is_number(self) -> bool:
        """Whether it is the same everywhere."""
        return self.operation == "number"

    @property
    def is_truth(self) -> bool:
        """Whether it is true or false."""
        return self.operation in OPERATIONS and OPERATIONS[self.operation].truth


class Graph:
    """Makes nodes, shares equal ones, and computes what is known before x and y are.

    Attributes
    ----------
    x, y : Node
        The two variables.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[tuple[object, ...], Node] = {}
        self.x = self._node("variable", (), 0.0, ("x",))
        self.y = self._node("variable", (), 0.0, ("y",))

    def _node(self, operation: str, inputs: tuple[Node, ...], value: float, key: tuple[object, ...]) -> Node:
        key = (operation, *key)
        if key not in self._known:
            self._known[key] = Node(operation, inputs, value, len(self.nodes))
            self.nodes.append(self._known[key])
        return self._known[key]

    def number(self, value: float) -> Node:
        """Return a constant; a NaN equals no other."""
        return self._node("number", (), float(value), (float(value), np.signbit(value)))

    def apply(self, operation: str, *inputs: Node) -> Node:
        """Return an operation on nodes, or a simpler node of the same value."""
        if operation == "number_of" and not inputs[0].is_truth:
            return inputs[0]
        if all(node.is_number for node in inputs):
            with np.errstate(all="ignore"):
                return self.number(OPERATIONS[operation].scalar(*(np.float64(node.value) for node in inputs)))
        simpler = getattr(self, f"_{operation}", None)
        found: Node | None = simpler(*inputs) if simpler else None
        if found is not None:
            return found
        if operation in ("add", "multiply") and inputs[0].index > inputs[1].index:
            inputs = inputs[::-1]  # so that a + b and b + a are one
        return self._node(operation, inputs, 0.0, tuple(node.index for node in inputs))

    def above(self, roots: Iterable[Node]) -> Iterator[Node]:
        """Yield the roots and all they are made of, inputs first."""
        wanted, left = set[int](), list(roots)
        while left:
            node = left.pop()
            if node.index not in wanted:
                wanted.add(node.index)
                left += node.inputs
        return (self.nodes[index] for index in sorted(wanted))

    # ---------------------------------------------------------------------------------------- simpler forms

    def _add(self, a: Node, b: Node) -> Node | None:
        for one, other in ((a, b), (b, a)):
            if one.is_number and one.value == 0.0:
                return other
            if one.operation == "negative":
                return self.apply("subtract", other, one.inputs[0])
        return None

    def _subtract(self, a: Node, b: Node) -> Node | None:
        if b.is_number and b.value == 0.0:
            return a
        if a.is_number and a.value == 0.0:
            return self.apply("negative", b)
        return self.apply("add", a, b.inputs[0]) if b.operation == "negative" else None

    def _multiply(self, a: Node, b: Node) -> Node | None:
        if b.is_number:
            a, b = b, a
        if a.is_number:
            if a.value in (0.0, 1.0, -1.0):
                return a if a.value == 0.0 else b if a.value == 1.0 else self.apply("negative", b)
            if b.operation == "negative":
                return self.apply("multiply", self.number(-a.value), b.inputs[0])
            if b.operation == "multiply" and b.inputs[0].is_number:
                return self.apply("multiply", self.number(a.value * b.inputs[0].value), b.inputs[1])
            if b.operation == "multiply" and b.inputs[1].is_number:
                return self.apply("multiply", self.number(a.value * b.inputs[1].value), b.inputs[0])
            return None
        for one, other in ((a, b), (b, a)):
            if one.operation == "negative":
                return self.apply("negative", self.apply("multiply", one.inputs[0], other))
            if one.operation == "multiply" and one.inputs[0].is_number:  # numbers gather in front
                return self.apply("multiply", one.inputs[0], self.apply("multiply", one.inputs[1], other))
            if one.operation == "multiply" and one.inputs[1].is_number:
                return self.apply("multiply", one.inputs[1], self.apply("multiply", one.inputs[0], other))
        return None

    def _divide(self, a: Node, b: Node) -> Node | None:
        if a.is_number and a.value == 0.0:
            return a
        if b.is_number and b.value == 1.0:
            return a
        return None

    def _quotient(self, a: Node, b: Node) -> Node | None:
        return a if a.is_number and a.value == 0.0 else None

    def _negative(self, a: Node) -> Node | None:
        if a.operation == "negative":
            return a.inputs[0]
        if a.operation == "subtract":
            return self.apply("subtract", a.inputs[1], a.inputs[0])
        if a.operation == "multiply" and a.inputs[0].is_number:
            return self.apply("multiply", self.number(-a.inputs[0].value), a.inputs[1])
        return None

    def _power(self, a: Node, b: Node) -> Node | None:
        if not b.is_number:
            return None
        simple = {0.0: self.number(1.0), 1.0: a}
        return self.apply("sqrt", a) if b.value == 0.5 else simple.get(b.value)

    def _select(self, condition: Node, a: Node, b: Node) -> Node | None:
        if condition.is_number:
            return a if condition.value else b
        return a if a is b else None
