"""What is read off curves over a clock: values at a place, what was changed where, where the target is."""

from __future__ import annotations

from math import isfinite

import numpy as np

from ...study.target import target_loss
from ..frame import Frame, RaceView
from ..theme import Theme
from .axis import COUNTS, is_clock, places, title_of
from .companion import Companion
from .curves import Curves
from .guides import Tick
from .path_reading import said
from .readout import number, row
from .scale import Scale

__all__ = ["agreed", "changes_at", "head_at", "target_at", "values_at"]


def agreed(places: list[float], within: float) -> float | None:
    """Return the place of all lanes if they stand at the same one."""
    if not places or max(places) - min(places) > within:
        return None
    return places[0]


def changes_at(frame: Frame, clock: str, log: bool) -> tuple[Tick, ...]:
    """Return where on a clock something of a lane was changed; nothing if it is no clock."""
    scale, ticks = Scale(log), []
    if not is_clock(clock):
        return ()
    for lane, (spec, look) in enumerate(zip(frame.race.study.lanes, frame.looks, strict=True)):
        history = frame.race.history.lanes[lane]
        for change in spec.changes if look.visible else ():
            if change.step < history.length:
                x = scale.at(float(places(history, clock, np.array([change.step]))[0]))
                tip = f"{look.name}: {change.name} = {said(change.value)} from step {change.step:,}"
                ticks.append(Tick(x, look.colour, tip))
    return tuple(tick for tick in ticks if isfinite(tick.x))


def target_at(race: RaceView, name: str, log: bool) -> tuple[float, str] | None:
    """Return where on an axis the target is, and its name; None on an axis that has none."""
    if name not in ("loss", "suboptimality"):
        return None
    target = target_loss(race.study, race.problem)
    if name == "suboptimality":
        target -= race.problem.surface.lowest
    at = Scale(log).at(target)
    return (at, f"target {number(target, 3)}") if isfinite(at) else None


def head_at(clock: str, at: float) -> str:
    """Return a place on a clock in words."""
    place = f"{round(at):,}" if clock in COUNTS and abs(at) < 1e15 else number(at, 5)
    return f"{title_of(clock).split(' (')[0]} {place.replace('-', '−')}"


def values_at(curves: Curves, companion: Companion | None, frame: Frame, theme: Theme, x: float) -> list[str]:
    """Return a row for each lane at a view coordinate, best first, those of a reference last."""
    values = curves.values_at(frame, x)
    if companion is not None:
        values += companion.values_at(frame, theme, x)
    return [row(colour, *cells) for colour, *cells in values]
