"""The report of a sweep, a tuning, a suite or maps of basins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..experiment.kind import Done
from ..experiment.part import Part, parts_of
from ..experiment.space import tuning_of
from ..experiment.spec import BasinSpec, SweepSpec
from ..experiment.standing import clock_of, evidence_of, final_name
from ..experiment.suite_standing import SuiteStanding, stand
from ..file import study_to_json
from ..lane_name import lane_names
from ..prediction import Foretold
from ..spec import DataSpec, Study
from ..statistics.final_verdict import judge_finals
from ..statistics.sentence import Sentence
from ..statistics.suite_verdict import SuiteVerdict, judge_suite
from ..statistics.verdict import judge
from .basin import compose_basin
from .design import design
from .expectation import expectation
from .origin import origin
from .report import Report
from .section import Block, Figure, Heading, Points, Section, Table, Text
from .suite_result import final_table, lanes_table, times_table
from .sweep_result import sweep_results, sweep_sentences
from .tuned_result import gain_matrix, tuned_table
from .verdict import time_table
from .word import many

__all__ = ["compose_experiment", "result_blocks", "sentences_of", "suite_of"]

RESULTS = "results.csv"


def compose_experiment(
    study: Study,
    done: Done,
    figures: Sequence[Figure] = (),
    beside: Mapping[str, str] | None = None,
    sha256: str = "",
    name: str = "report.html",
    foretold: Foretold | None = None,
) -> Report:
    """Return the report of an experiment that is complete.

    Parameters
    ----------
    study : Study
        With its experiment.
    done : sequence of (Block, Columns)
        All of it, in the order of the plan.
    figures : sequence of Figure
    beside, sha256, name
        As in `origin`; the SHA-256 is that of results.csv, or of basin.csv.
    foretold : Foretold, optional
        What stood in the prediction box when it began. Without it that is what stands there now; of maps,
        which follow each edit, it is then not known.
    """
    if isinstance(study.experiment, BasinSpec):
        return compose_basin(study, done, figures, beside, sha256, name, foretold)
    parts = parts_of(study, done)
    said = sentences_of(study, parts)
    kind = _kind(study)
    sections = [
        expectation(study, foretold or Foretold(study.prediction), _WHAT[kind]),
        _results(study, parts),
        _verdict(study, parts, said),
        _limits(study, parts, said),
    ]
    if figures:
        sections.append(Section("Figures", tuple(figures)))
    sections.append(design(study, parts))
    sections.append(origin(sha256, beside or {}, name, kind, RESULTS, "every run, one a row"))
    return Report(_title(study), _lead(study, parts, kind), tuple(sections), study_to_json(study))


_WHAT = {"sweep": "sweep", "tune": "tuning", "suite": "suite"}


def _kind(study: Study) -> str:
    assert study.experiment is not None
    return str(study.experiment.__struct_config__.tag)


def _title(study: Study) -> str:
    if study.title.strip():
        return study.title.strip()
    kind = _kind(study)
    names = lane_names(study)
    who = " and ".join(names) if len(names) <= 2 else many(len(names), "lane")
    return f"{_WHAT[kind][:1].upper()}{_WHAT[kind][1:]} of {who}"


def _lead(study: Study, parts: Sequence[Part], kind: str) -> str:
    tune = tuning_of(study)
    first = f"A {_WHAT[kind]}: {many(len(study.lanes), 'lane')}"
    items = [first, many(len(parts), "task")] if kind == "suite" else [first]
    runs = sum(len(columns["cell"]) for part in parts for _, columns in part.done)
    if tune is not None:
        items.append(f"{many(tune.trials, 'trial')} each, {many(tune.fresh, 'fresh seed')}")
    else:
        items.append(many(len(study.seeds), "seed"))
    return f"{', '.join(items)}; {many(runs, 'run')} in all."


# ---------------------------------------- verdict


def suite_of(parts: Sequence[Part]) -> tuple[SuiteStanding, SuiteVerdict] | None:
    """Return what is known over all tasks; None of a single task or a single lane."""
    if len(parts) < 2 or len(parts[0].study.lanes) < 2:
        return None
    standing = stand(parts)
    return standing, judge_suite(standing.whole)


def sentences_of(study: Study, parts: Sequence[Part]) -> list[Sentence]:
    """Return what may and may not be concluded, the most important first."""
    if isinstance(study.experiment, SweepSpec):
        return sweep_sentences(parts[0])
    over_all = suite_of(parts)
    if over_all is not None:
        return list(over_all[1].sentences)
    return [each for part in parts for each in _task_sentences(part)]


def _task_sentences(part: Part) -> list[Sentence]:
    """Return the verdict of one task: by what was tuned for, then by the time to the target."""
    evidence = evidence_of(part)
    by_time = judge(evidence, clock_of(part))
    said = [each for each in by_time.sentences if each.kind != "caution"]
    cautions = [each for each in by_time.sentences if each.kind == "caution"]
    reached = any(row.successes for row in by_time.rows)
    if reached and len(evidence.lanes) > 1:  # if nobody did, `judge` compares the losses itself
        said = [*judge_finals(evidence, final_name(part)).sentences, *said]
    return said + cautions


def _verdict(study: Study, parts: Sequence[Part], said: Sequence[Sentence]) -> Section:
    told = [each.text for each in said if each.kind != "caution"]
    blocks: list[Block] = [Text(text, "" if place else "strong") for place, text in enumerate(told)]
    if len(parts) > 1 and len(study.lanes) > 1:
        blocks.append(Heading("Task by task"))
        blocks.append(Points(tuple(_of_task(part) for part in parts)))
    if not blocks:
        blocks.append(Text("There is a single lane: nothing is compared.", "quiet"))
    return Section("Verdict", tuple(blocks))


def _of_task(part: Part) -> str:
    """Return the first sentence on a task, with the task in place of what all of them begin with."""
    evidence, unit = evidence_of(part), clock_of(part)
    told = [each.text for each in judge(evidence, unit).sentences if each.kind != "caution"]
    begin = f"On this task, with this budget ({evidence.budget}), "
    out_of_reach = not np.isfinite(evidence.times[unit]).any()
    shown = " ".join(told[:2] if out_of_reach else told[:1]).replace(begin, "")
    return f"{part.name} ({evidence.budget}): {shown}"


def _limits(study: Study, parts: Sequence[Part], said: Sequence[Sentence]) -> Section:
    items = [each.text for each in said if each.kind == "caution"]
    tune = tuning_of(study)
    if tune is not None and tune.trials:
        items.append(
            f"Each lane was tuned over the ranges below{' on each task' if len(parts) > 1 else ''}, by the "
            f"{tune.metric} loss and not by the time to the target: with other ranges, more trials or "
            "another aim the order may be another one."
        )
        if tune.stopping == "median":
            items.append(
                "Trials were ended early by the median rule: one that starts slowly may have been lost."
            )
    if isinstance(study.experiment, SweepSpec):
        items.append(
            "The lowest of many settings is lower than what it would come to again. To compare lanes, tune "
            "them with equal budgets and run what was chosen on fresh seeds."
        )
    if any(isinstance(part.study.problem, DataSpec) for part in parts):
        items.append(
            "The test part was looked at once, after the last step, and nothing was chosen by it. If "
            "settings are chosen by what is said of it here, it is no test any more."
        )
    items.append("Seconds depend on the machine and on what else it does. They are beside it, in timing.csv.")
    lead = "What may be concluded from this, and what may not."
    return Section("What this does not show", (Text(lead), Points(tuple(dict.fromkeys(items)))))


# ---------------------------------------- results


def _results(study: Study, parts: Sequence[Part]) -> Section:
    if isinstance(study.experiment, SweepSpec):
        return sweep_results(parts[0])
    return Section("Results", tuple(result_blocks(study, parts)))


def result_blocks(study: Study, parts: Sequence[Part]) -> list[Block]:
    """Return the tables of a tuning or a suite, of these of its tasks."""
    over_all = suite_of(parts)
    tune = tuning_of(study)
    blocks: list[Block] = []
    if over_all is not None:
        standing, found = over_all
        blocks += [lanes_table(standing, found), times_table(standing, found)]
        blocks.append(final_table(standing, [final_name(part) for part in parts]))
    elif tune is None:
        blocks += [_task_table(part) for part in parts]
    if tune is not None:
        for part in parts:
            blocks.append(tuned_table(part))
            if len(study.lanes) > 1 and tune.trials and len(parts) == 1:
                blocks.append(gain_matrix(part))
        if len(parts) == 1:
            blocks.append(_task_table(parts[0]))
    return blocks


def _task_table(part: Part) -> Table:
    evidence = evidence_of(part)
    unit = clock_of(part)
    where = f": {part.name}" if part.name else ""
    return time_table(evidence, judge(evidence, unit), where)
