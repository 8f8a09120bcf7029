"""What is read off paths in the plane of two quantities: a point's step and values, and what was changed."""

from __future__ import annotations

from ...engine.quantity import quantities
from ..frame import Frame
from ..theme import Theme
from .axis import title_of
from .companion import Companion
from .marks import Mark
from .portrait import Portrait, Spot
from .readout import number, row

__all__ = ["changes_on", "reading", "said"]


def said(value: object) -> str:
    """Return the value of a hyperparameter in words."""
    return number(value, 4) if isinstance(value, float) else str(value)


def changes_on(paths: Portrait, frame: Frame, theme: Theme) -> list[Mark]:
    """Return where on its path a lane was when something of it was changed."""
    marks: list[Mark] = []
    for lane, (spec, look) in enumerate(zip(frame.race.study.lanes, frame.looks, strict=True)):
        for change in spec.changes if look.visible else ():
            place = paths.place(frame, lane, change.step)
            if place is not None:
                tip = f"{look.name}: {change.name} = {said(change.value)} from step {change.step:,}"
                marks.append(Mark(*place, "ring", look.colour, theme.plot, 9.0, tip=tip, lane=lane))
    return marks


def reading(
    spot: Spot,
    paths: Portrait,
    companion: Companion | None,
    frame: Frame,
    theme: Theme,
    axes: tuple[str, str],
    mark: Mark | None,
) -> tuple[str, list[str]]:
    """Return heading and rows of the values at a point: its lane first, then the others at that step.

    Parameters
    ----------
    spot : Spot
    paths : Portrait
    companion : Companion or None
    frame : Frame
    theme : Theme
    axes : (str, str)
        What is across, and what goes upwards.
    mark : Mark or None
        That is pointed at.
    """
    share = spot.step / frame.race.history.plan.lanes[spot.lane].steps
    values = paths.values_at(frame, share, spot.lane)
    if companion is not None:
        values += companion.points_at(frame, theme, share)
    across, up = title_of(axes[0]).split(" (")[0], quantities[axes[1]].title
    head = f"{frame.looks[spot.lane].name}, step {spot.step:,}\n{across} · {up}"
    if mark is not None and mark.kind == "ring":
        head = f"{mark.tip}\n{head}"
    return head, [row(colour, *cells) for colour, *cells in values]
