"""What an optimizer carries along, as arrows and squares at the heads of the lanes."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, isfinite, log10, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...engine.optimizer import optimizers
from ...engine.problem import SurfaceProblem
from ..frame import Frame
from .overlay import Overlays
from .paths import Paths
from .trail import View

if TYPE_CHECKING:
    from ...study.inside import Inside, Term

__all__ = ["Push", "pushes_of", "words_of"]

Floats = npt.NDArray[np.float64]
Pair = tuple[float, float]

_REACH, _SHORTEST = 64.0, 9.0  # pixels of a momentum that is all, and of one that is next to nothing
_STEP = (10.0, 48.0)  # pixels of a step of a hundredth of a pixel, and of one of a hundred pixels
_HALF = 20.0  # pixels of half the longer side of a square
_KEYS = {"momentum": "➤ momentum", "adjusted": "⇢ last step", "squares": "▭ √squares"}
_NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Push:
    """A line from the head of a lane, or around it.

    Parameters
    ----------
    kind : {'momentum', 'adjusted', 'squares'}
    x, y : ndarray
        Coordinates of the surface, or of the view.
    colour : str
    tip : str
        What it is, with its numbers.
    """

    kind: str
    x: Floats
    y: Floats
    colour: str
    tip: str = ""


def pushes_of(
    insides: dict[int, Inside], frame: Frame, paths: Paths, view: View, shown: Overlays
) -> list[Push]:
    """Return what to draw, in the coordinates of the surface.

    An arrow of momentum points where it pushes. It is half as long as it can be where it is as large as the
    gradient there, and longer the more the point coasts. That of the last step points where it went; its
    length is even in the logarithm of the step. A square has the sides of the root of the squares.

    Parameters
    ----------
    insides : dict of int to Inside
        The update that led to the playhead, of the lanes of which it is known.
    frame : Frame
    paths : Paths
    view : (left, right, bottom, top, width, height)
    shown : Overlays
    """
    problem = frame.race.problem
    any_shown = shown.momentum or shown.adjusted or shown.squares
    if not any_shown or not isinstance(problem, SurfaceProblem) or not problem.path or problem.params != 2:
        return []
    left, right, bottom, top, width, height = view
    scale = width / (right - left), height / (top - bottom)
    found: list[Push] = []
    for lane, look in enumerate(frame.looks):
        step = frame.steps[lane]
        gone = int(frame.race.history.lanes[lane].diverged_at[frame.run])
        if not look.visible or step < 1 or 0 <= gone <= step:
            continue
        path = paths.points(frame, lane)
        if shown.adjusted and len(path) > step:
            found += _last_step(path[step - 1], path[step], scale, look.colour, look.name)
        inside = insides.get(lane)
        record = frame.race.history.lanes[lane]
        if inside is None or inside.run != frame.run or inside.step >= record.length:
            continue
        # An answer may be behind a playhead that moves; then it stands where it belongs.
        at = path[inside.step] if inside.step < len(path) else record.theta[inside.step, frame.run]
        slope = record.gradient[inside.step, frame.run]
        optimizer = frame.race.study.lanes[lane].optimizer
        term = _momentum(optimizer, inside)
        if shown.momentum and term is not None:
            found += _arrow(at, term, slope, scale, look.colour, look.name)
        term = _squares(optimizer, inside)
        if shown.squares and term is not None:
            found += _square(at, term, scale, look.colour, look.name)
    return found


def words_of(insides: dict[int, Inside], frame: Frame, shown: Overlays) -> tuple[str, list[str]]:
    """Return the key for the legend, and which lanes have nothing to show.

    Returns
    -------
    str
        Empty if none of these overlays is on.
    list of str
        Sentences.
    """
    key = "  ".join(text for name, text in _KEYS.items() if getattr(shown, name))
    notes = []
    for name, find, what in (("momentum", _momentum, "momentum"), ("squares", _squares, "squares")):
        if not getattr(shown, name):
            continue
        without = [
            frame.looks[lane].name
            for lane, inside in sorted(insides.items())
            if frame.looks[lane].visible and find(frame.race.study.lanes[lane].optimizer, inside) is None
        ]
        if without:
            few = ", ".join(without[:_NAMED])
            more = f" and {len(without) - _NAMED} more" if len(without) > _NAMED else ""
            notes.append(f"No {what}: {few}{more}")
    return key, notes


def _momentum(optimizer: str, inside: Inside) -> Term | None:
    names = {slot.name for slot in optimizers[optimizer].slots if slot.momentum}
    return next((term for term in inside.terms if term.name in names and len(term.value) == 2), None)


def _squares(optimizer: str, inside: Inside) -> Term | None:
    names = {slot.name for slot in optimizers[optimizer].slots}
    terms = (term for term in inside.terms if term.drawn == "square" and term.name in names)
    return next((term for term in terms if len(term.value) == 2), None)


def _line(kind: str, at: Floats, move: Pair, length: float, scale: Pair, colour: str, tip: str) -> list[Push]:
    """Return an arrow of so many pixels along a move in pixels, upwards positive."""
    whole = hypot(*move)
    if not (isfinite(whole) and whole > 0.0 and np.isfinite(at).all()):
        return []
    share = length / whole
    x = float(at[0]) + np.array([0.0, move[0] * share / scale[0]])
    y = float(at[1]) + np.array([0.0, move[1] * share / scale[1]])
    return [Push(kind, x, y, colour, tip)]


def _arrow(at: Floats, term: Term, slope: Floats, scale: Pair, colour: str, name: str) -> list[Push]:
    move = -float(term.value[0]) * scale[0], -float(term.value[1]) * scale[1]
    carried, fresh = hypot(*move), hypot(float(slope[0]) * scale[0], float(slope[1]) * scale[1])
    share = carried / (carried + fresh) if carried + fresh > 0.0 else 0.0
    tip = f"{name}: momentum {_plain(term.symbol)} = {_pair(term.value)}, gradient {_pair(slope)}"
    return _line("momentum", at, move, max(_REACH * share, _SHORTEST), scale, colour, tip)


def _last_step(before: Floats, after: Floats, scale: Pair, colour: str, name: str) -> list[Push]:
    with np.errstate(all="ignore"):
        step = after - before
    move = float(step[0]) * scale[0], float(step[1]) * scale[1]
    length = hypot(*move)
    if not (isfinite(length) and length > 0.0):
        return []
    share = min(max((log10(length) + 2.0) / 4.0, 0.0), 1.0)
    drawn = _STEP[0] + (_STEP[1] - _STEP[0]) * share
    return _line("adjusted", after, move, drawn, scale, colour, f"{name}: last step {_pair(step)}")


def _square(at: Floats, term: Term, scale: Pair, colour: str, name: str) -> list[Push]:
    sides = [sqrt(max(float(value), 0.0)) for value in term.value]
    largest = max(sides)
    if not (isfinite(largest) and largest > 0.0 and np.isfinite(at).all()):
        return []
    across, up = (_HALF * max(side / largest, 0.06) / each for side, each in zip(sides, scale, strict=True))
    x = float(at[0]) + across * np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
    y = float(at[1]) + up * np.array([-1.0, -1.0, 1.0, 1.0, -1.0])
    return [Push("squares", x, y, colour, f"{name}: {_plain(term.symbol)} = {_pair(term.value)}")]


def _pair(value: Floats) -> str:
    return f"({value[0]:.3g}, {value[1]:.3g})".replace("-", "−")


def _plain(symbol: str) -> str:
    for tag in ("<sub>", "</sub>", "<sup>", "</sup>"):
        symbol = symbol.replace(tag, "")
    return symbol
