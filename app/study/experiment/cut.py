"""How the runs of a lane are cut: into races of the study's making, and these into blocks of a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..spec import LaneSpec, Study
from .axis import lane_with
from .block import Block
from .cost import UNGAUGED, Cost, Gauge, block_seconds, cost_of
from .rows import Part, Rows, apart, problem_for, task_study
from .setting import Settings

__all__ = ["cut_rows"]


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
) -> list[Block]:
    """Return the blocks of some settings of a lane with some seeds, numbered from 0.

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
    blocks: list[Block] = []
    for table in tables:
        for part, some in table.parts(goal):
            content = Rows(
                task=task,
                lane=lane,
                phase=phase,
                cells=part,
                seeds=some,
                until=until,
                wide=table.wide,
                deep=table.deep,
            )
            work = table.seconds(len(part), len(some))
            blocks.append(
                Block(index=len(blocks), content=content, work=work, label=_label(spec, part, some))
            )
    return blocks


@dataclass(frozen=True, slots=True)
class _Table:
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

    def parts(self, goal: float) -> list[Part]:
        """Return parts of about ``goal`` seconds: whole races, in the order of the races."""
        across, down = -(-len(self.cells) // self.wide), -(-len(self.seeds) // self.deep)
        lines = _shares(down, round(self.work / goal))
        # A line of races, all settings with the seeds of one, may be too long for a block.
        line = self.seconds(len(self.cells), min(self.deep, len(self.seeds)))
        pieces = _shares(across, round(line / goal) if len(lines) == down else 1)
        return [
            (
                tuple(self.cells[piece.start * self.wide : piece.stop * self.wide]),
                tuple(self.seeds[rows.start * self.deep : rows.stop * self.deep]),
            )
            for rows in lines
            for piece in pieces
        ]


def _table(cells: Sequence[int], seeds: Sequence[int], cost: Cost, factor: float) -> _Table:
    """Return a table whose races are nearly equal; settings come first, as rows of one seed share batches."""
    wide = _even(len(cells), cost.at_once)
    deep = _even(len(seeds), max(cost.at_once // wide, 1))
    return _Table(cells, seeds, wide, deep, cost, factor)


def _even(count: int, most: int) -> int:
    """Return the length of nearly equal parts of a row that are at most so long."""
    return -(-count // -(-count // most))


def _shares(count: int, parts: int) -> list[slice]:
    """Cut a row into so many nearly equal parts, as far as it goes."""
    parts = min(max(parts, 1), count)
    return [slice(count * each // parts, count * (each + 1) // parts) for each in range(parts)]


def _label(lane: LaneSpec, cells: Sequence[int], seeds: Sequence[int]) -> str:
    name = lane.name or lane.optimizer
    settings = f"{len(cells)} {'setting' if len(cells) == 1 else 'settings'}"
    few = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return f"{name}, {settings}, {few}"
