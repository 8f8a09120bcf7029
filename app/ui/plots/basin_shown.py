"""What a plot of a map shows: a lane's map, or two lanes' difference, and what is said of a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.surface import Surface
from ...study.basin.block import DIVERGED, OUTSIDE
from ...study.basin.lattice import FINEST, offset_of, starts_at, stride_of
from ...study.basin.map import BasinMap
from ..frame import LaneLook
from ..theme import Theme
from .basin_picture import Difference, both_colour, minimum_colour, other_colour
from .plot import Range
from .readout import number

__all__ = ["LABELLED", "BasinShown"]

LABELLED = 12  # outcomes that a legend names


@dataclass(frozen=True, slots=True, eq=False)
class BasinShown:
    """What a plot shows.

    Parameters
    ----------
    surface : Surface
    name, colour : str
        Of the lane.
    found : BasinMap
    steps : int
        The budget.
    measure : {'minimum', 'steps', 'evaluations'}
    ends : (int, int)
        The lowest and the highest number among all maps that are shown.
    start : (float, float)
        Of the study.
    against : (str, str, BasinMap), optional
        Name, colour and map of the lane from which the difference is shown.
    paired : (str, str)
        How these two are paired, in a few words and in a sentence.
    """

    surface: Surface
    name: str
    colour: str
    found: BasinMap
    steps: int
    measure: str
    ends: tuple[int, int]
    start: tuple[float, float]
    against: tuple[str, str, BasinMap] | None = None
    paired: tuple[str, str] = ("", "")

    @property
    def level(self) -> int:
        """Return the level that is drawn; 0 for none."""
        return min(self.found.level, self.against[2].level) if self.against else self.found.level

    @property
    def title(self) -> str:
        """Return the heading."""
        return f"{self.name} against {self.against[0]}" if self.against else self.name

    @property
    def heading(self) -> str:
        """Return the heading of a picture that stands alone; of a difference it says how it is paired."""
        words, _ = self.paired
        return f"{self.title} ({words})" if words else self.title

    # ---------------------------------------- places

    @property
    def extent(self) -> tuple[Range, Range]:
        """Return the ranges of the image: each start in the middle of its rectangle."""
        if not self.level:
            return self.surface.domain
        cell = stride_of(self.level) / FINEST
        first = (offset_of(self.level) + 0.5) / FINEST - 0.5 * cell
        ends = []
        for low, high in self.surface.domain:
            begin = low + (high - low) * first
            ends.append((begin, begin + (high - low) * cell * self.level))
        return ends[0], ends[1]

    def start_of(self, column: int, line: int) -> tuple[float, float]:
        """Return the start that a cell of the drawn level stands for."""
        place = np.array([[column, line]]) * stride_of(self.level) + offset_of(self.level)
        x, y = starts_at(self.surface.domain, place)[0].tolist()
        return x, y

    # ---------------------------------------- words

    def head(self, column: int, line: int) -> str:
        """Return which start a cell is."""
        x, y = self.start_of(column, line)
        return f"start ({number(x, 5)}, {number(y, 5)})"

    def sentences(self, column: int, line: int) -> list[str]:
        """Return what becomes of a start, with each lane that is shown."""
        lanes = [(self.name, self.found)]
        if self.against:
            lanes.append((self.against[0], self.against[2]))
        return [f"{name}: {self._outcome(found, column, line)}" for name, found in lanes]

    def _outcome(self, found: BasinMap, column: int, line: int) -> str:
        def at(name: str) -> Any:
            return found.layer(name, self.level)[line, column].item()

        code = at("minimum")
        if code == DIVERGED:
            return f"diverged at step {at('diverged_at'):,}"
        if code >= 0:
            words = f"minimum {code + 1}, there from step {at('arrived'):,}"
        else:
            place = f"({number(at('x_end'), 4)}, {number(at('y_end'), 4)})"
            words = f"ends {'outside' if code == OUTSIDE else 'at no known minimum,'} at {place}"
        if at("steps") < 0:
            return f"{words}; target missed"
        return f"{words}; target after {at('steps'):,} steps, {at('evaluations'):,} evaluations"

    @property
    def words(self) -> tuple[tuple[int, str], ...]:
        """Return what the kinds of a difference are called."""
        assert self.against is not None
        one, other = self.name, self.against[0]
        if self.measure == "minimum":
            return (
                (0, "the same"),
                (1, f"only {one} at a minimum"),
                (2, f"only {other}"),
                (3, "another minimum"),
            )
        return (0, "the same"), (1, f"{one} sooner"), (2, f"{other} sooner"), (3, "")

    def rows(self, difference: Difference | None, theme: Theme) -> list[LaneLook]:
        """Return what a legend says: outcomes with their shares."""
        if not self.level:
            return []
        if self.against is not None and difference is not None:
            colours = (self.colour, self.against[1], both_colour(theme))
            return [
                LaneLook(f"{text}: {difference.share(kind):.1%}", colour)
                for (kind, text), colour in zip(self.words[1:], colours, strict=True)
                if difference.share(kind)
            ]
        if self.measure != "minimum":
            return []
        names = {DIVERGED: "diverged", OUTSIDE: "outside the domain"}
        found = []
        for code, share in self.found.shares(len(self.surface.minima))[:LABELLED]:
            colour = minimum_colour(code) if code >= 0 else other_colour(code, theme)
            name = f"minimum {code + 1}" if code >= 0 else names.get(code, "elsewhere")
            found.append(LaneLook(f"{name}: {share:.1%}", colour))
        return found
