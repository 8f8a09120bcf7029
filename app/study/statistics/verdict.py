"""What may and what may not be concluded about lanes on one task, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ...engine.error import unknown_name
from .caution import cautions
from .evidence import Evidence
from .finding import findings, nobody
from .lane_verdict import LaneVerdict, lane_verdict
from .pair import Pair, compare
from .sentence import Sentence
from .signed_rank import holm

__all__ = ["Verdict", "corrected", "judge"]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """Sentences and what they rest on.

    Parameters
    ----------
    sentences : tuple of Sentence
        The most important first.
    rows : tuple of LaneVerdict
    pairs : tuple of Pair
        Of all lanes, the first with the lower number.
    unit : str
    runs : int
        How many are independent of each other.
    """

    sentences: tuple[Sentence, ...]
    rows: tuple[LaneVerdict, ...]
    pairs: tuple[Pair, ...]
    unit: str
    runs: int

    @property
    def text(self) -> str:
        """Return all sentences."""
        return " ".join(sentence.text for sentence in self.sentences)


def judge(evidence: Evidence, unit: str = "steps") -> Verdict:
    """Return what the evidence allows to say, by one unit of time.

    Parameters
    ----------
    evidence : Evidence
    unit : str
        One of the evidence's times.

    Raises
    ------
    InputError
        If the evidence has no such unit.
    """
    if unit not in evidence.times:
        raise unknown_name("unit of time", unit, evidence.times)
    times = evidence.times[unit]
    runs = min(evidence.independent, times.shape[1])
    rows = tuple(lane_verdict(evidence, unit, lane, runs) for lane in range(len(evidence.lanes)))
    missed = not np.isfinite(times).any()
    compared = evidence.finals if missed else times
    pairs = corrected(
        [compare(compared, i, j, evidence.paired, runs) for i, j in combinations(range(len(times)), 2)]
    )
    said = [nobody(evidence, runs)] if missed else []
    said += findings(evidence, unit, compared, pairs, rows, runs, "lower" if missed else "sooner")
    return Verdict(tuple(said + cautions(evidence, unit, runs)), rows, tuple(pairs), unit, runs)


def corrected(pairs: list[Pair]) -> list[Pair]:
    """Correct the p-values for all pairs together: which lanes to compare was not chosen beforehand."""
    known = [pair.p for pair in pairs if pair.p is not None]
    raised = iter(holm(known))
    return [pair if pair.p is None else replace(pair, p=float(next(raised))) for pair in pairs]
