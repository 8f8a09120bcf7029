"""What the command line asks of an animation: ``gif:of=loss,size=800x500,rate=20,seconds=6``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...engine.error import InputError, unknown_name
from ...engine.problem import Problem
from ...engine.quantity import quantities
from ..phrase import cut
from .animation import FORMATS, Animation
from .encode import require

__all__ = ["STAGE", "TRAJECTORY", "AnimationRequest", "parse_animation"]

STAGE, TRAJECTORY = "stage", "trajectory"
_WITHOUT = (STAGE, TRAJECTORY)  # a quantity
_PLACE = "--animation"
_EXAMPLE = "gif:of=stage,size=800x500,rate=20,seconds=6"
_NUMBERS = {"rate": int, "seconds": float, "pause": float}
_OTHER_NAMES = {"fps": "rate"}
_KEYS = ("of", "size", *_NUMBERS, "from", "to")


@dataclass(frozen=True, slots=True)
class AnimationRequest:
    """What was asked for before the race is run.

    Parameters
    ----------
    of : str
        ``stage``, ``trajectory`` or a quantity.
    animation : Animation
        From the first tick; its last is meant only if ``ends``.
    ends : bool
        Whether a last tick was asked for.
    """

    of: str
    animation: Animation
    ends: bool

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return f"{self.of}.{self.animation.format}"

    def check(self, problem: Problem, ticks: int) -> None:
        """Refuse what a race on this problem cannot show, however long it is.

        Raises
        ------
        InputError
        """
        if self.of not in _WITHOUT and not quantities[self.of]().available(problem):
            raise InputError(f"This problem has no {quantities[self.of].title.lower()} to animate.", _PLACE)
        self.within(ticks)

    def within(self, tick: int) -> Animation:
        """Return the animation of a race that is recorded up to a tick.

        Raises
        ------
        InputError
            If it begins or ends later.
        """
        asked = self.animation
        for value, word in ((asked.first, "begin"), (asked.last, "end")):
            if value > tick and (self.ends or word == "begin"):
                raise InputError(
                    f"The animation is to {word} with step {value:,}, but the last there is is {tick:,}.",
                    _PLACE,
                )
        return asked if self.ends else replace(asked, last=tick)


def parse_animation(text: str) -> AnimationRequest:
    """Return what a text such as ``gif:of=loss,size=800x500`` asks for, if it can be encoded here.

    Raises
    ------
    InputError
        With the rule, the value received and the nearest choice.
    """
    form, settings = cut(text, "animation", _EXAMPLE)
    if form not in FORMATS:
        raise unknown_name("animation format", form, FORMATS)
    for key, other in _OTHER_NAMES.items():
        if key in settings and other not in settings:
            settings[other] = settings.pop(key)
    of = settings.get("of", STAGE)
    if of not in (*_WITHOUT, *quantities.names()):
        raise unknown_name("thing to animate", of, (*_WITHOUT, *quantities.names()))
    for key in settings:
        if key not in _KEYS:
            raise unknown_name("setting of an animation", key, _KEYS)
    given: dict[str, Any] = {"rate": 20, "seconds": 6.0, "pause": 1.0}
    given |= {key: _number(key, settings[key], kind) for key, kind in _NUMBERS.items() if key in settings}
    width, height = _size(settings.get("size", "800x500"))
    first = _number("from", settings.get("from", "0"), int)
    ends = "to" in settings
    last = _number("to", settings["to"], int) if ends else max(first, 0)
    animation = Animation(format=form, width=width, height=height, first=first, last=last, **given)
    require(animation)
    return AnimationRequest(of, animation, ends)


def _size(text: str) -> tuple[int, int]:
    sides = text.lower().replace("×", "x").split("x")
    if len(sides) != 2 or not all(side.strip().isdecimal() for side in sides):
        raise InputError(f"The size of an animation is WIDTHxHEIGHT such as 800x500, but '{text}' was given.")
    return int(sides[0]), int(sides[1])


def _number(key: str, text: str, kind: type[int] | type[float]) -> Any:
    try:
        return kind(text)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise InputError(f"The setting {key} of an animation is {what}, but '{text}' was given.") from None
