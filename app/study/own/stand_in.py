"""What the window knows of an optimizer of one's own: its declaration, never its program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...engine.optimizer import Optimizer, Slot, optimizers
from ...engine.parameter import Parameter
from ..spec import Study
from .load import PREFIX

__all__ = ["Described", "describe", "described_lanes", "stand_in"]

_TEXTS = ("name", "title", "formula", "description", "reference", "no_surface", "warning", "shape")


@dataclass(frozen=True, slots=True)
class Described:
    """An optimizer class as plain data, which goes through a pipe.

    Parameters
    ----------
    path : str
        The file that defines it.
    texts : dict of str
    parameters : tuple of Parameter
    slots : tuple of Slot
    batch_size : int or None
    tuned : tuple of str
    """

    path: str
    texts: dict[str, str]
    parameters: tuple[Parameter, ...]
    slots: tuple[Slot, ...]
    batch_size: int | None
    tuned: tuple[str, ...]


def describe(kind: type[Optimizer], path: str) -> Described:
    """Return what a class declares."""
    return Described(
        path,
        {name: str(getattr(kind, name)) for name in _TEXTS},
        tuple(kind.parameters),
        tuple(kind.slots),
        kind.batch_size,
        tuple(kind.tuned),
    )


def described_lanes(study: Study) -> tuple[Described, ...]:
    """Return what the optimizers of one's own among a study's lanes declare, for a process without them."""
    used = dict.fromkeys(optimizers[lane.optimizer] for lane in study.lanes)
    return tuple(describe(kind, "") for kind in used if kind.__module__.startswith(PREFIX))


def stand_in(described: Described, stem: str) -> type[Optimizer]:
    """Return a class with the same declaration that cannot step, and register it.

    Parameters
    ----------
    described : Described
    stem : str
        Of the file's name.
    """
    body: dict[str, Any] = {
        **described.texts,
        "__module__": PREFIX + stem,
        "__doc__": described.texts["description"],
        "rank": 2000,
        "parameters": described.parameters,
        "slots": described.slots,
        "batch_size": described.batch_size,
        "tuned": described.tuned,
    }
    return type(described.texts["title"], (Optimizer,), body)
