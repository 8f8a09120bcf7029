"""What the window and a process that runs blocks say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from ..spec import Study
from .block import BasinBlock, Columns

__all__ = ["Answer", "Begin", "Command", "Failed", "Heard", "Ran", "Run", "Warm"]


@dataclass(frozen=True, slots=True)
class Begin:
    """Forget all blocks; those to come are of this study, or there are none.

    Parameters
    ----------
    generation : int
    study : Study or None
    own : tuple of str
        The files of a person's own optimizers that are trusted.
    """

    generation: int
    study: Study | None
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Run a block after those asked for before."""

    generation: int
    block: BasinBlock


@dataclass(frozen=True, slots=True)
class Warm:
    """All is imported."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The process has dropped all blocks of studies before this generation."""

    generation: int


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """What a block gave, and how many seconds it took."""

    generation: int
    block: BasinBlock
    columns: Columns
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A block could not be run.

    Parameters
    ----------
    generation : int
    block : BasinBlock
    text : str
        One sentence or two.
    details : str
        The traceback of what should not happen; empty for a refusal.
    """

    generation: int
    block: BasinBlock
    text: str
    details: str = ""


Command = Begin | Run
Answer = Warm | Heard | Ran | Failed
