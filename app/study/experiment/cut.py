"""How the runs of a lane are cut: into races of the study's making, and these into blocks of a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ..spec import Study
from .axis import lane_with
from .block import Block
from .cost import UNGAUGED, Cost, Gauge, block_seconds, cost_of
from .made import Made
from .rows import Rows, apart, problem_for, task_study
from .setting import Settings

__all__ = ["Cut", "Table", "cut_rows"]


def cut_rows(
    study: Study,
    task: int,
    lane: int,
    settings: Settings,
    cells: Sequence[int],
    seeds: Sequence[int],
    phase: str,
    until: float = 1.0,
    gauge: Gauge = UNGAUGED,
) -> list[Cut]:
    """Return the blocks of some settings of a lane with some seeds, each row of them numbered from 0.

    What a race is depends on the study alone. How many of them make a block depends on the gauge, too, which
    changes neither their order nor a bit of what they give.

    Parameters
    ----------
    study : Study
    task, lane : int
    settings : Settings
        Of the lane.
    cells : sequence of int
        Which of them.
    seeds : sequence of int
    phase : str
    until : float
        The share of the race that is run.
    gauge : mapping

    Returns
    -------
    list of Cut
        One for each group of settings that can be the rows of one race.
    """
    plain = task_study(study, task)
    spec = plain.lanes[lane]
    factor = gauge.get((task, lane), 1.0) * until
    problem, _ = problem_for(plain, seeds[:1])
    tables = []
    for group in settings.groups(spec, cells):
        chosen = lane_with(spec, apart(spec, settings.values(group[0])))
        tables.append(_table(group, seeds, cost_of(plain, chosen, problem), factor))
    tasks = len(getattr(study.experiment, "tasks", ())) or 1
    # All lanes of all tasks are taken to be about as long as this one.
    goal = block_seconds(tasks * len(plain.lanes) * sum(table.work for table in tables))
    like = Rows(task=task, lane=lane, phase=phase, until=until)
    return [Cut(table, goal, like, spec.name or spec.optimizer) for table in tables]


class Cut(Made[Block]):
    """The blocks of a table of settings by seeds, made when they are asked for.

    Parameters
    ----------
    table : Table
    goal : float
        Seconds that a block should take.
    like : Rows
        What is the same in all of them.
    name : str
        Of the lane.
    """

    what = "block"

    def __init__(self, table: Table, goal: float, like: Rows, name: str) -> None:
        self._table, self._name = table, name
        self._like = msgspec.structs.replace(like, wide=table.wide, deep=table.deep)
        self._lines, self._pieces = table.parts(goal)

    @property
    def work(self) -> float:
        """Return how long all blocks take."""
        return self._table.work

    @property
    def longest(self) -> Block:
        """Return the first block that takes as long as any."""
        line, piece = (
            self._lines.longest(len(self._table.seeds)),
            self._pieces.longest(len(self._table.cells)),
        )
        return self[line * len(self._pieces) + piece]

    def __len__(self) -> int:
        return len(self._lines) * len(self._pieces)

    def make(self, index: int) -> Block:
        """Return the block at a place."""
        line, piece = divmod(index, len(self._pieces))
        cells = tuple(self._table.cells[self._pieces[piece]])
        seeds = tuple(self._table.seeds[self._lines[line]])
        return Block(
            index=index,
            content=msgspec.structs.replace(self._like, cells=cells, seeds=seeds),
            work=self._table.seconds(len(cells), len(seeds)),
            label=_label(self._name, cells, seeds),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Settings by seeds, and how much of it is one race."""

    cells: Sequence[int]
    seeds: Sequence[int]
    wide: int
    deep: int
    cost: Cost
    factor: float

    def seconds(self, cells: int, seeds: int) -> float:
        """Return how long a part takes that is whole races."""
        races = -(-cells // self.wide) * -(-seeds // self.deep)
        return self.factor * self.cost.seconds(races, cells * seeds)

    @property
    def work(self) -> float:
        """Return how long the whole takes."""
        return self.seconds(len(self.cells), len(self.seeds))

    def parts(self, goal: float) -> tuple[_Shares, _Shares]:
        """Return how seeds and settings are cut into parts of about ``goal`` seconds.

        These are whole races. In the order of the races, the settings of the first seeds come first.
        """
        across, down = -(-len(self.cells) // self.wide), -(-len(self.seeds) // self.deep)
        lines = _Shares(down, round(self.work / goal), self.deep)
        # A line of races, all settings with the seeds of one, may be too long for a block.
        line = self.seconds(len(self.cells), min(self.deep, len(self.seeds)))
        return lines, _Shares(across, round(line / goal) if len(lines) == down else 1, self.wide)


def _table(cells: Sequence[int], seeds: Sequence[int], cost: Cost, factor: float) -> Table:
    """Return a table whose races are nearly equal; settings come first, as rows of one seed share batches."""
    wide = _even(len(cells), cost.at_once)
    deep = _even(len(seeds), max(cost.at_once // wide, 1))
    return Table(cells, seeds, wide, deep, cost, factor)


def _even(count: int, most: int) -> int:
    """Return the length of nearly equal parts of a row that are at most so long."""
    return -(-count // -(-count // most))


class _Shares:
    """So many nearly equal parts of a row, as far as it goes, as slices of ``unit`` times as many.

    Parameters
    ----------
    count, parts, unit : int
    """

    def __init__(self, count: int, parts: int, unit: int) -> None:
        self._count, self._unit = count, unit
        self._parts = min(max(parts, 1), count)

    def __len__(self) -> int:
        return self._parts

    def __getitem__(self, index: int) -> slice:
        first, last = (self._count * each // self._parts * self._unit for each in (index, index + 1))
        return slice(first, last)

    def longest(self, end: int) -> int:
        """Return the first of the longest parts of a row that ends there."""
        return max(range(self._parts), key=lambda index: len(range(*self[index].indices(end))))


def _label(name: str, cells: Sequence[int], seeds: Sequence[int]) -> str:
    settings = f"{len(cells)} {'setting' if len(cells) == 1 else 'settings'}"
    few = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return f"{name}, {settings}, {few}"
