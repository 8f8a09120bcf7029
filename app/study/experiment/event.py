"""What an experiment says while it runs: plain values, asked for by whoever shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .block import Block
from .columns import Columns

__all__ = [
    "Advanced",
    "Began",
    "Cancelled",
    "Completed",
    "Event",
    "Failed",
    "Finished",
    "Noted",
    "Recalled",
    "Retried",
    "StageBegan",
    "Stopped",
    "Waiting",
]


@dataclass(frozen=True, slots=True)
class StageBegan:
    """The blocks of a stage are known.

    Parameters
    ----------
    stage, blocks : int
    stored : int
        How many of them were run before, by a run that was ended.
    plan : sequence of Block
        The blocks themselves.
    """

    stage: int
    blocks: int
    stored: int
    plan: Sequence[Block] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Recalled:
    """Blocks that an earlier run has left, with what they gave; told to whoever asked for it."""

    done: list[tuple[Block, Columns]] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Began:
    """A block was handed to a process; ``attempt`` counts from 1."""

    block: Block
    attempt: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """A part of a block is done."""

    index: int
    share: float


@dataclass(frozen=True, slots=True)
class Completed:
    """A block is done, and what it gave is in the store."""

    block: Block
    seconds: float
    worker: str
    columns: Columns = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Retried:
    """A block was not done, because it failed or the process that ran it ended; it will be run once more."""

    block: Block
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A block was given up. The other blocks go on.

    Parameters
    ----------
    block : Block
    attempts : int
    reason : str
        One sentence.
    details : str
        The traceback, if there is one.
    """

    block: Block
    attempts: int
    reason: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything was run, but for ``failed``, and the files are written."""

    paths: list[Path]
    failed: list[Failed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person ended it. What was done is in the store."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing can run blocks any more, or nothing can be stored. What was done is in the store."""

    reason: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody is there to run blocks. They are run when somebody comes."""

    reason: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a person should know, and that changes no result: who runs no blocks, and why."""

    reason: str


Event = (
    StageBegan
    | Recalled
    | Began
    | Advanced
    | Completed
    | Retried
    | Failed
    | Finished
    | Cancelled
    | Stopped
    | Waiting
    | Noted
)
