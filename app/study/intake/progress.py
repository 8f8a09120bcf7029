"""How far a long reading has come, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["CancelledError", "Progress", "silent"]

# Called now and then with the share done, from 0 to 1; it may raise `CancelledError`.
Progress = Callable[[float], None]


class CancelledError(Exception):
    """The person does not want it any more; what was written is gone."""


def silent(share: float) -> None:
    """Tell nobody."""
