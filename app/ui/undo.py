"""Undo and redo over frozen states: each step keeps the whole state on its other side."""

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
    """A state, and the way to it.

    Attributes
    ----------
    state : T
        As it is now.
    """

    def __init__(self, state: T) -> None:
        self.state = state
        self._done: list[_Step[T]] = []
        self._undone: list[_Step[T]] = []

    def push(self, state: T, text: str, merge_key: str, now: float) -> None:
        """Go to a new state.

        Parameters
        ----------
        state : T
        text : str
            What leads there, for the menu.
        merge_key : str
            Steps in a row with the same key, each within a second of the last, are one; empty: never.
        now : float
            Seconds of any clock.
        """
        last = self._done[-1] if self._done and not self._undone else None
        before = self.state
        if (
            last is not None
            and merge_key
            and last.merge_key == merge_key
            and now - last.time <= _MERGE_SECONDS
        ):
            before = last.before
            self._done.pop()
        self._done.append(_Step(before, state, text, merge_key, now))
        del self._done[:-_LIMIT]
        self._undone.clear()
        self.state = state

    def undo(self) -> bool:
        """Go to the state before the last step; return whether there is one."""
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        self.state = step.before
        return True

    def redo(self) -> bool:
        """Go to the state after the step undone last; return whether there is one."""
        if not self._undone:
            return False
        step = self._undone.pop()
        self._done.append(step)
        self.state = step.after
        return True

    @property
    def undo_text(self) -> str | None:
        """Return what would be undone, or None."""
        return self._done[-1].text if self._done else None

    @property
    def before(self) -> T | None:
        """Return the state that `undo` would go to."""
        return self._done[-1].before if self._done else None

    @property
    def redo_text(self) -> str | None:
        """Return what would be done again, or None."""
        return self._undone[-1].text if self._undone else None
