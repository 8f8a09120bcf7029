"""The stages of a tuning: trials, who of them is ended early, the choice, and new seeds for the chosen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..spec import Study, SurfaceSpec
from .block import Block
from .columns import Columns
from .cost import UNGAUGED, Gauge
from .cut import Cut, cut_rows
from .kind import Done
from .middle import medians
from .number import numbered
from .rows import task_study
from .space import DEFAULT, trial_settings
from .spec import TuneSpec
from .table import result_rows

__all__ = ["FRESH", "SCREEN", "TRIAL", "chosen_cell", "fresh_seeds", "judged", "survivors", "tuning_blocks"]

Floats = npt.NDArray[np.float64]

TRIAL, SCREEN, FRESH = "trial", "screen", "fresh"


def tuning_blocks(
    study: Study, spec: TuneSpec, tasks: int, stage: int, done: Done, gauge: Gauge = UNGAUGED
) -> Sequence[Block]:
    """Return the blocks of a stage; see `kind.Kind.blocks`.

    Without the median rule: all trials, then the chosen on fresh seeds. With it: the pilots; the others up to
    a share of the race; those of them that are not hopeless, from the start and in full; the fresh seeds. Who
    is ended depends on the pilots alone, so it does not matter what is finished first.
    """
    if stage >= _stages(spec):
        return []
    found: list[Cut] = []
    known = result_rows(done) if len(done) else {}
    for task in range(tasks):
        for lane in range(len(study.lanes)):
            settings = trial_settings(study, task, lane)
            cells, seeds, phase, until = _asked(study, spec, task, lane, len(settings), stage, known)
            if cells:
                found += cut_rows(study, task, lane, settings, cells, seeds, phase, until, gauge)
    if not found:  # every trial was ended, or there is none but the pilots
        return tuning_blocks(study, spec, tasks, stage + 1, done, gauge)
    return numbered(found, stage, done)


def _stages(spec: TuneSpec) -> int:
    return 2 if spec.stopping == "none" else 4


def _asked(
    study: Study,
    spec: TuneSpec,
    task: int,
    lane: int,
    count: int,
    stage: int,
    known: dict[tuple[int, int, str], Columns],
) -> tuple[Sequence[int], tuple[int, ...], str, float]:
    """Return settings, seeds, phase and share of the race of one lane in one stage."""
    seeds = study.seeds
    pilots = min(spec.pilots + 1, count) if spec.stopping == "median" else count
    if stage == 0:
        return range(pilots), seeds, TRIAL, 1.0
    if stage == _stages(spec) - 1:
        chosen = chosen_cell(study, spec, known[task, lane, TRIAL], task)
        return sorted({DEFAULT, chosen}), fresh_seeds(study, spec), FRESH, 1.0
    if stage == 1:
        return range(pilots, count), seeds, SCREEN, spec.stop_at
    if stage == 2 and (task, lane, SCREEN) in known:
        return survivors(known[task, lane, TRIAL], known[task, lane, SCREEN]), seeds, TRIAL, 1.0
    return (), (), "", 1.0


def fresh_seeds(study: Study, spec: TuneSpec) -> tuple[int, ...]:
    """Return seeds that no trial has had."""
    first = max(study.seeds) + 1
    return tuple(range(first, first + spec.fresh))


def judged(study: Study, spec: TuneSpec, columns: Columns, task: int = 0) -> Floats:
    """Return what each run is judged by: on data the loss on the validation part, on a surface the loss."""
    on_surface = isinstance(task_study(study, task).problem, SurfaceSpec)
    if on_surface:
        return np.asarray(columns[spec.metric])
    return np.asarray(columns[f"validation_{spec.metric}"])


def chosen_cell(study: Study, spec: TuneSpec, columns: Columns, task: int = 0) -> int:
    """Return the trial with the lowest median over the seeds, the first of equals; without any, the default.

    The default is no trial: with all others equal in number, it would be one more for lanes whose defaults
    lie outside of the space.
    """
    cells, medians = _medians(columns["cell"], judged(study, spec, columns, task))
    trials = cells != DEFAULT
    if not trials.any():
        return DEFAULT
    return int(cells[trials][np.argmin(medians[trials])])


def survivors(pilots: Columns, screened: Columns) -> list[int]:
    """Return the screened trials that the median rule lets go on.

    A trial is ended if the best that it has had (the median over its seeds) is above the median of what the
    pilots have had on average until then: the median stopping rule of Golovin et al. 2017, with fixed pilots.
    """
    trials = pilots["cell"] != DEFAULT
    _, means = _medians(pilots["cell"][trials], pilots["screen_mean"][trials])
    cells, bests = _medians(screened["cell"], screened["screen_best"])
    known = means[~np.isnan(means)]
    if not len(known):
        return [int(cell) for cell in cells]
    # Of an even number the upper one: the mean of a number and infinity would end nobody, or everybody.
    middle = np.sort(known)[len(known) // 2]
    return [int(cell) for cell, best in zip(cells, bests, strict=True) if not best > middle]


def _medians(cells: npt.NDArray[np.int32], values: Floats) -> tuple[npt.NDArray[np.int32], Floats]:
    """Return the settings in order, and of each the median over its runs; of an even number the upper one."""
    found, _, high = medians(cells, values)
    return found, high
