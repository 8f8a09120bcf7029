"""A verdict as a table for a spreadsheet: a row for each lane, then one for each pair."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

from .bootstrap import Estimate
from .evidence import Evidence
from .sentence import Sentence
from .verdict import Verdict, judge

__all__ = ["COLUMNS", "PAIR_COLUMNS", "sentences_csv", "verdict_csv"]

COLUMNS = (
    *("unit", "lane", "target", "runs", "independent_runs", "successes", "diverged"),
    *("success_rate", "success_rate_low", "success_rate_high"),
    *("median", "quartile_low", "quartile_high", "expected_time", "expected_time_low", "expected_time_high"),
)
PAIR_COLUMNS = (
    *("unit", "lane", "other", "won", "lost", "tied"),
    *("probability_better", "probability_low", "probability_high", "p_holm", "test"),
)


def sentences_csv(sentences: Sequence[Sentence]) -> bytes:
    """Return sentences as CSV, each with its kind."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("kind", "sentence"))
    writer.writerows((sentence.kind, sentence.text) for sentence in sentences)
    return text.getvalue().encode()


def verdict_csv(evidence: Evidence, task: str = "") -> bytes:
    """Return the numbers of all units as CSV.

    Times of a miss are ``inf``; empty is what needs ten runs. The two tables are apart by an empty line; the
    sentences stand at the end, by unit.

    Parameters
    ----------
    evidence : Evidence
    task : str
        Its name, in a line of its own above all.
    """
    verdicts = [judge(evidence, unit) for unit in evidence.times]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if task:
        writer.writerow(("task", task))
    writer.writerow(COLUMNS)
    for verdict in verdicts:
        for row in verdict.rows:
            head = (
                verdict.unit,
                row.name,
                evidence.target,
                row.runs,
                verdict.runs,
                row.successes,
                row.diverged,
            )
            rate = (row.successes / row.runs, *_ends(row.rate))
            time = (row.median, row.low, row.high, row.expected, *_ends(row.expected_interval))
            writer.writerow(map(_cell, (*head, *rate, *time)))
    if len(evidence.lanes) > 1:
        writer.writerow(())
        writer.writerow(PAIR_COLUMNS)
        for verdict in verdicts:
            _write_pairs(writer, evidence, verdict)
    writer.writerow(())
    writer.writerow(("unit", "kind", "sentence"))
    for verdict in verdicts:
        writer.writerows((verdict.unit, sentence.kind, sentence.text) for sentence in verdict.sentences)
    return text.getvalue().encode()


def _write_pairs(writer: object, evidence: Evidence, verdict: Verdict) -> None:
    for pair in verdict.pairs:
        value = None if pair.probability is None else pair.probability.value
        names = evidence.lanes[pair.first], evidence.lanes[pair.second]
        cells = (*names, pair.won, pair.lost, pair.tied, value, *_ends(pair.probability), pair.p, pair.test)
        writer.writerow(map(_cell, (verdict.unit, *cells)))  # type: ignore[attr-defined]


def _ends(estimate: Estimate | None) -> tuple[float | None, float | None]:
    return (None, None) if estimate is None else (estimate.low, estimate.high)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "inf"
    return "" if value is None else value
