"""Lanes that an edit has not touched need not be raced again: what they recorded is carried over."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ..engine.race import Race
from .pairing import settled
from .spec import LaneSpec, Study

__all__ = ["Carrier"]

# What is kept for the next race beside that race, in bytes.
_MOST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class _Kept:
    study: Study
    race: Race


class Carrier:
    """Keeps the last race that came to its end, if that is small, for the one that follows.

    Lanes of one race do not influence each other, so the same lane on the same problem gives the same rows.
    """

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def keep(self, study: Study, race: Race) -> None:
        """Remember a race; one that is not over, or large, is not."""
        if race.finished and race.history.plan.nbytes <= _MOST:
            self._kept = _Kept(settled(study), race)

    def forget(self) -> None:
        """Remember nothing: optimizers may have become others."""
        self._kept = None

    def carry(self, study: Study, race: Race) -> int:
        """Give a race that has just begun what the kept one has recorded of the same lanes.

        Returns
        -------
        int
            How many lanes are at their end now.
        """
        kept, study = self._kept, settled(study)
        if kept is None or _ground(kept.study) != _ground(study):
            return 0
        known = [_bare(spec) for spec in kept.study.lanes]
        count = 0
        for to, (spec, lane) in enumerate(zip(study.lanes, race.lanes, strict=True)):
            for index, other in enumerate(known):
                source = kept.race.lanes[index]
                same = other == _bare(spec) and source.changes == list(spec.changes)
                if same and source.plan.nbytes == lane.plan.nbytes:
                    _copy(kept.race, race, index, to)
                    count += 1
                    break
        return count


def _ground(study: Study) -> Study:
    return msgspec.structs.replace(study, lanes=(), curves=(), title="", description="", target=None)


def _bare(lane: LaneSpec) -> LaneSpec:
    return msgspec.structs.replace(lane, name="", colour="", muted=False, changes=())


def _copy(source: Race, race: Race, index: int, to: int) -> None:
    """Copy all that one lane has recorded, as it lies in memory."""
    lane, size = race.lanes[to], race.lanes[to].plan.nbytes
    ends = source.lanes[index].history.end, lane.history.end
    old, new = (memoryview(each.history.buffer).cast("B") for each in (source, race))
    new[ends[1] - size : ends[1]] = old[ends[0] - size : ends[0]]
    lane.step = source.lanes[index].step
