"""Which card shows which lane after lanes were added, removed or moved. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from ...study.spec import LaneSpec

__all__ = ["match_lanes"]


def match_lanes(old: Sequence[LaneSpec | None], new: Sequence[LaneSpec]) -> list[int]:
    """Return for each new lane the place of the old one that it was, or -1.

    Equal lanes belong together, first those at the same place; then those of one optimizer and colour, as a
    colour stays with its lane; what is left is taken in order when the number of lanes is the same.
    """
    found = [-1] * len(new)
    free = set(range(len(old)))

    def take(row: int, place: int) -> None:
        found[row] = place
        free.discard(place)

    for row, lane in enumerate(new):
        if row in free and old[row] == lane:
            take(row, row)
    for row, lane in enumerate(new):
        if found[row] < 0:
            place = next((place for place in sorted(free) if old[place] == lane), -1)
            if place >= 0:
                take(row, place)
    for row, lane in enumerate(new):
        if found[row] < 0 and lane.colour:
            place = next((place for place in sorted(free) if _same_colour(old[place], lane)), -1)
            if place >= 0:
                take(row, place)
    if len(old) == len(new):
        for row in range(len(new)):
            if found[row] < 0:
                take(row, min(free))
    return found


def _same_colour(old: LaneSpec | None, new: LaneSpec) -> bool:
    return old is not None and old.colour == new.colour and old.optimizer == new.optimizer
