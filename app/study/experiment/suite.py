"""A suite: every lane on many problems, as it is or tuned on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...engine.error import InputError
from ..check import check_study
from ..place import placed
from ..spec import Study
from .block import Block
from .columns import Columns
from .cost import UNGAUGED, Gauge
from .cut import Cut, cut_rows
from .digest import NOTE, digest
from .kind import Done, Watch
from .number import numbered
from .rows import run_rows, task_study
from .space import trial_settings
from .spec import SuiteSpec
from .sweep import check_curve
from .table import curve_csv, result_csv
from .tune import check_tuning, run_tuned, tuned_digest, tuned_files
from .tuning import tuning_blocks

__all__ = ["KIND", "TASK_LIMIT", "Suite"]

TASK_LIMIT = 1000


class Suite:
    """See `kind.Kind`."""

    def check(self, study: Study) -> None:
        """Raise an `InputError` with its place if the suite cannot be run."""
        spec = _spec(study)
        if not 1 <= len(spec.tasks) <= TASK_LIMIT:
            raise InputError(
                f"A suite has 1 to {TASK_LIMIT} tasks, but {len(spec.tasks)} were given.", "tasks"
            )
        names = [task.name for task in spec.tasks]
        for index, name in enumerate(names):
            with placed(f"tasks[{index}]"):
                if not name.strip() or name in names[:index]:
                    raise InputError(f"Each task has a name of its own, but '{name}' was given.", "name")
                check_study(task_study(study, index))
        check_curve(spec.curve)
        if spec.tune is not None:
            with placed("tune"):
                if spec.tune.seeds:
                    raise InputError(
                        f"The trials of a suite have the study's seeds, but {spec.tune.seeds:,} of their own "
                        "were asked for. Leave it at 0, and give the study as many.",
                        "seeds",
                    )
                check_tuning(study, spec.tune, len(spec.tasks))

    def blocks(self, study: Study, stage: int, done: Done, gauge: Gauge = UNGAUGED) -> Sequence[Block]:
        """Return the blocks of a stage."""
        spec = _spec(study)
        if spec.tune is not None:
            return tuning_blocks(study, spec.tune, len(spec.tasks), stage, done, gauge)
        if stage:
            return []
        found: list[Cut] = []
        for task in range(len(spec.tasks)):
            for lane in range(len(study.lanes)):
                found += cut_rows(
                    study, task, lane, trial_settings(study, task, lane), [0], study.seeds, "run", gauge=gauge
                )
        return numbered(found, stage, done)

    def run(self, study: Study, block: Block, watch: Watch) -> Columns:
        """Run a block."""
        spec = _spec(study)
        if spec.tune is not None:
            return run_tuned(study, spec.tune, block, spec.curve, watch)
        return run_rows(study, block, trial_settings, spec.curve, watch)

    def summary(self, study: Study, done: Done) -> tuple[list[list[str]], str]:
        """Return what each lane came to."""
        spec = _spec(study)
        if spec.tune is not None:
            return tuned_digest(study, spec.tune, done), NOTE
        return digest(study, trial_settings, done), NOTE

    def files(self, study: Study, done: Done) -> Mapping[str, Iterable[bytes]]:
        """Return results.csv, chosen.json if lanes are tuned, and curves.csv if curves are kept."""
        spec = _spec(study)
        if spec.tune is not None:
            return tuned_files(study, spec.tune, done, spec.curve)
        files: dict[str, Iterable[bytes]] = {"results.csv": result_csv(study, trial_settings, done)}
        if spec.curve:
            files["curves.csv"] = curve_csv(study, done)
        return files


def _spec(study: Study) -> SuiteSpec:
    assert isinstance(study.experiment, SuiteSpec)
    return study.experiment


KIND = Suite()
