"""A report as data: title, sections, figures, and the study it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...engine.dataset import Dataset
from ...engine.history import History
from ...engine.optimizer import optimizers
from ...engine.problem import DataProblem, Problem
from ..file import study_to_json
from ..lane_name import lane_names
from ..prediction import Foretold
from ..spec import Study
from ..summary import summarise
from ..target import target_loss
from .expectation import expectation
from .limit import limits
from .origin import origin
from .result import each_run, nothing, results
from .section import Figure, Section
from .setting import settings
from .verdict import evidence_of, verdict
from .word import listed, many

__all__ = ["Report", "compose", "title_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a writer gets.

    Parameters
    ----------
    title, lead : str
        ``lead`` is one sentence below the title.
    sections : tuple of Section
    study : bytes
        The content of the study's file.
    """

    title: str
    lead: str
    sections: tuple[Section, ...]
    study: bytes = field(repr=False)

    @property
    def figures(self) -> list[Figure]:
        """Return all figures in their order."""
        return [block for section in self.sections for block in section.blocks if isinstance(block, Figure)]


def compose(
    study: Study,
    problem: Problem,
    history: History,
    foretold: Foretold,
    figures: Sequence[Figure] = (),
    sections: Sequence[Section] = (),
    beside: Mapping[str, str] | None = None,
    sha256: str = "",
    name: str = "report.html",
) -> Report:
    """Return the report of a race.

    Parameters
    ----------
    study : Study
        With the changes that were made while it ran.
    problem : SurfaceProblem or DataProblem
    history : History
        Recorded to the end or not; it stands still meanwhile (see `excerpt`).
    foretold : Foretold
    figures : sequence of Figure
    sections : sequence of Section
        What sweeps, tuning or suites have to say besides; they come after the verdict.
    beside, sha256, name
        As in `origin`.
    """
    names = lane_names(study)
    parts = [expectation(study, foretold)]
    if all(lane.length for lane in history.lanes):
        target = target_loss(study, problem)
        lanes = [summarise(history, problem, index, target, test=True) for index in range(len(names))]
        asked = [quantity for lane in history.plan.lanes for quantity in lane.measured]
        judged, cautions = verdict(evidence_of(study, problem, history, target))
        parts += [results(names, lanes, target, _measured(problem)), judged, *sections]
        parts.append(limits(study, problem, names, cautions, asked))
        if figures:
            parts.append(Section("Figures", tuple(figures)))
        last = [each_run(names, lanes)]
    else:
        parts, last = [*parts, nothing(), *sections], []
    parts += [settings(study, problem, history.lanes), *last, origin(sha256, beside or {}, name)]
    return Report(title_of(study, problem), _lead(study, problem), tuple(parts), study_to_json(study))


def title_of(study: Study, problem: Problem) -> str:
    """Return the title of a study, or one made from what is compared."""
    if study.title.strip():
        return study.title.strip()
    titles = list(dict.fromkeys(optimizers[lane.optimizer].title for lane in study.lanes))
    who = listed(titles) if len(titles) <= 3 else many(len(titles), "optimizer")
    return f"{who} on {_ground(problem)}"


def _ground(problem: Problem) -> str:
    if not isinstance(problem, DataProblem):
        return problem.surface.title
    dataset: Dataset = problem.dataset
    return f"{dataset.title}, {problem.model.title}"


def _lead(study: Study, problem: Problem) -> str:
    budget = many(study.epochs, "epoch") if isinstance(problem, DataProblem) else many(study.steps, "step")
    parts = [many(len(study.lanes), "lane"), budget, many(len(study.seeds), "seed")]
    return f"{_ground(problem)}: {', '.join(parts)}."


def _measured(problem: Problem) -> str:
    if isinstance(problem, DataProblem):
        return "Losses are over the whole training set."
    return "Losses are values of the surface, without noise."
