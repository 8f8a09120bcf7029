"""What may be concluded from a race, in the sentences of the statistics, and the numbers they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...engine.history import History
from ...engine.problem import Problem
from ..spec import Study
from ..statistics.bootstrap import Estimate
from ..statistics.evidence import UNITS, Evidence
from ..statistics.race_evidence import read_race
from ..statistics.verdict import Verdict, judge
from .section import Block, Section, Table, Text
from .word import number

__all__ = ["evidence_of", "time_table", "verdict"]

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
    blocks.append(time_table(evidence, found))
    return Section("Verdict", tuple(blocks)), cautions


def time_table(evidence: Evidence, found: Verdict, where: str = "") -> Table:
    """Return a row for each lane with how soon, and how surely, it reached the target.

    Parameters
    ----------
    evidence : Evidence
    found : Verdict
        By the unit that is told.
    where : str
        Put behind the caption.
    """
    unit = UNITS[found.unit]
    head = ("Lane", "Reached", "Success rate", f"Median {unit}", "Quartiles", f"Expected {unit} (ERT)")
    rows = tuple(
        (
            f"{row.name} (untuned)" if row.default else row.name,
            f"{row.successes} of {row.runs}",
            _between(row.rate),
            _count(row.median),
            f"{_count(row.low)} to {_count(row.high)}" if row.runs > 1 else "–",
            _count(row.expected)
            + (f" ({_between(row.expected_interval, _count)})" if row.expected_interval else ""),
        )
        for row in found.rows
    )
    note = (
        f"{unit[:1].upper()}{unit[1:]} until the loss was at most {number(evidence.target)}; a miss is "
        f"infinite. ERT: all {unit} that were spent, until the target or to the end, for each run that "
        "reached it. Intervals are of 95 %, and given from ten independent runs on."
    )
    note += " Untuned: the lane is at its defaults." if any(row.default for row in found.rows) else ""
    caption = f"{unit[:1].upper()}{unit[1:]} to the target{where}"
    return Table(caption, head, rows, frozenset(range(1, len(head))), note)


def _count(value: float) -> str:
    """Return a number of steps or examples: without decimals where they are many."""
    return f"{value:,.0f}" if 1000.0 <= value < 1e15 else number(value)


def _between(estimate: Estimate | None, text: Callable[[float], str] = number) -> str:
    return "–" if estimate is None else f"{text(estimate.low)} to {text(estimate.high)}"
