"""What can be said of a suite while it runs: of the tasks that are complete, as the report says it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..experiment.kind import Done
from ..experiment.part import parts_of
from ..experiment.suite_standing import SuiteStanding, stand
from ..spec import Study
from ..statistics.pair import Pair
from ..statistics.sentence import Sentence
from ..statistics.suite_verdict import SuiteVerdict
from .experiment import result_blocks, sentences_of, suite_of
from .section import Block

__all__ = ["SuiteFound", "found_of"]


@dataclass(frozen=True, slots=True, eq=False)
class SuiteFound:
    """What is known.

    Parameters
    ----------
    tasks : frozenset of int
        That are complete.
    standing : SuiteStanding or None
        None before the first of them.
    verdict : SuiteVerdict or None
        Over all of them; None of a single task or a single lane.
    pairs : tuple of Pair
        Who is sooner; none of a single lane.
    sentences : tuple of Sentence
    tables : tuple of Block
    """

    tasks: frozenset[int]
    standing: SuiteStanding | None = None
    verdict: SuiteVerdict | None = None
    pairs: tuple[Pair, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Block, ...] = ()


def found_of(study: Study, done: Done, tasks: Collection[int]) -> SuiteFound:
    """Return what the complete tasks say.

    Parameters
    ----------
    study : Study
        With a `SuiteSpec`.
    done : sequence of (Block, Columns)
    tasks : collection of int
        Those of which all blocks are among ``done``.
    """
    chosen = frozenset(tasks)
    parts = [part for index, part in enumerate(parts_of(study, done)) if index in chosen]
    if not parts:
        return SuiteFound(chosen)
    standing, verdict = suite_of(parts) or (stand(parts), None)
    return SuiteFound(
        chosen,
        standing,
        verdict,
        standing.pairs(),
        tuple(sentences_of(study, parts)),
        tuple(result_blocks(study, parts)),
    )
