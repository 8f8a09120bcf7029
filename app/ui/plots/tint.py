"""Colours made from colours."""

from __future__ import annotations

from dataclasses import replace

from ..frame import LaneLook
from ..theme import Theme

__all__ = ["mix", "recoloured"]


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour '#rrggbb' with a share of another in it."""
    pairs = zip(bytes.fromhex(colour[1:7]), bytes.fromhex(other[1:7]), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def recoloured(looks: tuple[LaneLook, ...], old: Theme, new: Theme) -> tuple[LaneLook, ...]:
    """Return the same looks in another theme; colours that a person chose stay."""
    known = dict(zip(old.lanes, new.lanes, strict=True))
    return tuple(replace(look, colour=known.get(look.colour, look.colour)) for look in looks)
