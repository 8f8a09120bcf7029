"""One block of a map: some starts of one lane, run to the end of the budget in whichever process."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.basin import ELSEWHERE, Basins
from ...engine.endpoint import EndpointLane, EndpointRecord
from ...engine.error import InputError
from ...engine.history import LanePlan
from ...engine.online import Online
from ...engine.slice import Slice
from ...engine.starts import StartsProblem
from ...engine.surface import Surface
from ..around import accumulated
from ..build import build_lane
from ..check import check_study
from ..pairing import lane_seeds
from ..place import placed
from ..spec import Study, SurfaceSpec
from ..surface import surface_of
from ..target import surface_targets
from .lattice import block_places, starts_at

__all__ = [
    "DIVERGED",
    "ELSEWHERE",
    "OUTSIDE",
    "BasinBlock",
    "Columns",
    "check_basin",
    "run_block",
    "run_starts",
]

Floats = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[np.generic]]
Watch = Callable[[float], None]

#: What became of a start that is at no minimum in the end; `ELSEWHERE` is within the domain.
OUTSIDE, DIVERGED = -2, -3
_BETWEEN = 10e-3  # seconds between two looks at the watch, about


class BasinBlock(msgspec.Struct, frozen=True):
    """Which starts of which lane.

    Parameters
    ----------
    lane, level, part : int
    """

    lane: int
    level: int
    part: int


def check_basin(study: Study) -> Surface:
    """Return the surface of a study whose basins can be mapped.

    Raises
    ------
    InputError
        If it is not on a surface of x and y, or a lane cannot race there.
    """
    if not isinstance(study.problem, SurfaceSpec):
        raise InputError(
            "Basin maps need a surface, since every point of it is a start: this study is on data. Choose a "
            "surface such as 'himmelblau'.",
            "problem",
        )
    check_study(study)
    with placed("problem"):
        surface = surface_of(study.problem)
    if isinstance(surface, (Online, Slice)):
        what = "a start has no y" if isinstance(surface, Online) else "there are more variables"
        raise InputError(
            f"Basin maps need a surface of x and y, but on '{surface.title}' {what}. Choose one such as "
            "'himmelblau'.",
            "problem.surface",
        )
    return surface


def run_block(study: Study, block: BasinBlock, watch: Watch = lambda share: None) -> Columns:
    """Run the starts of a block; the same bits wherever it is run.

    Parameters
    ----------
    study : Study
        That `check_basin` has passed.
    block : BasinBlock
    watch : callable
        Told now and then which share is done; it may raise to end the block.

    Returns
    -------
    dict of ndarray, each of shape (starts,)
        As of `run_starts`.
    """
    surface = surface_of(study.problem)  # type: ignore[arg-type]
    starts = starts_at(surface.domain, block_places(block.level, block.part))
    return run_starts(study, block.lane, starts, watch)


def run_starts(study: Study, lane: int, starts: Floats, watch: Watch = lambda share: None) -> Columns:
    """Run one lane from many starts, without recording paths.

    Each row is the first seed's run of the study with that start, to the bit: with the same noise, filters,
    schedule and changes. Rows do not depend on each other.

    Parameters
    ----------
    study : Study
    lane : int
    starts : ndarray, shape (n, 2)
    watch : callable

    Returns
    -------
    dict of ndarray
        ``minimum`` int16: the number of the surface's minimum where the run ends, from 0; `ELSEWHERE`,
        `OUTSIDE` the domain, or `DIVERGED`. ``arrived`` int32: since which step it is there, to within
        ``Basins.every`` steps or a sixteenth; -1 at no minimum. ``steps`` and ``evaluations`` int32: to the
        target, exactly; -1 for a miss, which a run that diverges later is too. ``diverged_at`` int32:
        exactly, or -1. ``x_end`` and ``y_end`` float64: where it ends.
    """
    spec = study.problem
    assert isinstance(spec, SurfaceSpec)
    surface = surface_of(spec)
    own = study.target is None
    target = surface_targets(surface, starts) if own else np.full(len(starts), study.target)
    (seed,) = lane_seeds(study, lane, study.seeds[:1])
    problem = StartsProblem(surface, starts, seed, spec.noise, spec.spread)
    plan = LanePlan(
        len(starts), problem.params, study.steps, path=True, accumulate=accumulated(study.lanes[lane])
    )
    record = EndpointRecord(plan, Basins.of(surface), target)
    runner = build_lane(study, lane, problem, record, problem.seeds, EndpointLane)
    piece, before = 1, monotonic()
    with np.errstate(all="ignore"):
        runner.begin()
        while runner.step < study.steps:
            runner.advance(min(runner.step + piece, study.steps))
            watch(runner.step / study.steps)
            now = monotonic()
            piece = 2 * piece if now - before < _BETWEEN else max(piece // 2, 1)
            before = now
    return _columns(record, surface)


def _columns(record: EndpointRecord, surface: Surface) -> Columns:
    (left, right), (bottom, top) = surface.domain
    x, y = record.point[:, 0].copy(), record.point[:, 1].copy()
    minimum = record.label.copy()
    inside = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    minimum[(minimum == ELSEWHERE) & ~inside] = OUTSIDE
    diverged = record.diverged_at >= 0
    minimum[diverged] = DIVERGED
    return {
        "minimum": minimum,
        "arrived": np.where(minimum >= 0, record.arrived, -1).astype(np.int32),
        "steps": np.where(diverged, -1, record.reached).astype(np.int32),
        "evaluations": np.where(diverged, -1, record.spent_to_reach).astype(np.int32),
        "diverged_at": record.diverged_at.astype(np.int32),
        "x_end": x,
        "y_end": y,
    }
