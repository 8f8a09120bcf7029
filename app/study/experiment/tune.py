"""A tuning: every lane with the same number of trials, and what it chose on seeds that it has not seen."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ...engine.error import InputError
from ..lane_name import lane_names
from ..spec import DataSpec, Study
from .block import Block
from .budget import check_seed_count
from .columns import Columns
from .cost import UNGAUGED, Gauge
from .digest import NOTE, digest
from .kind import Done, Watch
from .rows import Rows, run_rows, task_study
from .space import DEFAULT, search_space, trial_settings
from .spec import TuneSpec
from .sweep import SETTING_LIMIT, check_axes, check_curve, check_settings
from .table import curve_csv, result_csv, result_rows, task_names
from .tuning import FRESH, SCREEN, TRIAL, chosen_cell, tuning_blocks

__all__ = ["KIND", "Tune", "check_tuning", "run_tuned", "tuned_digest", "tuned_files"]


class Tune:
    """See `kind.Kind`."""

    def check(self, study: Study) -> None:
        """Raise an `InputError` with its place if the tuning cannot be run."""
        check_tuning(study, _spec(study), 1)
        check_curve(_spec(study).curve)

    def blocks(self, study: Study, stage: int, done: Done, gauge: Gauge = UNGAUGED) -> Sequence[Block]:
        """Return the blocks of a stage."""
        return tuning_blocks(study, _spec(study), 1, stage, done, gauge)

    def run(self, study: Study, block: Block, watch: Watch) -> Columns:
        """Run a block."""
        return run_tuned(study, _spec(study), block, _spec(study).curve, watch)

    def summary(self, study: Study, done: Done) -> tuple[list[list[str]], str]:
        """Return what each lane came to."""
        return tuned_digest(study, _spec(study), done), NOTE

    def files(self, study: Study, done: Done) -> Mapping[str, Iterable[bytes]]:
        """Return results.csv, chosen.json, and curves.csv if curves are kept."""
        return tuned_files(study, _spec(study), done, _spec(study).curve)


def _spec(study: Study) -> TuneSpec:
    assert isinstance(study.experiment, TuneSpec)
    return study.experiment


def run_tuned(study: Study, spec: TuneSpec, block: Block, curve: int, watch: Watch) -> Columns:
    """Run a block of a tuning."""
    phase = block.content.phase if isinstance(block.content, Rows) else block.content["phase"]
    stop_at = spec.stop_at if spec.stopping == "median" and phase in (TRIAL, SCREEN) else 0.0
    # The test loss where the validation loss was lowest is known if both were measured at the same steps.
    asked = ("test_loss", "test_accuracy") if spec.metric == "best" and phase == FRESH else ()
    return run_rows(study, block, trial_settings, 0 if phase == SCREEN else curve, watch, stop_at, asked)


def tuned_digest(study: Study, spec: TuneSpec, done: Done) -> list[list[str]]:
    """Return the table for the terminal, at the settings that were chosen."""
    return digest(study, trial_settings, done, lambda task, columns: chosen_cell(study, spec, columns, task))


def check_tuning(study: Study, spec: TuneSpec, tasks: int) -> None:
    """Check how lanes are tuned.

    Raises
    ------
    InputError
        With the place below the tuning.
    """
    _check_whole("trials", spec.trials, "A tuning has {} trials a lane", 0, SETTING_LIMIT // len(study.lanes))
    _check_whole("fresh", spec.fresh, "What was chosen is run with {} new seeds", 1, 1000)
    _check_whole("pilots", spec.pilots, "The median rule has {} pilots", 2, 1000)
    if not (math.isfinite(spec.stop_at) and 0.0 < spec.stop_at < 1.0):
        raise InputError(
            f"Trials are ended at a share of the race between 0 and 1, but {spec.stop_at} was given. A usual "
            "choice is 0.25.",
            "stop_at",
        )
    check_seed_count(spec.seeds)
    check_axes(study, spec.axes, in_grid=False)
    for index, lane in enumerate(study.lanes):
        space = search_space(lane, spec.axes, index)
        for axis in space:
            if axis.spacing != "list" and not axis.high > axis.low:
                raise InputError(f"The range of {axis.name} is a single number. Widen it.", f"axes[{index}]")
    for task in range(tasks):
        plain = task_study(study, task)
        check_settings(study, task, trial_settings)
        if spec.trials and isinstance(plain.problem, DataSpec) and plain.problem.split[1] <= 0:
            raise InputError(
                "Lanes are tuned on the validation part, which is empty. Give the split a validation part.",
                "problem.split",
            )


def _check_whole(where: str, value: int, rule: str, low: int, high: int) -> None:
    if not low <= value <= high:
        near = low if value < low else high
        rule = rule.format(f"{low} to {high:,}")
        raise InputError(f"{rule}, but {value:,} were given. The nearest valid choice is {near:,}.", where)


def tuned_files(study: Study, spec: TuneSpec, done: Done, curve: int) -> dict[str, Iterable[bytes]]:
    """Return the files of a tuning by name."""
    files: dict[str, Iterable[bytes]] = {
        "results.csv": result_csv(study, trial_settings, done),
        "chosen.json": _chosen(study, spec, done),
    }
    if curve:
        files["curves.csv"] = curve_csv(study, [each for each in done if "curve" in each[1]])
    return files


def _chosen(study: Study, spec: TuneSpec, done: Done) -> Iterable[bytes]:
    """Yield what was tuned, how, what was chosen, and what the median rule ended."""
    rows = result_rows(done)
    names = lane_names(study)
    found: list[dict[str, Any]] = []
    for task, name in enumerate(task_names(study)):
        for lane in range(len(study.lanes)):
            trials = rows.get((task, lane, TRIAL))
            if trials is None:
                continue
            settings = trial_settings(study, task, lane)
            cell = chosen_cell(study, spec, trials, task)
            screened = rows.get((task, lane, SCREEN))
            in_full = set(np.unique(trials["cell"]).tolist())
            ended = [] if screened is None else sorted(set(screened["cell"].tolist()) - in_full)
            found.append(
                {
                    "task": name,
                    "lane": names[lane],
                    "optimizer": study.lanes[lane].optimizer,
                    "space": [_space_text(axis) for axis in search_space(study.lanes[lane], spec.axes, lane)],
                    "trials": len(settings) - 1,
                    "ended_by_the_median_rule": ended,
                    "chosen": cell,
                    "values": settings.values(cell),
                    "rerun": (task, lane, FRESH) in rows,
                }
            )
    judged_by = f"the median over {len(study.seeds)} seeds of the {spec.metric} loss"
    whole = {
        "trials": spec.trials,
        "design": spec.design,
        "judged_by": judged_by + " (on data: on the validation part)",
        "default_setting": DEFAULT,
        "early_stopping": "none"
        if spec.stopping == "none"
        else f"median rule at {spec.stop_at:g} of the race, {spec.pilots} pilots",
        "lanes": found,
    }
    yield (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def _space_text(axis: Any) -> str:
    if axis.spacing == "list":
        return f"{axis.name} in {', '.join(map(str, axis.values))}"
    return f"{axis.name} from {axis.low!r} to {axis.high!r}, {axis.spacing}"


KIND = Tune()
