"""Aligned columns of text, and the table at the end of a race."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from ..study.outcome import LaneSummary

__all__ = ["aligned", "summary_table"]


def aligned(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return rows as lines with columns of equal width.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first is the head.
    right : sequence of int
        Columns of numbers, which end together.
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell if index in right else cell + " " * (width - _width(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def summary_table(names: Sequence[str], lanes: Sequence[LaneSummary], target: float) -> str:
    """Return the table of a race; with several runs, of their medians."""
    scores = [
        (name, title)
        for name, title in (
            ("validation_accuracy", "valid. acc."),
            ("test_accuracy", "test acc."),
            ("test_loss", "test loss"),
        )
        if any(name in lane.scores for lane in lanes)
    ]
    head = ["lane", "final loss", "best loss", "to target", *(title for _, title in scores)]
    rows = [[*head, "gradients", "µs/step", "status"]]
    for name, lane in zip(names, lanes, strict=True):
        steps = lane.steps_to_target
        rows.append(
            [
                " ".join(name.split()),
                _number(lane.loss),
                _number(lane.best_loss),
                "-" if steps is None else str(steps),
                *(_number(lane.score(score)) for score, _ in scores),
                str(lane.evaluations),
                "-" if math.isnan(lane.microseconds) else f"{lane.microseconds:.1f}",
                lane.status,
            ]
        )
    runs = len(lanes[0].seeds)
    note = f"Target loss {target:.4g}. " + (f"Medians over {runs} seeds." if runs > 1 else "One run a lane.")
    return aligned(rows, right=range(1, len(rows[0]) - 1)) + f"\n{note}"


def _number(value: float | None) -> str:
    return "-" if value is None or math.isnan(value) else f"{value:.4g}"
