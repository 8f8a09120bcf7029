"""What there is to show of basin maps: a study, and the map of each of its lanes as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ..engine.error import InputError
from ..engine.surface import Surface
from ..study.basin.block import BasinBlock
from ..study.basin.lattice import LEVELS, RESOLUTIONS
from ..study.basin.map import BasinMap
from ..study.experiment.basin import KIND
from ..study.experiment.block import Block
from ..study.experiment.columns import Columns
from ..study.experiment.spec import BasinSpec
from ..study.lane_name import lane_names
from ..study.pairing import is_paired, settled
from ..study.spec import Study

__all__ = ["BasinView", "planned"]


@dataclass(frozen=True, slots=True, eq=False)
class BasinView:
    """What there is to show.

    Parameters
    ----------
    study : Study
        With the steps of the map.
    surface : Surface
    lanes : tuple of int
        The lanes that have a map.
    names : tuple of str
        Of all lanes.
    maps : dict of int to BasinMap
    keys : dict of int to tuple
        All that each map depends on.
    """

    study: Study
    surface: Surface
    lanes: tuple[int, ...]
    names: tuple[str, ...]
    maps: dict[int, BasinMap]
    keys: dict[int, tuple[object, ...]]

    @property
    def coarse(self) -> bool:
        """Return whether every lane has a picture."""
        return all(found.level for found in self.maps.values())

    def missing(self, level: int) -> list[BasinBlock]:
        """Return the blocks up to a level that are not there, the coarse ones of all lanes first."""
        return [
            BasinBlock(lane, each, part)
            for each in LEVELS[: LEVELS.index(level) + 1]
            for lane, found in self.maps.items()
            for part in found.missing(each)
        ]

    @property
    def level(self) -> int:
        """Return the finest level that all maps have; 0 for none."""
        return min((found.level for found in self.maps.values()), default=0)

    def findings(self) -> tuple[Study, list[tuple[Block, Columns]]]:
        """Return the maps that are there as an experiment with all its blocks, for a report.

        Raises
        ------
        InputError
            If they are coarser than the coarsest that an experiment has.
        """
        if self.level not in RESOLUTIONS:
            raise InputError(
                f"A report is of maps of {RESOLUTIONS[0]} × {RESOLUTIONS[0]} starts or more: wait a moment."
            )
        lanes = tuple(settled(self.study).lanes[lane] for lane in self.lanes)
        spec = BasinSpec(resolution=self.level)
        study = msgspec.structs.replace(self.study, lanes=lanes, experiment=spec)
        maps = [self.maps[lane] for lane in self.lanes]
        blocks = KIND.blocks(study, 0, [])
        return study, [(block, maps[block.content.lane].get(block.content)) for block in blocks]


def planned(study: Study, surface: Surface, views: Iterable[BasinView | None]) -> BasinView:
    """Return a view of a study, with the maps that other views know."""
    lanes = tuple(index for index, lane in enumerate(study.lanes) if not lane.muted)
    keys = {lane: _key(study, lane) for lane in lanes}
    known = {key: view.maps[lane] for view in views if view is not None for lane, key in view.keys.items()}
    maps = {lane: known.get(key) or BasinMap() for lane, key in keys.items()}
    return BasinView(study, surface, lanes, tuple(lane_names(study)), maps, keys)


def _key(study: Study, lane: int) -> tuple[object, ...]:
    """Return all that a lane's map depends on."""
    spec = msgspec.structs.replace(settled(study).lanes[lane], name="", colour="", muted=False)
    alone = msgspec.structs.replace(study, lanes=(spec,))
    if is_paired(alone):  # also where the lane draws nothing: all numbers give the same map
        spec = msgspec.structs.replace(spec, stream=None)
    problem = msgspec.structs.replace(study.problem, start=None)
    return msgspec.json.encode((spec, problem)), study.steps, study.seeds[0], study.target
