"""The tasks of a suite as a table: what each is, with which budget, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ...engine.dataset import datasets
from ...engine.model import models
from ...engine.surface import surfaces
from ...study.experiment.spec import TaskSpec
from ...study.experiment.suite_plan import TaskProgress
from ...study.report.word import many, number
from ...study.spec import SurfaceSpec
from ..theme import LIGHT, Theme
from .read_table import ReadTable

__all__ = ["TaskTable"]

_PHASES = {"run": "running", "trial": "trials", "screen": "trials, first look", "fresh": "fresh seeds"}
_HEADS = (
    ("Task", "Its name in the suite."),
    ("Problem", "What is optimized."),
    ("With", "Noise of the gradient, spread of the start, wrong labels."),
    ("Budget", "Of each run."),
    ("Target", "The loss that counts as reached; chosen from the problem unless the suite sets it."),
    ("State", "How far it is. Results are told as soon as a task is complete."),
)


class TaskTable(ReadTable):
    """A row for each task."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__("Tasks of the suite", _HEADS, theme, parent)
        self._tasks: tuple[TaskSpec, ...] = ()

    def show_tasks(self, tasks: tuple[TaskSpec, ...], progress: Sequence[TaskProgress], busy: bool) -> None:
        """Show tasks, and how far each is; ``busy`` if somebody computes."""
        if tasks != self._tasks:
            self._tasks = tasks
            self.fill([[*_words(task), ""] for task in tasks], [""] * len(tasks))
        for row, each in enumerate(progress):
            item = self.item(row, len(_HEADS) - 1)
            text = _state(each, busy)
            if item is not None and item.text() != text:
                item.setText(text)
                item.setToolTip(text)


def _words(task: TaskSpec) -> tuple[str, ...]:
    spec = task.problem
    target = "automatic" if task.target is None else number(task.target)
    if isinstance(spec, SurfaceSpec):
        parts = [f"noise {spec.noise:g}"] if spec.noise else []
        parts += [f"spread {spec.spread:g}"] if spec.spread else []
        title = surfaces[spec.surface].title if spec.surface in surfaces else spec.surface
        return task.name, title, ", ".join(parts), many(task.steps, "step"), target
    title = datasets[spec.dataset].title if spec.dataset in datasets else spec.dataset
    model = models[spec.model].title if spec.model in models else spec.model
    wrong = f"{spec.label_noise:.0%} wrong labels" if spec.label_noise else ""
    return task.name, f"{title}, {model}", wrong, many(task.epochs, "epoch"), target


def _state(each: TaskProgress, busy: bool) -> str:
    if each.finished:
        return "complete"
    if not each.share:
        return (
            ("waits" if busy else "not begun") if each.phase in ("", "run", "trial") else _PHASES[each.phase]
        )
    return f"{_PHASES.get(each.phase, each.phase)} {each.share:.0%}"
