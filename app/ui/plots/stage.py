"""Several plots side by side: the first is the largest, the others share what it leaves."""

from __future__ import annotations

from itertools import pairwise

__all__ = ["Place", "arranged"]

Place = tuple[int, int, int, int]

_FIRST = 0.56


def arranged(count: int, width: int, height: int) -> list[Place]:
    """Return left, top, width and height in pixels of each plot; together they cover everything.

    Parameters
    ----------
    count : int
        At least one.
    width, height : int
        Of all of it. The first plot is at the left if this is wider than high, otherwise at the top.
    """
    if count == 1:
        return [(0, 0, width, height)]
    if width < height:
        return [(x, y, across, down) for y, x, down, across in arranged(count, height, width)]
    edge = round(_FIRST * width)
    edges = [round(height * index / (count - 1)) for index in range(count)]
    return [(0, 0, edge, height), *((edge, y, width - edge, end - y) for y, end in pairwise(edges))]
