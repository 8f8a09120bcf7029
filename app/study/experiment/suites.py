"""The suites that come with the app: files like any other study."""

from __future__ import annotations

from pathlib import Path

from ...engine.error import unknown_name
from ...engine.resource import resource

__all__ = ["suite_names", "suite_path"]

_FOLDER = "suites"
_END = ".descent.json"


def suite_names() -> list[str]:
    """Return the names of the suites that are shipped."""
    return sorted(path.name.removesuffix(_END) for path in resource(_FOLDER).glob(f"*{_END}"))


def suite_path(text: str) -> Path:
    """Return the file of a shipped suite, or else the path that a text is.

    Raises
    ------
    InputError
        If a name is that of no suite.
    """
    path = Path(text)
    if path.is_file() or path.suffix or path.name != text:
        return path
    if text not in suite_names():
        raise unknown_name("suite", text, suite_names())
    return resource(_FOLDER) / f"{text}{_END}"
