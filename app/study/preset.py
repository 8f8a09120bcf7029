"""The studies that ship with the app: ``resources/presets``, one file each, in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass

from ..engine.error import unknown_name
from ..engine.resource import resource
from .disk import read_whole
from .file import load_study, study_from_json
from .spec import Study

__all__ = ["Preset", "default_study", "list_presets", "load_preset"]

SUFFIX = ".descent.json"


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped study: its name, and the title and description of what it teaches."""

    name: str
    title: str
    description: str


def list_presets() -> list[Preset]:
    """Return all presets; the first is what a first start shows."""
    found = []
    for name, path in _paths().items():
        study = study_from_json(read_whole(path))
        found.append(Preset(name, study.title, study.description))
    return found


def load_preset(name: str) -> Study:
    """Return one preset's study.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    paths = _paths()
    if name not in paths:
        raise unknown_name("preset", name, paths)
    return load_study(paths[name])


def default_study() -> Study:
    """Return the study of a first start."""
    return load_preset(next(iter(_paths())))


def _paths() -> dict[str, str]:
    files = sorted(resource("presets").glob(f"*{SUFFIX}"))
    return {path.name.removesuffix(SUFFIX).partition("-")[2]: str(path) for path in files}
