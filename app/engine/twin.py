"""A lane's state as a copy that shares what no step changes: to go on from, or to step ahead unseen."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .data_oracle import DataOracle

if TYPE_CHECKING:
    from .lane import Lane

__all__ = ["shared", "twin_of"]


def shared(lane: Lane) -> dict[int, Any]:
    """Return what copies of a lane's state have in common, by identity, as `copy.deepcopy` wants it."""
    surface = getattr(lane.problem, "surface", None)
    evaluate = getattr(lane.oracle, "_evaluate", None)  # of a typed surface it is of a program
    common = [lane.problem, surface, lane.plan, evaluate]
    return {id(each): each for each in common if each is not None}


def twin_of(lane: Lane) -> Lane:
    """Return a lane that takes the next steps as this one will, and writes rows that this one writes over.

    On data it sees the present mini-batch again and again, as nobody can see the next ones twice.

    Raises
    ------
    Exception
        Whatever an optimizer raises that does not let itself be copied.
    """
    known = shared(lane) | {id(lane.history): lane.history}
    if isinstance(lane.oracle, DataOracle):
        known[id(lane.oracle)] = lane.oracle.rehearsal()
    twin = copy.copy(lane)
    twin.restore(copy.deepcopy(lane.state(), known), lane.step)
    return twin
