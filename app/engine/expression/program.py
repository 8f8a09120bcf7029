"""A graph as a flat list of calls over numbered registers, for one number or for arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .operation import OPERATIONS
from .tree import Graph, Node

__all__ = ["Program"]

_NONE = -1


class Program:
    """Computes nodes of a graph from x and y.

    Register 0 is x, register 1 is y, then come the numbers; each call appends one register.

    Parameters
    ----------
    graph : Graph
    outputs : sequence of Node
    """

    def __init__(self, graph: Graph, outputs: Sequence[Node]) -> None:
        lowered: dict[int, Node] = {}
        for node in list(graph.above(outputs)):
            lowered[node.index] = _lowered(graph, node, [lowered[part.index] for part in node.inputs])
        wanted = [lowered[node.index] for node in outputs]
        order = list(graph.above(wanted))
        numbers = [node for node in order if node.is_number]
        calls = [node for node in order if node.inputs]
        register = {node.index: at for at, node in enumerate((graph.x, graph.y, *numbers, *calls))}
        self._given: list[Any] = [None, None, *(np.float64(node.value) for node in numbers)]
        self._outputs = [register[node.index] for node in wanted]
        self._scalar = [
            (OPERATIONS[node.operation].scalar, *_padded([register[part.index] for part in node.inputs]))
            for node in calls
        ]
        # As operands of arrays, numbers are fastest as arrays without an axis.
        self._beside: list[Any] = [None, None, *(np.array(node.value) for node in numbers)]
        self._array = self._plan(calls, register)

    def _plan(self, calls: list[Node], register: dict[int, int]) -> list[tuple[Any, int, int, int, int]]:
        """Return calls for arrays, each with a register whose array is no longer needed and may be reused."""
        first, last = len(self._given), dict.fromkeys(self._outputs, len(calls))
        for at, node in enumerate(calls):
            for part in node.inputs:
                last[register[part.index]] = max(at, last.get(register[part.index], at))
        floats = {register[node.index] for node in calls if not node.is_truth}
        plan = []
        for at, node in enumerate(calls):
            operation = OPERATIONS[node.operation]
            inputs = [register[part.index] for part in node.inputs]
            free = [part for part in inputs if part >= first and part in floats and last[part] == at]
            reused = free[0] if free and operation.in_place else _NONE
            plan.append((operation.array, *_padded(inputs), reused))
        return plan

    def __len__(self) -> int:
        return len(self._scalar)

    def __call__(self, x: Any, y: Any) -> list[Any]:
        """Return the outputs at x and y, two NumPy scalars or two arrays of one shape; arrays are new."""
        if isinstance(x, np.ndarray):
            return self._arrays(x, y)
        if type(x) is not np.float64 and isinstance(x, (float, int)):
            x, y = np.float64(x), np.float64(y)  # Python's own numbers refuse to be divided by 0
        values = self._given.copy()
        values[0], values[1] = x, y
        push = values.append
        for call, a, b, c in self._scalar:
            if b < 0:
                push(call(values[a]))
            elif c < 0:
                push(call(values[a], values[b]))
            else:
                push(call(values[a], values[b], values[c]))
        return [values[at] for at in self._outputs]

    def _arrays(self, x: Any, y: Any) -> list[Any]:
        values = self._beside.copy()
        values[0], values[1] = x, y
        push = values.append
        plain = x.dtype == y.dtype == np.float64  # else a result may not fit where an operand was
        for call, a, b, c, free in self._array:
            if free >= 0 and plain:
                push(call(values[a], values[free]) if b < 0 else call(values[a], values[b], values[free]))
            elif b < 0:
                push(call(values[a]))
            elif c < 0:
                push(call(values[a], values[b]))
            else:
                push(call(values[a], values[b], values[c]))
        found: list[Any] = []
        for place, at in enumerate(self._outputs):
            fresh = at >= len(self._given) and at not in self._outputs[:place]
            found.append(values[at] if fresh else np.add(values[at], np.zeros_like(x)))
        return found


def _padded(inputs: list[int]) -> tuple[int, int, int]:
    a, b, c = [*inputs, _NONE, _NONE][:3]
    return a, b, c


def _lowered(graph: Graph, node: Node, inputs: list[Node]) -> Node:
    """Return a node with a power of a whole number as products: faster, and exact where a root is not."""
    if not inputs:
        return node
    if node.operation != "power" or not inputs[1].is_number or not inputs[1].value.is_integer():
        return graph.apply(node.operation, *inputs)
    power = int(inputs[1].value)
    product = _product(graph, inputs[0], abs(power))
    return product if power > 0 else graph.apply("divide", graph.number(1.0), product)


def _product(graph: Graph, node: Node, power: int) -> Node:
    if power == 1:
        return node
    half = _product(graph, node, power // 2)
    square = graph.apply("multiply", half, half)
    return square if power % 2 == 0 else graph.apply("multiply", square, node)
