"""The suites that come with the app: files like any other study."""

from __future__ import annotations

from pathlib import Path

from ...engine.resource import resource

__all__ = ["suite_names", "suite_path"]

_FOLDER = "suites"
_END = ".descent.json"


def suite_names() -> list[str]:
    """Return the names of the suites that are shipped."""
    return sorted(path.name.removesuffix(_END) for path in resource(_FOLDER).glob(f"*{_END}"))


def suite_path(text: str) -> Path:
    """Return the file of a shipped suite, or else the path that a text is."""
    if text in suite_names() and not Path(text).is_file():
        return resource(_FOLDER) / f"{text}{_END}"
    return Path(text)
