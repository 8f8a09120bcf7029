"""summary.csv: a row for each lane and run, with what was set and what became of it."""

from __future__ import annotations

import csv
import io
import math

from ..engine.history import History
from ..engine.optimizer import optimizers
from ..engine.parameter import check_values
from ..engine.problem import Problem
from .around import filters_text, schedule_text
from .build import lane_names
from .notation import value_text
from .outcome import LaneSummary, RunSummary
from .spec import LaneSpec, Study
from .summary import summarise
from .target import target_loss

__all__ = ["SUMMARY_COLUMNS", "summary_csv"]

SUMMARY_COLUMNS = (
    *("lane", "optimizer", "hyperparameters", "schedule", "filters", "batch_size"),
    *("run", "seed", "steps", "epochs"),
    *("gradient_evaluations", "final_loss", "best_loss", "best_step", "validation_loss", "test_loss"),
    *("train_accuracy", "validation_accuracy", "test_accuracy", "target", "steps_to_target", "status"),
    "microseconds_per_step",
)


def summary_csv(study: Study, problem: Problem, history: History) -> bytes:
    """Return the content of summary.csv.

    Empty is what the problem does not have, or a target that was missed. The last column is processor time
    and differs from run to run.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(SUMMARY_COLUMNS)
    target = target_loss(study, problem)
    for index, (name, lane) in enumerate(zip(lane_names(study), study.lanes, strict=True)):
        summary = summarise(history, problem, index, target, test=True)
        batch = history.lanes[index].plan.batch_size
        for run in summary.runs():
            row = _summary_row(lane, summary, run) | {"lane": name, "target": target}
            row["batch_size"] = batch or None
            writer.writerow([_cell(row[column]) for column in SUMMARY_COLUMNS])
    return text.getvalue().encode()


def _summary_row(lane: LaneSpec, summary: LaneSummary, run: RunSummary) -> dict[str, object]:
    optimizer = optimizers[lane.optimizer]
    values = check_values(optimizer.name, optimizer.parameters, lane.hyperparameters)
    return {
        "optimizer": optimizer.name,
        "hyperparameters": " ".join(f"{name}={value_text(value)}" for name, value in values.items()),
        "schedule": schedule_text(lane),
        "filters": filters_text(lane),
        "run": run.run,
        "seed": run.seed,
        "steps": run.step,
        "epochs": summary.epoch,
        "gradient_evaluations": summary.evaluations,
        "final_loss": run.loss,
        "best_loss": run.best_loss,
        "best_step": None if math.isnan(run.best_loss) else run.best_step,
        "validation_loss": run.validation_loss,
        "test_loss": run.test_loss,
        "train_accuracy": run.train_accuracy,
        "validation_accuracy": run.validation_accuracy,
        "test_accuracy": run.test_accuracy,
        "steps_to_target": run.steps_to_target,
        "status": run.status,
        "microseconds_per_step": None if math.isnan(summary.microseconds) else round(summary.microseconds, 3),
    }


def _cell(value: object) -> object:
    return "" if value is None else repr(value) if isinstance(value, float) else value
