"""What may be concluded from losses at the end, whether or not anybody reached a target."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from .evidence import Evidence
from .finding import findings
from .lane_verdict import lane_verdict
from .pair import Pair, compare
from .sentence import Sentence
from .verdict import corrected

__all__ = ["FinalVerdict", "judge_finals"]


@dataclass(frozen=True, slots=True, eq=False)
class FinalVerdict:
    """Sentences and the pairs they rest on; cautions are those of `verdict.judge`."""

    sentences: tuple[Sentence, ...]
    pairs: tuple[Pair, ...]
    runs: int


def judge_finals(evidence: Evidence, loss: str = "loss") -> FinalVerdict:
    """Return what the losses at the end allow to say.

    Parameters
    ----------
    evidence : Evidence
    loss : str
        What they are, such as ``test loss``.
    """
    runs = min(evidence.independent, evidence.finals.shape[1])
    lanes = range(len(evidence.lanes))
    rows = tuple(lane_verdict(evidence, "steps", lane, runs) for lane in lanes)
    pairs = corrected(
        [compare(evidence.finals, i, j, evidence.paired, runs) for i, j in combinations(lanes, 2)]
    )
    said = findings(evidence, "steps", evidence.finals, pairs, rows, runs, "lower", loss)
    return FinalVerdict(tuple(said), tuple(pairs), runs)
