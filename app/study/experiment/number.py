"""Blocks of several lanes as one stage of a plan."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .block import Block
from .kind import Done

__all__ = ["numbered"]


def numbered(blocks: Iterable[Block], stage: int, done: Done) -> list[Block]:
    """Return blocks with their stage, counted on from the last stage's."""
    first = done[-1][0].index + 1 if len(done) else 0
    return [
        msgspec.structs.replace(block, index=first + place, stage=stage) for place, block in enumerate(blocks)
    ]
