"""Rectangles on a screen, put together in a picture: same order and shares, without what was between."""

from __future__ import annotations

from collections.abc import Sequence

from .stage import Place, arranged

__all__ = ["mosaic"]

_ACROSS, _DOWN = 0, 1


def mosaic(areas: Sequence[Place], width: int, height: int) -> list[Place]:
    """Return where each rectangle goes; together they cover everything.

    Whatever stands in rows and columns, and rows of columns, keeps its order and its share. What does not,
    as windows that lie upon each other, is arranged by size, the largest first.

    Parameters
    ----------
    areas : sequence of (int, int, int, int)
        Left, top, width and height, of at least one.
    width, height : int
        Of the picture in pixels.

    Returns
    -------
    list of (int, int, int, int)
        Left, top, width and height of each.
    """
    places: dict[int, Place] = {}
    _fill(dict(enumerate(areas)), (0, 0, width, height), places)
    return [places[index] for index in range(len(areas))]


def _fill(areas: dict[int, Place], room: Place, places: dict[int, Place]) -> None:
    """Divide a room between some rectangles."""
    if len(areas) == 1:
        places[next(iter(areas))] = room
        return
    for axis in (_DOWN, _ACROSS):
        groups = _cut(areas, axis)
        if len(groups) > 1:
            _divide(groups, axis, room, places)
            return
    left, top, width, height = room
    by_size = sorted(areas, key=lambda index: -areas[index][2] * areas[index][3])
    for index, (x, y, across, down) in zip(by_size, arranged(len(areas), width, height), strict=True):
        places[index] = (left + x, top + y, across, down)


def _divide(groups: list[dict[int, Place]], axis: int, room: Place, places: dict[int, Place]) -> None:
    lengths = [_end(group, axis) - min(area[axis] for area in group.values()) for group in groups]
    whole, done = max(sum(lengths), 1), 0
    edges = [room[axis]]
    for length in lengths:
        done += length
        edges.append(room[axis] + round(room[2 + axis] * done / whole))
    for group, begin, end in zip(groups, edges[:-1], edges[1:], strict=True):
        part = list(room)
        part[axis], part[2 + axis] = begin, end - begin
        _fill(group, (part[0], part[1], part[2], part[3]), places)


def _cut(areas: dict[int, Place], axis: int) -> list[dict[int, Place]]:
    """Return groups between which lines across the axis cut through none, in order."""
    groups: list[dict[int, Place]] = []
    for index, area in sorted(areas.items(), key=lambda item: item[1][axis]):
        if not groups or area[axis] >= _end(groups[-1], axis):
            groups.append({})
        groups[-1][index] = area
    return groups


def _end(group: dict[int, Place], axis: int) -> int:
    return max(area[axis] + area[2 + axis] for area in group.values())
