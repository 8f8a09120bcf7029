"""What may be concluded from a race, in the sentences of the statistics, and the numbers they rest on."""

from __future__ import annotations

from dataclasses import replace

from ...engine.history import History
from ...engine.problem import Problem
from ..spec import Study
from ..statistics.bootstrap import Estimate
from ..statistics.evidence import Evidence
from ..statistics.race_evidence import read_race
from ..statistics.verdict import Verdict, judge
from .section import Block, Section, Table, Text
from .word import number

__all__ = ["evidence_of", "verdict"]

_CLOCK = "seconds"


def evidence_of(study: Study, problem: Problem, history: History, target: float) -> Evidence:
    """Return the evidence of a race but for its seconds, which differ from one time to the next."""
    found = read_race(study, problem, history, target).evidence
    times = {unit: column for unit, column in found.times.items() if unit != _CLOCK}
    spent = {unit: column for unit, column in found.spent.items() if unit != _CLOCK}
    return replace(found, times=times, spent=spent)


def verdict(evidence: Evidence) -> tuple[Section, tuple[str, ...]]:
    """Return the section, and the cautions, which belong to what the race does not show."""
    found = judge(evidence)
    cautions = tuple(sentence.text for sentence in found.sentences if sentence.kind == "caution")
    said = [sentence.text for sentence in found.sentences if sentence.kind != "caution"]
    blocks: list[Block] = [Text(text, "" if place else "strong") for place, text in enumerate(said)]
    blocks.append(_numbers(evidence, found))
    return Section("Verdict", tuple(blocks)), cautions


def _numbers(evidence: Evidence, found: Verdict) -> Table:
    head = ("Lane", "Reached", "Success rate", "Median steps", "Quartiles", "Expected steps (ERT)")
    rows = tuple(
        (
            row.name,
            f"{row.successes} of {row.runs}",
            _between(row.rate),
            number(row.median),
            f"{number(row.low)} to {number(row.high)}" if row.runs > 1 else "–",
            number(row.expected) + (f" ({_between(row.expected_interval)})" if row.expected_interval else ""),
        )
        for row in found.rows
    )
    note = (
        f"Steps until the loss was at most {number(evidence.target)}; a miss is infinite. ERT: all steps "
        "that were done, until the target or to the end, for each run that reached it. Intervals are of 95 "
        "%, and given from ten independent runs on."
    )
    return Table("Steps to the target", head, rows, frozenset(range(1, len(head))), note)


def _between(estimate: Estimate | None) -> str:
    return "–" if estimate is None else f"{number(estimate.low)} to {number(estimate.high)}"
