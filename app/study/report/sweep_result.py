"""What a sweep came to: the best setting of each lane, and how wide the range is that works."""

from __future__ import annotations

import numpy as np

from ..experiment.measure import lowest_of
from ..experiment.part import Part
from ..experiment.standing import evidence_of, final_name, measure_of, swept_lanes
from ..experiment.swept import Rule, Swept, tolerance_of
from ..experiment.table import result_rows
from ..lane_name import lane_names
from ..phrase import value_text
from ..spec import LaneSpec
from ..statistics.final_verdict import judge_finals
from ..statistics.quantile import quantile
from ..statistics.sentence import Sentence
from ..statistics.tolerance import Tolerance
from ..statistics.verdict import judge
from ..statistics.wording import amount, name_text, number_text
from .section import Block, Cell, Section, Table, Text
from .word import listed, number

__all__ = ["sweep_results", "sweep_sentences"]

_RULES: tuple[tuple[Rule, str], ...] = (("tenth", "within 10 %"), ("double", "within 2 ×"))
_SHOWN = 10


def sweep_results(part: Part) -> Section:
    """Return the section with the tables."""
    found = swept_lanes(part)
    blocks: list[Block] = [_best(part, found)]
    if any(len(each.names) == 1 for each in found):
        blocks.append(_ranges(part, found))
    for name, each in zip(lane_names(part.study), found, strict=True):
        if len(each.names) > 1:
            blocks.append(_leading(part, name, each))
    edges = evidence_of(part).edges
    if edges:
        blocks.append(
            Text(
                f"Best at the edge: the best value of {listed(edges)} is the first or the last that was "
                "tried. A better one may lie beyond: extend the range.",
                "warning",
            )
        )
    return Section("Results", tuple(blocks))


def sweep_sentences(part: Part) -> list[Sentence]:
    """Return what may and may not be said of a sweep, findings first."""
    found, study = swept_lanes(part), part.study
    said: list[Sentence] = []
    for name, lane, each in zip(lane_names(study), study.lanes, found, strict=True):
        if each.names:
            said.append(_sentence(part, name, lane, each))
    evidence = evidence_of(part)
    if len(study.lanes) > 1:
        said += judge_finals(evidence, final_name(part)).sentences
    cautions = [each for each in judge(evidence).sentences if each.kind == "caution"]
    return said + [each for each in cautions if not each.text.startswith(("The target", "Untuned"))]


def _above(part: Part) -> str:
    return "above the lowest value of the surface" if lowest_of(part.study) is not None else ""


def _best(part: Part, found: list[Swept]) -> Table:
    study, measure, rows = part.study, measure_of(part.study), result_rows(part.done)
    tested = all("test_loss" in rows[0, lane, "run"] for lane in range(len(study.lanes)))
    head = ["Lane", "Settings", "Diverged", "Best setting", measure.title, "Quartiles"]
    head += ["Test loss there"] if tested else []
    lines: list[tuple[str | Cell, ...]] = []
    for lane, (name, each) in enumerate(zip(lane_names(study), found, strict=True)):
        best = each.best
        gone = int(np.isposinf(each.middle).sum())
        cells: list[str | Cell] = [name, f"{len(each.settings):,}", Cell(str(gone), "bad") if gone else "0"]
        if best < 0:
            lines.append((*cells, "every setting diverged", "∞", "–", *(["–"] if tested else [])))
            continue
        few = each.losses.shape[1] < 3
        quartiles = "–" if few else f"{number(float(each.low[best]))} to {number(float(each.high[best]))}"
        cells += [_values(each, best), number(float(each.middle[best])), quartiles]
        if tested:
            columns = rows[0, lane, "run"]
            own = columns["test_loss"][columns["cell"] == best]
            losses = np.where(np.isnan(own), np.inf, own)
            cells.append(number(float(quantile(losses, (0.5,))[0])))
        lines.append(tuple(cells))
    above = f", as heights {_above(part)}" if _above(part) else ""
    note = (
        f"Medians over {amount(len(study.seeds), 'seed')}{above}; a run that diverged is infinite. Diverged: "
        "settings whose median run did. Settings are compared by the loss that the column names, never by "
        "the test part."
    )
    numbers = frozenset({1, 2, 4, 5, *({6} if tested else ())})
    return Table("The best setting of each lane", tuple(head), tuple(lines), numbers, note)


def _values(each: Swept, cell: int) -> str:
    values = each.settings.values(cell)
    return ", ".join(f"{name} = {_short(value)}" for name, value in values.items()) or "as it is"


def _short(value: object) -> str:
    return number_text(value, 4) if isinstance(value, float) else value_text(value)


def _ranges(part: Part, found: list[Swept]) -> Table:
    lines: list[tuple[str | Cell, ...]] = []
    for name, lane, each in zip(lane_names(part.study), part.study.lanes, found, strict=True):
        if len(each.names) != 1:
            continue
        cells: list[str | Cell] = [name, each.names[0]]
        for rule, _ in _RULES:
            width = tolerance_of(each, lane, rule, 0.0)
            cells += ["–", "–"] if width is None else [_ends(lane, each, width), _decades(width)]
        edges = each.edges(lane)
        cells.append(Cell(f"at the {edges[0][1]} end", "warning") if edges else "within the range")
        lines.append(tuple(cells))
    head = ("Lane", "Varied", *(text for _, rule in _RULES for text in (rule, "decades")), "The best lies")
    note = (
        "The range around the best value in which the median is at most 1.1 times, or twice, the best. "
        "Between two values that were tried the logarithm of the loss is taken to be a line. ≥: the range "
        "goes on beyond what was tried."
    )
    return Table("How wide the range is that works", head, tuple(lines), frozenset({3, 5}), note)


def _ends(lane: LaneSpec, each: Swept, width: Tolerance) -> str:
    from ..experiment.axis import parameter_of

    low, high = width.low, width.high
    if parameter_of(lane, each.names[0]).scale == "one_minus_log":
        return f"1 − {number(high)} to 1 − {number(low)}"
    return f"{number(low)} to {number(high)}"


def _decades(width: Tolerance) -> str:
    return f"{'≥ ' if width.open_low or width.open_high else ''}{width.decades:.2f}"


def _leading(part: Part, name: str, each: Swept) -> Table:
    order = [int(cell) for cell in np.argsort(each.middle, kind="stable") if np.isfinite(each.middle[cell])]
    lines = tuple((_values(each, cell), number(float(each.middle[cell]))) for cell in order[:_SHOWN])
    title = measure_of(part.study).title
    return Table(f"{name}: the best {len(lines)} settings", ("Setting", title), lines, frozenset({1}))


def _sentence(part: Part, name: str, lane: LaneSpec, each: Swept) -> Sentence:
    called, runs = name_text(name), len(part.study.seeds)
    if each.best < 0:
        return Sentence("finding", f"{called}: every one of the {len(each.settings):,} settings diverged.")
    title = measure_of(part.study).title.lower()
    median = "the" if runs == 1 else "the median"
    above = f" {_above(part)}" if _above(part) else ""
    text = (
        f"{called}: of {len(each.settings):,} settings the lowest {title} was at {_values(each, each.best)}, "
        f"{median} {number_text(float(each.middle[each.best]))}{above}"
    )
    width = tolerance_of(each, lane, "tenth", 0.0)
    if width is not None:
        at_least = "at least " if width.open_low or width.open_high else ""
        if (each.middle <= width.limit).sum() == 1:  # how far it goes to its neighbours is a guess
            text += "; no other value that was tried is within 10 % of that"
        else:
            text += f"; the values within 10 % of that span {at_least}{width.decades:.2f} decades"
    gone = int(np.isposinf(each.middle).sum())
    text += f"; {gone} of the settings diverged" if gone else ""
    return Sentence("finding", text + ".")
