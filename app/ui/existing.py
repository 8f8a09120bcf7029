"""Files that are to be written, in words: where to, and which are there already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..engine.error import InputError

__all__ = ["existing", "folder_of", "named", "stand"]


def folder_of(text: str) -> Path:
    """Return the folder that was typed; a path that does not say where it begins is in the home folder.

    Raises
    ------
    InputError
    """
    text = text.strip()
    if not text:
        raise InputError(f"A folder to write to belongs here, such as {Path.home() / 'descent-lab'}.")
    try:
        return Path.home() / Path(text).expanduser()
    except RuntimeError:
        name = Path(text).parts[0]
        raise InputError(f"There is no home folder of '{name}'; yours is {Path.home()}.") from None


def existing(files: Iterable[Path]) -> list[Path]:
    """Return which of the files exist, as far as may be seen."""
    found = []
    for path in files:
        with contextlib.suppress(OSError, ValueError):
            if path.exists():
                found.append(path)
    return found


def named(files: Sequence[Path]) -> str:
    """Return the names of files, of many the first ones."""
    names = [path.name for path in files]
    if len(names) > 3:
        names[2:] = [f"{len(names) - 2} more files"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def stand(files: Sequence[Path]) -> str:
    """Return the names with the verb after them."""
    return f"{named(files)} {'is' if len(files) == 1 else 'are'}"
