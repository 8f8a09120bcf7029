"""A suite that can be run: a shipped one, one of a person's own files, or that of the study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...engine.error import InputError
from ...study.experiment.spec import SuiteSpec
from ...study.experiment.suites import suite_names, suite_path
from ...study.file import load_study
from ...study.lane_name import lane_names
from ...study.report.word import listed, many
from ...study.spec import DataSpec, Study

__all__ = ["SuiteChoice", "read_suite", "shipped_suites"]


@dataclass(frozen=True, slots=True)
class SuiteChoice:
    """A suite with a name.

    Parameters
    ----------
    title : str
    study : Study
        With a `SuiteSpec`.
    path : Path or None
        Of the file; None for that of the study that is open.
    """

    title: str
    study: Study
    path: Path | None = None

    @property
    def spec(self) -> SuiteSpec:
        """Return the tasks."""
        assert isinstance(self.study.experiment, SuiteSpec)
        return self.study.experiment

    def is_of(self, run: Study) -> bool:
        """Return whether this is the suite that was run, with whatever seeds and optimizers."""
        spec = run.experiment
        return (
            isinstance(spec, SuiteSpec)
            and run.title == self.study.title
            and [task.name for task in spec.tasks] == [task.name for task in self.spec.tasks]
        )

    @property
    def tasks(self) -> str:
        """Return the problems in words."""
        names = [task.name for task in self.spec.tasks]
        on_data = sum(isinstance(task.problem, DataSpec) for task in self.spec.tasks)
        where = "on data" if on_data == len(names) else "surfaces" if not on_data else "surfaces and data"
        return f"{many(len(names), 'problem')} ({where}): {', '.join(names)}."

    @property
    def lanes(self) -> str:
        """Return the optimizers in words."""
        return f"{many(len(self.study.lanes), 'optimizer')}: {listed(lane_names(self.study))}."

    @property
    def how(self) -> str:
        """Return how lanes are run on each problem."""
        tune = self.spec.tune
        if tune is None:
            return "Every optimizer with the values of the suite, not tuned."
        return (
            f"Tuned on each problem: {many(tune.trials, 'trial')} an optimizer, then "
            f"{many(tune.fresh, 'fresh seed')}."
        )


def shipped_suites() -> list[SuiteChoice]:
    """Return the suites that come with the app."""
    return [read_suite(suite_path(name)) for name in suite_names()]


def read_suite(path: Path) -> SuiteChoice:
    """Return the suite of a file.

    Raises
    ------
    InputError
        If it cannot be read, or holds no suite.
    """
    study = load_study(path)
    if not isinstance(study.experiment, SuiteSpec):
        held = study.experiment
        what = "a race only" if held is None else f"an experiment of the kind {held.__struct_config__.tag}"
        raise InputError(
            f"A suite is a study whose experiment is of the kind suite, but {path.name} holds {what}. The "
            "shipped ones are examples.",
            "experiment",
        )
    return SuiteChoice(study.title.strip() or path.name.removesuffix(".json"), study, path)
