"""A block: the part of an experiment that one process runs at one time."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec

__all__ = ["Block"]


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """What is run, and where it stands in the plan. What comes out depends on the study and `content` alone.

    Parameters
    ----------
    index : int
        The place in the plan, counted through all stages.
    stage : int
        Blocks of a stage do not need each other; those of the next may be made from what they gave.
    content : Struct, dict, list or number
        What the experiment's kind needs to run it; anything that msgspec encodes. It is best made of indices
        into the study: a plan of a million blocks lies in memory.
    work : float
        How long it takes compared with others, such as an estimate in seconds.
    label : str
        For a person, such as ``adam, 33 settings, seeds 0-9``.
    """

    index: int
    stage: int = 0
    content: Any = None
    work: float = 1.0
    label: str = ""

    @property
    def key(self) -> int:
        """Return a number that changes when the block is another one."""
        return zlib.crc32(msgspec.msgpack.encode((self.stage, self.content), order="deterministic"))
