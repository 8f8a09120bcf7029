"""What a suite came to: lanes over all tasks, and task by task."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..experiment.suite_standing import SuiteStanding
from ..statistics.interquartile_mean import interquartile_mean
from ..statistics.performance_profile import MOST
from ..statistics.quantile import quantile
from ..statistics.sample import INTERVAL_FROM
from ..statistics.suite_verdict import PROFILE_FROM, SuiteVerdict
from .section import Cell, Table
from .word import number

__all__ = ["final_table", "lanes_table", "times_table"]

Floats = npt.NDArray[np.float64]


def lanes_table(standing: SuiteStanding, found: SuiteVerdict) -> Table:
    """Return a row for each lane with what sums up all tasks."""
    whole = standing.whole
    tasks, _, runs = whole.times.shape
    head = ["Lane", "Fastest on", "Solved", "Runs at the target"]
    head += [f"Profile score (to {MOST:g} ×)"] if tasks >= PROFILE_FROM else []
    head += ["Mean rank"] if found.ranking is not None else []
    head += ["Budget saved (IQM)", "95 %"]
    rows: list[tuple[str | Cell, ...]] = []
    for lane, name in enumerate(whole.lanes):
        reached = int(np.isfinite(whole.times[:, lane]).sum())
        cells = [
            name,
            f"{int((found.ratios[:, lane] == 1.0).sum())} of {tasks}",
            f"{int(np.isfinite(found.medians[:, lane]).sum())} of {tasks}",
            f"{reached} of {tasks * runs}",
        ]
        cells += [f"{found.scores[lane]:.2f}"] if tasks >= PROFILE_FROM else []
        cells += [f"{found.ranking.ranks[lane]:.2f}"] if found.ranking is not None else []
        saved = interquartile_mean(standing.saved[:, lane])
        sure = whole.independent >= INTERVAL_FROM
        rows.append((*cells, f"{saved.value:.1%}", f"{saved.low:.1%} to {saved.high:.1%}" if sure else "–"))
    note = (
        f"By {whole.unit} to each task's target. Fastest: the lowest median over the seeds; ties count for "
        "all who share it. Solved: in half of the runs or more. Budget saved: the share of the task's budget "
        "that was left when the target was reached, 0 for a miss; of all runs of all tasks the mean of the "
        "middle half (IQM), its interval by drawing seeds again within each task."
    )
    return Table("Each lane over all tasks", tuple(head), tuple(rows), frozenset(range(1, len(head))), note)


def times_table(standing: SuiteStanding, found: SuiteVerdict) -> Table:
    """Return median times to the target, a row for each task; the fastest stand out."""
    rows = []
    for task, name in enumerate(standing.whole.tasks):
        medians, ratios = found.medians[task], found.ratios[task]
        cells: list[str | Cell] = [name, number(standing.tasks[task].target)]
        for median, ratio in zip(medians.tolist(), ratios.tolist(), strict=True):
            text = number(median)
            cells.append(Cell(text, "good") if ratio == 1.0 else text)
        rows.append(tuple(cells))
    head = ("Task", "Target", *standing.whole.lanes)
    note = (
        "Medians over the seeds, a miss being infinite; ∞ stands where more than half of the runs missed. "
        "The lowest of a row is in bold type."
    )
    unit = standing.whole.unit
    return Table(
        f"{unit[:1].upper()}{unit[1:]} to the target", head, tuple(rows), frozenset(range(1, len(head))), note
    )


def final_table(standing: SuiteStanding, what: list[str]) -> Table:
    """Return median losses at the end, a row for each task; the lowest stand out.

    Parameters
    ----------
    standing : SuiteStanding
    what : list of str
        What the loss of each task is.
    """
    rows = []
    for name, evidence, loss in zip(standing.whole.tasks, standing.tasks, what, strict=True):
        medians = quantile(evidence.finals, (0.5,), axis=1)[0]
        lowest = medians.min()
        cells: list[str | Cell] = [name, loss]
        for median in medians.tolist():
            best = np.isfinite(lowest) and median == lowest
            cells.append(Cell(number(median), "good") if best else number(median))
        rows.append(tuple(cells))
    head = ("Task", "Of", *standing.whole.lanes)
    note = "Medians over the seeds after the last step; a run that diverged is infinite."
    return Table("Loss at the end", head, tuple(rows), frozenset(range(2, len(head))), note)
