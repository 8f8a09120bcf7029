"""Basin maps: every lane from every point of a lattice over the surface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ...engine.error import InputError
from ...engine.surface import Surface
from ..basin.block import BasinBlock, check_basin, run_block
from ..basin.lattice import LEVELS, block_count, block_places, check_resolution
from ..basin.map import BasinMap
from ..basin.text import basin_rows, outcome_text, share_rows
from ..check import STEP_LIMIT
from ..lane_name import lane_names
from ..spec import Study
from .block import Block
from .columns import Columns
from .cost import UNGAUGED, Gauge
from .kind import Done, Watch
from .number import numbered
from .spec import BasinSpec

__all__ = ["KIND", "Basin", "maps_of"]

_SECONDS = 1e-8  # for a step of a start, about
_NOTE = (
    "A share is of the starts, evenly spread over the plotted domain, with this budget of steps and the "
    "noise of the first seed; another budget or domain gives others."
)


class Basin:
    """See `kind.Kind`."""

    def check(self, study: Study) -> None:
        """Raise an `InputError` with its place if the maps cannot be made."""
        check_resolution(_spec(study).resolution)
        steps = _spec(study).steps
        if not 0 <= steps <= STEP_LIMIT:
            near = min(max(steps, 0), STEP_LIMIT)
            raise InputError(
                f"A map has runs of up to {STEP_LIMIT:,} steps, or with 0 as many as the race, but {steps:,} "
                f"were given. The nearest valid choice is {near:,}.",
                "steps",
            )
        try:
            check_basin(_plain(study))
        except InputError as error:
            # The place is one of the study itself, not of the experiment.
            raise InputError(error.message) from None

    def blocks(self, study: Study, stage: int, done: Done, gauge: Gauge = UNGAUGED) -> Sequence[Block]:
        """Return all blocks in the one stage there is, the coarse ones of all lanes first."""
        if stage:
            return []
        names = lane_names(study)
        found: list[Block] = []
        for level in LEVELS[: LEVELS.index(_spec(study).resolution) + 1]:
            for lane, name in enumerate(names):
                for part in range(block_count(level)):
                    work = _SECONDS * study.steps * len(block_places(level, part))
                    label = f"{name}, {level} x {level}, part {part + 1}"
                    content = BasinBlock(lane, level, part)
                    found.append(Block(index=len(found), content=content, work=work, label=label))
        return numbered([found], stage, done)

    def run(self, study: Study, block: Block, watch: Watch) -> Columns:
        """Run a block."""
        return run_block(study, block.content, watch)

    def summary(self, study: Study, done: Done) -> tuple[list[list[str]], str]:
        """Return which share of the starts ends where, lane by lane."""
        surface, maps = check_basin(_plain(study)), maps_of(study, done)
        shares = [dict(found.shares(len(surface.minima))) if found.level else {} for found in maps]
        codes = [
            *range(len(surface.minima)),
            *sorted({code for of in shares for code in of if code < 0})[::-1],
        ]
        table = [["where runs end", *lane_names(study)]]
        for code in codes:
            row = [f"{of.get(code, 0.0):.2%}" for of in shares]
            table.append([_named(code, surface), *row])
        return table, _NOTE

    def files(self, study: Study, done: Done) -> Mapping[str, Iterable[bytes]]:
        """Return basin.csv, a line for each start, and basin_shares.csv."""
        surface, maps, names = check_basin(_plain(study)), maps_of(study, done), lane_names(study)
        return {
            "basin.csv": basin_rows(names, maps, surface, _spec(study).resolution),
            "basin_shares.csv": share_rows(names, maps, surface),
        }


def _spec(study: Study) -> BasinSpec:
    assert isinstance(study.experiment, BasinSpec)
    return study.experiment


def _plain(study: Study) -> Study:
    return msgspec.structs.replace(study, experiment=None)


def maps_of(study: Study, done: Done) -> list[BasinMap]:
    """Return the map of each lane, as far as its blocks are done."""
    maps = [BasinMap() for _ in study.lanes]
    for block, columns in done:
        maps[block.content.lane].put(block.content, columns)
    return maps


def _named(code: int, surface: Surface) -> str:
    if code < 0:
        return outcome_text(code)
    x, y = surface.minima[code]
    return f"minimum {code + 1} ({x:.4g}, {y:.4g})"


KIND = Basin()
