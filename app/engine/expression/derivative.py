"""Exact derivatives of a graph by reverse accumulation: what f and its gradient share is computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .tree import Graph, Node

__all__ = ["gradient"]

Parts = Iterator[tuple[Node, Node]]
Rule = Callable[[Graph, Node, Node], Parts]


def gradient(graph: Graph, root: Node) -> tuple[Node, Node]:
    """Return df/dx and df/dy of the function ``root``, as nodes of the same graph.

    Where f has a kink, the part that jumps is 0: sign(0) is 0, and the slope of a root at its tip is 0. Of a
    choice between two functions only the one that is chosen counts, whatever the other does there.
    """
    return _gradient(graph, root, {})


def _gradient(graph: Graph, root: Node, known: dict[int, tuple[Node, Node]]) -> tuple[Node, Node]:
    if root.index not in known:
        known[root.index] = _accumulated(graph, root, known)
    return known[root.index]


def _accumulated(graph: Graph, root: Node, known: dict[int, tuple[Node, Node]]) -> tuple[Node, Node]:
    order = list(graph.above([root]))
    moving = set[int]()
    for node in order:
        if node in (graph.x, graph.y) or any(part.index in moving for part in node.inputs):
            moving.add(node.index)
    slopes = {root.index: graph.number(1.0)}
    for node in reversed(order):
        if node.index not in slopes:
            continue
        if node.operation in _CHOICES:
            parts = _chosen(graph, node, slopes[node.index], known)
        elif node.operation in _RULES:
            parts = _RULES[node.operation](graph, node, slopes[node.index])
        else:
            continue
        for part, slope in parts:
            if part.index in moving:
                other = slopes.get(part.index)
                slopes[part.index] = slope if other is None else graph.apply("add", other, slope)
    zero = graph.number(0.0)
    return slopes.get(graph.x.index, zero), slopes.get(graph.y.index, zero)


# Each rule yields the inputs of a node, each with what its slope gets from the slope ``s`` of the node.


def _add(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    yield a, s
    yield b, s


def _subtract(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    yield a, s
    yield b, g.apply("negative", s)


def _multiply(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    yield a, g.apply("multiply", s, b)
    yield b, g.apply("multiply", s, a)


def _divide(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    share = g.apply("divide", s, b)
    yield a, share
    yield b, g.apply("negative", g.apply("multiply", share, node))


def _quotient(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    share = g.apply("quotient", s, b)
    yield a, share
    yield b, g.apply("negative", g.apply("multiply", share, node))


def _negative(g: Graph, node: Node, s: Node) -> Parts:
    yield node.inputs[0], g.apply("negative", s)


def _power(g: Graph, node: Node, s: Node) -> Parts:
    a, b = node.inputs
    if b.is_number and b.value < 1.0 and not b.value.is_integer():
        slope = g.apply("quotient", g.apply("multiply", b, node), a)  # 0 at its tip, as of a root
    else:
        slope = g.apply("multiply", b, g.apply("power", a, g.apply("subtract", b, g.number(1.0))))
    yield a, g.apply("multiply", s, slope)
    if not b.is_number:
        # 0^b does not change with b, though log(0) has no value.
        zero = g.apply("equal", node, g.number(0.0))
        grown = g.apply("multiply", node, g.apply("log", a))
        yield b, g.apply("multiply", s, g.apply("select", zero, g.number(0.0), grown))


def _hypot(g: Graph, node: Node, s: Node) -> Parts:
    for part in node.inputs:
        yield part, g.apply("multiply", s, g.apply("quotient", part, node))


def _chosen(g: Graph, node: Node, s: Node, known: dict[int, tuple[Node, Node]]) -> Parts:
    # Through both functions and then chosen: 0 times the infinite slope of the other one would be NaN.
    *condition, a, b = node.inputs
    first = condition[0] if condition else g.apply(_CHOICES[node.operation], a, b)
    for variable, one, other in zip((g.x, g.y), _gradient(g, a, known), _gradient(g, b, known), strict=True):
        yield variable, g.apply("multiply", s, g.apply("select", first, one, other))


def _simple(slope: Callable[[Graph, Node, Node], Node]) -> Rule:
    """Return the rule of a function of one argument ``a`` from its derivative; ``v`` is its value."""

    def rule(g: Graph, node: Node, s: Node) -> Parts:
        yield node.inputs[0], g.apply("multiply", s, slope(g, node.inputs[0], node))

    return rule


def _over(operation: str, sign: str, root: bool = False) -> Rule:
    """Return the rule of a function whose derivative is 1 / (1 ± a²), or 1 over the root of that."""

    def rule(g: Graph, node: Node, s: Node) -> Parts:
        a = node.inputs[0]
        below = g.apply(sign, g.number(1.0), g.apply("multiply", a, a))
        below = g.apply("sqrt", below) if root else below
        yield a, g.apply(operation, g.apply("divide", s, below)) if operation else g.apply("divide", s, below)

    return rule


# What each choice compares its two functions by; a condition of its own has no need to.
_CHOICES = {"min": "less_equal", "max": "greater_equal", "select": ""}
_RULES: dict[str, Rule] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "quotient": _quotient,
    "negative": _negative,
    "power": _power,
    "hypot": _hypot,
    "abs": _simple(lambda g, a, v: g.apply("sign", a)),
    "sqrt": _simple(lambda g, a, v: g.apply("quotient", g.number(0.5), v)),
    "exp": _simple(lambda g, a, v: v),
    "log": _simple(lambda g, a, v: g.apply("divide", g.number(1.0), a)),
    "sin": _simple(lambda g, a, v: g.apply("cos", a)),
    "cos": _simple(lambda g, a, v: g.apply("negative", g.apply("sin", a))),
    "tan": _simple(lambda g, a, v: g.apply("add", g.number(1.0), g.apply("multiply", v, v))),
    "sinh": _simple(lambda g, a, v: g.apply("cosh", a)),
    "cosh": _simple(lambda g, a, v: g.apply("sinh", a)),
    "tanh": _simple(lambda g, a, v: g.apply("subtract", g.number(1.0), g.apply("multiply", v, v))),
    "asin": _over("", "subtract", root=True),
    "acos": _over("negative", "subtract", root=True),
    "atan": _over("", "add"),
}
