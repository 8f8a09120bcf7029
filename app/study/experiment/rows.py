"""Blocks of runs: settings and seeds of one lane as rows of a race or more, and what each run came to."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import msgspec
import numpy as np

from ...engine.history import History, RacePlan
from ...engine.problem import Problem
from ..build import build_problem, build_race, plan_race
from ..pairing import with_streams
from ..spec import LaneSpec, Study
from ..target import target_loss
from .axis import is_by_run, lane_with
from .block import Block
from .columns import Columns, joined
from .endpoint import endpoints
from .kind import Watch
from .setting import Settings

__all__ = ["Part", "Rows", "apart", "in_order", "problem_for", "race_rows", "run_rows", "task_study"]

Part = tuple[tuple[int, ...], tuple[int, ...]]  # settings and seeds

_BETWEEN = 0.05  # seconds between two looks at the clock


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """What a block of runs is: every one of the settings with every one of the seeds.

    Parameters
    ----------
    task, lane : int
        Which problem and which lane of the study.
    phase : str
        What the runs are for, such as ``trial`` or ``fresh``.
    cells : tuple of int
        Indices of settings.
    seeds : tuple of int
    until : float
        The share of the race that is run.
    wide, deep : int
        How many settings and how many seeds are the rows of one race; the races are run one after the other.
        Blocks are made of whole races of the lane's table, so these do not depend on how it is cut.
    """

    task: int = 0
    lane: int = 0
    phase: str = "run"
    cells: tuple[int, ...] = ()
    seeds: tuple[int, ...] = ()
    until: float = 1.0
    wide: int = 1000
    deep: int = 1000


def task_study(study: Study, task: int = 0) -> Study:
    """Return the plain study of one task: that of a suite, or the study itself."""
    tasks = getattr(study.experiment, "tasks", ())
    given: dict[str, Any] = {"experiment": None}
    if tasks:
        chosen = tasks[task]
        given |= {name: getattr(chosen, name) for name in ("problem", "steps", "epochs", "target")}
    return msgspec.structs.replace(study, **given)


@functools.lru_cache(maxsize=8)
def _base(content: bytes) -> tuple[Problem, float]:
    study = msgspec.msgpack.decode(content, type=Study)
    problem = build_problem(study)
    return problem, target_loss(study, problem)


def problem_for(study: Study, seeds: Sequence[int]) -> tuple[Problem, float]:
    """Return the problem of a plain study with other seeds, and its target; the data is loaded once.

    The automatic target is that of the study's first seed, whichever seeds a block has.
    """
    asked = msgspec.structs.replace(study, lanes=(), seeds=study.seeds[:1])
    base, target = _base(msgspec.msgpack.encode(asked))
    return base.seeded(seeds), target


def _races(content: Rows) -> list[Part]:
    """Return the settings and seeds of the races of a block."""
    return [
        (content.cells[left : left + content.wide], content.seeds[top : top + content.deep])
        for top in range(0, len(content.seeds), content.deep)
        for left in range(0, len(content.cells), content.wide)
    ]


def in_order(content: Rows) -> list[tuple[int, int]]:
    """Return setting and seed of each run of a block, as its columns have them."""
    return [(cell, seed) for cells, seeds in _races(content) for seed in seeds for cell in cells]


def apart(lane: LaneSpec, values: dict[str, Any]) -> dict[str, Any]:
    """Return those values that are equal in all runs of a block."""
    return {name: value for name, value in values.items() if not is_by_run(lane, name)}


@dataclass(frozen=True, slots=True, eq=False)
class Raced:
    """What `race_rows` gives: runs are in the order of the seeds, within a seed in that of the settings."""

    study: Study
    problem: Problem
    history: History
    target: float
    cells: list[int]
    seeds: list[int]


def race_rows(
    study: Study, content: Rows, settings: Settings, watch: Watch, quantities: tuple[str, ...] = ()
) -> Raced:
    """Race all runs of a block.

    Parameters
    ----------
    study : Study
        The whole one.
    content : Rows
    settings : Settings
        Of the lane.
    watch : callable
    quantities : tuple of str
        What is measured besides what the study asks for.
    """
    plain = with_streams(task_study(study, content.task))
    spec = plain.lanes[content.lane]
    rows = [(cell, seed) for seed in content.seeds for cell in content.cells]
    made = {cell: settings.values(cell) for cell in content.cells}
    values = [made[cell] for cell, _ in rows]
    lane = lane_with(spec, apart(spec, values[0]))
    by_run = {
        name: np.array([each[name] for each in values], dtype=np.float64)
        for name in values[0]
        if is_by_run(spec, name)
    }
    seeds = [seed for _, seed in rows]
    problem, target = problem_for(plain, seeds)
    asked = tuple(dict.fromkeys((*plain.quantities, *quantities)))
    raced = msgspec.structs.replace(plain, lanes=(lane,), seeds=tuple(seeds), quantities=asked)
    race = build_race(raced, problem=problem, plan=_lean(plan_race(raced, problem)), by_run=by_run)
    last = max(1, round(content.until * race.ticks))
    ticks, before = 1, monotonic()
    while race.tick < last:
        tick = race.advance(min(ticks, last - max(race.tick, 0)))
        now = monotonic()
        ticks = max(1, ticks * 2 if now - before < _BETWEEN else ticks // 2)
        before = now
        watch(tick / last)
    return Raced(raced, problem, race.history, target, [cell for cell, _ in rows], seeds)


def _lean(plan: RacePlan) -> RacePlan:
    """Return a plan that keeps the weights after the last step only."""
    lanes = tuple(
        lane if lane.path else replace(lane, snapshot_at=np.array([lane.steps], dtype=np.int64))
        for lane in plan.lanes
    )
    return replace(plan, lanes=lanes)


def _part_of(watch: Watch, place: int, count: int) -> Watch:
    return lambda share: watch((place + share) / count)


def run_rows(
    study: Study,
    block: Block,
    settings_of: Callable[[Study, int, int], Settings],
    curve: int,
    watch: Watch,
    stop_at: float = 0.0,
    quantities: tuple[str, ...] = (),
) -> Columns:
    """Run a block of runs and return what each came to; see `endpoint.endpoints` for the columns."""
    content: Rows = msgspec.convert(block.content, Rows)
    settings = settings_of(study, content.task, content.lane)
    races = _races(content)
    found: list[Columns] = []
    for place, (cells, seeds) in enumerate(races):
        part = msgspec.structs.replace(content, cells=cells, seeds=seeds)
        raced = race_rows(study, part, settings, _part_of(watch, place, len(races)), quantities)
        named: Columns = {
            "cell": np.array(raced.cells, dtype=np.int32),
            "seed": np.array(raced.seeds, dtype=np.int64),
        }
        found.append(named | endpoints(raced.history, raced.problem, raced.target, curve, stop_at))
    return joined(found)
