"""Several plots side by side: the first, or a pair, is the largest, the others share what it leaves."""

from __future__ import annotations

from itertools import pairwise

__all__ = ["Place", "arranged"]

Place = tuple[int, int, int, int]

_FIRST = 0.56


def arranged(count: int, width: int, height: int, pair: bool = False) -> list[Place]:
    """Return left, top, width and height in pixels of each plot; together they cover everything.

    Parameters
    ----------
    count : int
        At least one.
    width, height : int
        Of all of it. The first plot is at the left if this is wider than high, otherwise at the top.
    pair : bool
        Whether the first two are equals: they share the place of the first.
    """
    if pair and count > 1:
        (left, top, across, down), *rest = arranged(count - 1, width, height)
        if across > down:
            half = round(0.5 * across)
            both = [(left, top, half, down), (left + half, top, across - half, down)]
        else:
            half = round(0.5 * down)
            both = [(left, top, across, half), (left, top + half, across, down - half)]
        return [*both, *rest]
    if count == 1:
        return [(0, 0, width, height)]
    if width < height:
        return [(x, y, across, down) for y, x, down, across in arranged(count, height, width)]
    edge = round(_FIRST * width)
    edges = [round(height * index / (count - 1)) for index in range(count)]
    return [(0, 0, edge, height), *((edge, y, width - edge, end - y) for y, end in pairwise(edges))]
