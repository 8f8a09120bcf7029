"""What the window remembers: layout, theme, recent files. One INI file in the user's configuration folder."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

__all__ = ["LAYOUT_VERSION", "Settings", "state_folder"]

# Raised when docks are renamed or regrouped: an old layout is then dropped instead of being restored wrongly.
LAYOUT_VERSION = 1
_RECENT = 8


def state_folder() -> Path:
    """Return the folder for settings and autosave; DESCENT_LAB_HOME overrides it."""
    chosen = os.environ.get("DESCENT_LAB_HOME")
    if chosen:
        return Path(chosen)
    return (
        Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation))
        / "descent-lab"
    )


class Settings:
    """Typed access to the INI file; a broken file never stops the start."""

    def __init__(self) -> None:
        folder = state_folder()
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a switch."""
        return self.text(key, "true" if default else "false") == "true"

    def set(self, key: str, value: str | bool) -> None:
        """Store a text or a switch."""
        self._store.setValue(key, ("true" if value else "false") if isinstance(value, bool) else value)

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Return window geometry and dock state, or None if there is none of this version."""
        geometry, state = self._store.value("window/geometry"), self._store.value("window/state")
        if self.text("window/version") != str(LAYOUT_VERSION):
            return None
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def set_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Store window geometry and dock state."""
        self._store.setValue("window/geometry", geometry)
        self._store.setValue("window/state", state)
        self._store.setValue("window/version", str(LAYOUT_VERSION))

    def forget_layout(self) -> None:
        """Drop the stored layout."""
        for key in ("geometry", "state", "version", "arrangement"):
            self._store.remove(f"window/{key}")
        self._store.remove("legend")

    def recent(self) -> list[Path]:
        """Return recently opened study files that still exist, newest first."""
        return [
            path for path in map(Path, filter(None, self.text("files/recent").split("\n"))) if path.is_file()
        ]

    def add_recent(self, path: Path) -> None:
        """Put a study file on top of the recent ones."""
        kept = [path.resolve(), *(other for other in self.recent() if other != path.resolve())]
        self.set("files/recent", "\n".join(map(str, kept[:_RECENT])))
