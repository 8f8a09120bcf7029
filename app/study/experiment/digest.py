"""What runs came to, in the few lines that end a terminal's screen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ..lane_name import lane_names
from ..spec import Study
from .columns import Columns
from .kind import Done
from .middle import medians
from .table import SettingsOf, result_rows, task_names
from .tuning import FRESH

__all__ = ["NOTE", "digest"]

NOTE = (
    "Medians over the seeds of the loss after the last step, in this budget; at the setting with the "
    "lowest, on data the lowest on the validation part."
)
_LOSSES = {"loss": "final", "validation": "validation_final", "test": "test_loss"}

Choose = Callable[[int, Columns], int]


def digest(
    study: Study, settings_of: SettingsOf, done: Done, choose: Choose | None = None
) -> list[list[str]]:
    """Return a head, and a row for each task, lane and phase.

    Parameters
    ----------
    study : Study
    settings_of : callable
    done : sequence of (Block, Columns)
    choose : callable, optional
        From a task and columns to the setting that is told; by default the one with the lowest median. What
        was run on fresh seeds is told setting by setting.
    """
    tasks, lanes = task_names(study), lane_names(study)
    known = result_rows(done)
    losses = [name for name, key in _LOSSES.items() if any(key in columns for columns in known.values())]
    rows = [["task", "lane", "phase", "settings", "runs", "diverged", *losses, "at"]]
    for (task, lane, phase), columns in known.items():
        cells = np.unique(columns["cell"])
        for cell in cells if phase == FRESH else [choose(task, columns) if choose else _lowest(columns)]:
            own = columns["cell"] == cell
            counted = own if phase == FRESH else np.ones(len(own), dtype=np.bool_)
            values = settings_of(study, task, lane).values(int(cell))
            rows.append(
                [
                    tasks[task],
                    lanes[lane],
                    phase,
                    "1" if phase == FRESH else str(len(cells)),
                    str(int(counted.sum())),
                    str(int((columns["diverged_at"][counted] >= 0).sum())),
                    *(_median_text(columns, _LOSSES[name], own) for name in losses),
                    " ".join(f"{name}={_text(value)}" for name, value in values.items()) or "as it is",
                ]
            )
    return [row[1:] for row in rows] if tasks == [""] else rows


def _lowest(columns: Columns) -> int:
    """Return the setting with the lowest median, an infinite one being the worst."""
    losses = columns.get("validation_final", columns["final"])
    cells, low, high = medians(columns["cell"], losses)
    with np.errstate(invalid="ignore"):
        return int(cells[np.argmin(np.where(low == high, low, (low + high) / 2))])


def _median(values: npt.NDArray[np.float64]) -> float:
    ordered = np.sort(values)
    low, high = float(ordered[(len(ordered) - 1) // 2]), float(ordered[len(ordered) // 2])
    return low if low == high else (low + high) / 2


def _median_text(columns: Columns, key: str, own: npt.NDArray[np.bool_]) -> str:
    return f"{_median(columns[key][own]):.4g}" if key in columns else "-"


def _text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
