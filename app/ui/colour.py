"""The colour of each lane: a number that stays with the lane, or a colour that the person chose.

A study keeps it as text: ``"1"`` to ``"99"`` for the theme's colours in order, or ``"#rrggbb"``.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from ..study.lane_name import lane_names
from ..study.spec import Study
from .frame import LaneLook
from .theme import Theme, lane_looks

__all__ = ["number_of", "shown_looks", "study_looks", "with_colours"]


def number_of(colour: str) -> int | None:
    """Return the colour number, counted from 0, that a text holds; None if it is no number."""
    return int(colour) - 1 if colour.isascii() and colour.isdigit() and 0 < int(colour) < 100 else None


def with_colours(study: Study) -> Study:
    """Return the study with the lowest free number for each lane that has no colour."""
    taken = {number_of(lane.colour) for lane in study.lanes}
    lanes = []
    for lane in study.lanes:
        if number_of(lane.colour) is None and not lane.colour.startswith("#"):
            number = next(number for number in range(len(study.lanes) + 1) if number not in taken)
            taken.add(number)
            lane = msgspec.structs.replace(lane, colour=str(number + 1))
        lanes.append(lane)
    return msgspec.structs.replace(study, lanes=tuple(lanes))


def study_looks(
    study: Study, theme: Theme, solo: int | None, highlighted: int | None
) -> tuple[LaneLook, ...]:
    """Return how each lane is drawn.

    Parameters
    ----------
    study : Study
    theme : Theme
    solo : int, optional
        The only lane that is shown, even if it is muted.
    highlighted : int, optional
    """
    shown = [(not lane.muted if solo is None else index == solo) for index, lane in enumerate(study.lanes)]
    numbers = [number_of(lane.colour) or 0 for lane in study.lanes]
    looks = lane_looks(theme, lane_names(study), numbers, shown, highlighted)
    return tuple(
        replace(look, colour=lane.colour, dash=()) if lane.colour.startswith("#") else look
        for look, lane in zip(looks, study.lanes, strict=True)
    )


def shown_looks(study: Study | None, theme: Theme) -> tuple[LaneLook, ...]:
    """Return how the lanes of an experiment are drawn: all of them are visible; none without a study."""
    if study is None:
        return ()
    seen = tuple(msgspec.structs.replace(lane, muted=False) for lane in study.lanes)
    return study_looks(msgspec.structs.replace(study, lanes=seen), theme, None, None)
