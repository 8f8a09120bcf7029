"""The seam between an experiment and whoever runs its blocks: this process, others, or a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .block import Block

__all__ = ["Answer", "Executor", "Gone", "Idle", "LeftOut", "Moved", "Ran", "Share", "Trouble"]


@dataclass(frozen=True, slots=True)
class Ran:
    """A block was run.

    Parameters
    ----------
    index : int
    content : bytes
        Its columns, from `columns_to_bytes`.
    seconds : float
    fingerprint : int
        Of the processor's arithmetic, from `fingerprint`.
    worker : str
        Who ran it.
    """

    index: int
    content: bytes
    seconds: float
    fingerprint: int
    worker: str


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a block is done."""

    index: int
    share: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """A block was not run.

    Parameters
    ----------
    index : int
    reason : str
        One sentence.
    details : str
        The traceback, if it failed.
    hopeless : bool
        Whether it would fail again.
    """

    index: int
    reason: str
    details: str = ""
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A block is run from its start by another worker, because its own has ended; nobody needs to submit it.

    Parameters
    ----------
    index : int
    reason : str
        One sentence.
    """

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """No block can be run any more; those that were submitted are lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is there to run blocks, which wait; told once, and again after somebody was there."""

    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody runs no blocks who might have: a worker that has ended, or could not give the same bits."""

    reason: str


Answer = Ran | Share | Moved | Trouble | Gone | Idle | LeftOut


class Executor(Protocol):
    """Runs blocks of one study. Answers come in any order; each block gets one `Ran` or `Trouble`."""

    @property
    def capacity(self) -> int:
        """Return how many blocks are worth submitting at one time."""

    @property
    def parallel(self) -> int:
        """Return how many blocks run at one time."""

    def submit(self, block: Block) -> None:
        """Have a block run; it returns at once."""

    def poll(self, wait: float) -> list[Answer]:
        """Return what has happened since the last call.

        Parameters
        ----------
        wait : float
            Seconds to wait at most if nothing has; one that runs blocks itself runs one instead.
        """

    def close(self) -> None:
        """End everything within a second; blocks that run are lost."""
