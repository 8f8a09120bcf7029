"""Undo and redo over frozen states: each step keeps the whole state before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["UndoStack"]

T = TypeVar("T")

_LIMIT = 500
_MERGE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Step(Generic[T]):
    before: T
    after: T
    text: str
    merge_key: str
    time: float


class UndoStack(Generic[T]):
    """What was done, and what was undone of it."""

    def __init__(self) -> None:
        self._done: list[_Step[T]] = []
        self._undone: list[_Step[T]] = []

    def push(self, before: T, after: T, text: str, merge_key: str, now: float) -> None:
        """Note a change of state.

        Parameters
        ----------
        before, after : T
        text : str
            For the menu.
        merge_key : str
            Changes in a row with the same key, each within a second of the last, are one step; empty: never.
        now : float
            Seconds of any clock.
        """
        last = self._done[-1] if self._done else None
        if (
            last is not None
            and merge_key
            and last.merge_key == merge_key
            and now - last.time <= _MERGE_SECONDS
            and not self._undone
        ):
            self._done[-1] = _Step(last.before, after, text, merge_key, now)
        else:
            self._done.append(_Step(before, after, text, merge_key, now))
            del self._done[:-_LIMIT]
        self._undone.clear()

    def undo(self) -> T | None:
        """Return the state before the last step, or None if there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1].before

    def redo(self) -> T | None:
        """Return the state after the step undone last, or None if there is none."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1].after

    def clear(self) -> None:
        """Forget everything."""
        self._done.clear()
        self._undone.clear()

    @property
    def undo_text(self) -> str | None:
        """Return what would be undone, or None."""
        return self._done[-1].text if self._done else None

    @property
    def redo_text(self) -> str | None:
        """Return what would be done again, or None."""
        return self._undone[-1].text if self._undone else None
