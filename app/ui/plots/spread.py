"""How many runs become one curve: median and quartiles, or mean and interval; with or without the runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...study.statistics.sample import INTERVAL_FROM

__all__ = ["BAND_FROM", "SINGLES", "Spread"]

BAND_FROM = 3
SINGLES = 30  # so many single runs are drawn at most: more are one blot, and cost time


@dataclass(frozen=True, slots=True)
class Spread:
    """What is drawn of the seeds of a lane, where there are three or more.

    Parameters
    ----------
    kind : {'median', 'mean'}
        The median in a band of quartiles, or the mean in its 95 % bootstrap interval.
    singles : bool
        Whether the single runs are drawn faintly behind it.
    """

    kind: Literal["median", "mean"] = "median"
    singles: bool = False

    def note(self, runs: int) -> str:
        """Return what a curve of so many runs is, for the legend; empty for one."""
        if runs < BAND_FROM:
            return "" if runs == 1 else f"{runs} seeds; bold: the run shown"
        if self.kind == "median":
            text = f"median of {runs} seeds, band 25–75 %"
        elif runs >= INTERVAL_FROM:
            text = f"mean of {runs} seeds, band: 95 % bootstrap interval"
        else:
            text = f"mean of {runs} seeds, n too small for an interval ({INTERVAL_FROM} needed)"
        if self.singles:
            text += "; thin: single runs" if runs <= SINGLES else f"; thin: the first {SINGLES} runs"
        return text

    def path_note(self, runs: int) -> str:
        """Return what a path of so many runs is, in the plane of two quantities; empty for one."""
        if runs < BAND_FROM:
            return "" if runs == 1 else f"{runs} seeds; bold: the run shown"
        text = f"{self.kind} of {runs} seeds in each quantity; no band: x is no clock"
        if self.singles:
            text += "; thin: single runs" if runs <= SINGLES else f"; thin: the first {SINGLES} runs"
        return text

    def to_text(self) -> str:
        """Return it as a setting."""
        return f"{self.kind}{'+runs' if self.singles else ''}"

    @classmethod
    def from_text(cls, text: str) -> Spread:
        """Return what a setting says; the default if it says nothing known."""
        kind, _, singles = text.partition("+")
        return cls("mean" if kind == "mean" else "median", singles == "runs")
