"""What runs came to, in the few lines that end a terminal's screen."""

from __future__ import annotations

import numpy as np

from ..lane_name import lane_names
from ..spec import Study
from .columns import Columns
from .kind import Done
from .table import SettingsOf, result_rows, task_names

__all__ = ["NOTE", "digest"]

NOTE = "Losses are final ones, in this budget, medians over the seeds; on data of the training set."


def digest(study: Study, settings_of: SettingsOf, done: Done) -> list[list[str]]:
    """Return a head, and for each task, lane and phase the setting with the lowest median final loss."""
    tasks, lanes = task_names(study), lane_names(study)
    rows = [["task", "lane", "phase", "settings", "runs", "diverged", "lowest median loss", "at"]]
    for (task, lane, phase), columns in result_rows(done).items():
        cell, median = _best(columns)
        values = settings_of(study, task, lane).values(cell)
        rows.append(
            [
                tasks[task],
                lanes[lane],
                phase,
                str(len(np.unique(columns["cell"]))),
                str(len(columns["cell"])),
                str(int((columns["diverged_at"] >= 0).sum())),
                f"{median:.4g}",
                " ".join(f"{name}={_text(value)}" for name, value in values.items()) or "as it is",
            ]
        )
    return [row[1:] for row in rows] if tasks == [""] else rows


def _best(columns: Columns) -> tuple[int, float]:
    """Return the setting with the lowest median, an infinite one being the worst."""
    found = []
    for cell in np.unique(columns["cell"]):
        values = np.sort(columns["final"][columns["cell"] == cell])
        low, high = float(values[(len(values) - 1) // 2]), float(values[len(values) // 2])
        found.append((low if low == high else (low + high) / 2, int(cell)))
    median, cell = min(found)
    return cell, median


def _text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
