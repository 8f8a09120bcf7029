"""Blocks run by this process, one after the other."""

from __future__ import annotations

from collections import deque

from .block import Block
from .executor import Answer
from .task import run_task

__all__ = ["SerialExecutor"]


class SerialExecutor:
    """Runs a block whenever it is asked what has happened.

    Parameters
    ----------
    study : bytes
        The content of a study's file.
    """

    capacity = parallel = 1

    def __init__(self, study: bytes) -> None:
        self._study = study
        self._waiting: deque[Block] = deque()

    def submit(self, block: Block) -> None:
        """Put a block in the row."""
        self._waiting.append(block)

    def poll(self, wait: float) -> list[Answer]:
        """Run the next block to its end."""
        if not self._waiting:
            return []
        return [run_task(self._study, self._waiting.popleft(), "this process", lambda share: None)]

    def close(self) -> None:
        """Forget the blocks that wait."""
        self._waiting.clear()
