"""How many seeds and steps an experiment has, where that is not what the race has."""

from __future__ import annotations

from typing import Any

import msgspec

from ...engine.error import InputError
from ..check import SEED_LIMIT
from ..spec import Study

__all__ = ["check_seed_count", "with_own_budget", "with_seed_count"]

_replace = msgspec.structs.replace


def with_seed_count(seeds: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Return as many seeds: the first ones, and after them numbers not yet taken."""
    first = max(seeds, default=-1) + 1
    return seeds[:count] + tuple(range(first, first + count - len(seeds)))


def with_own_budget(study: Study) -> Study:
    """Return a study whose seeds and steps are those that its experiment asks for.

    Whoever runs an experiment calls this first; all that runs blocks takes seeds and steps from the study.
    """
    spec: Any = study.experiment
    changes: dict[str, Any] = {}
    if getattr(spec, "seeds", 0):
        changes["seeds"] = with_seed_count(study.seeds, spec.seeds)
        spec = _replace(spec, seeds=0)
    if getattr(spec, "steps", 0):
        changes["steps"] = spec.steps
        spec = _replace(spec, steps=0)
    return _replace(study, experiment=spec, **changes) if changes else study


def check_seed_count(count: int) -> None:
    """Check how many seeds an experiment has of its own.

    Raises
    ------
    InputError
    """
    if not 0 <= count <= SEED_LIMIT:
        near = min(max(count, 0), SEED_LIMIT)
        raise InputError(
            f"An experiment has up to {SEED_LIMIT:,} seeds of its own, or with 0 those of the study, but "
            f"{count:,} were given. The nearest valid choice is {near:,}.",
            "seeds",
        )
