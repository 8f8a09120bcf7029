"""From a file to an optimizer class. What runs here is somebody's program: only where it may fail or hang."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from ...engine.error import InputError
from ...engine.optimizer import Optimizer, optimizers
from .probe import probe

__all__ = ["PREFIX", "load_file"]

PREFIX = "descent_lab_own_"  # of the names of modules that are files of one's own


def load_file(path: Path) -> type[Optimizer]:
    """Run a file and return the one optimizer class it defines, tried out and registered.

    A file that was loaded before is loaded anew, and its class takes the place of the old one.

    Parameters
    ----------
    path : Path
        A Python file. It imports from ``app.engine`` what the shipped optimizers import with dots.

    Raises
    ------
    InputError
        If it defines no optimizer or several, or one that breaks a promise.
    BaseException
        Whatever the file raises.
    """
    if path.suffix != ".py":
        raise InputError(f"{path.name} is no Python file.")
    name = PREFIX + path.stem
    module = ModuleType(name)
    module.__file__ = str(path)
    # Nothing of it stays registered if it fails half way.
    before, after = dict(optimizers.items), dict(optimizers.aliases)
    forget(path)
    sys.modules[name] = module
    try:
        # Not by import, which would put a compiled copy into the folder that the window watches, and might
        # take it for the file that was saved again within the same second.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
        kind = _only_class(module, path)
        probe(kind)
    except BaseException:
        sys.modules.pop(name, None)
        optimizers.items, optimizers.aliases = before, after
        raise
    return kind


def forget(path: Path) -> None:
    """Take a file's optimizer off the list, if it is there."""
    module = PREFIX + path.stem
    for name in [name for name, kind in optimizers.items.items() if kind.__module__ == module]:
        optimizers.remove(name)


def _only_class(module: ModuleType, path: Path) -> type[Optimizer]:
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Optimizer)
        and value.__module__ == module.__name__
        and value.name
    ]
    if len(found) != 1:
        names = ", ".join(kind.__name__ for kind in found) or "none"
        raise InputError(
            f"A file defines one class derived from Optimizer, with a name, but {path.name} has {names}."
        )
    return found[0]
