"""The place in a study that an error belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..engine.error import InputError

__all__ = ["placed"]


@contextmanager
def placed(where: str) -> Iterator[None]:
    """Add a place to the errors raised within."""
    try:
        yield
    except InputError as error:
        raise error.at(where) from None
