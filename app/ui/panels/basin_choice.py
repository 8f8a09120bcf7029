"""Which maps a panel shows: one of each lane, or two lanes with their difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...study.basin.block import ELSEWHERE
from ...study.basin.pair import pair_sentence, pair_words
from ..basin_view import BasinView
from ..frame import LaneLook
from ..plots.basin_picture import both_colour, range_of
from ..plots.basin_shown import BasinShown
from ..theme import Theme

__all__ = ["BasinChoice"]


@dataclass(frozen=True, slots=True, eq=False)
class BasinChoice:
    """What is to be shown of a view.

    Parameters
    ----------
    view : BasinView
    looks : sequence of LaneLook
        Of the lanes, as far as they are known.
    measure : {'minimum', 'steps', 'evaluations'}
    pair : (int, int) or None
        Lanes whose difference is shown.
    start : (float, float)
        Of the race.
    theme : Theme
    """

    view: BasinView
    looks: Sequence[LaneLook]
    measure: str
    pair: tuple[int, int] | None
    start: tuple[float, float]
    theme: Theme

    @property
    def ends(self) -> tuple[int, int]:
        """Return the lowest and the highest number among all maps."""
        name = "arrived" if self.measure == "minimum" else self.measure
        return range_of([self.view.maps[lane] for lane in self.view.lanes], name)

    @property
    def colours(self) -> dict[int, str]:
        """Return the colour of each lane that has a map."""
        return {lane: self._look(lane).colour for lane in self.view.lanes}

    @property
    def others(self) -> frozenset[int]:
        """Return which outcomes besides minima the maps have."""
        maps = [each for each in self.view.maps.values() if each.level]
        found = {code for each in maps for code in np.unique(each.layer("minimum")).tolist() if code < 0}
        if self.measure != "minimum":
            missed = any(bool(np.less(each.layer(self.measure), 0).any()) for each in maps)
            found = (found - {ELSEWHERE}) | ({ELSEWHERE} if missed else set())
        return frozenset(found)

    @property
    def meaning(self) -> tuple[tuple[str, str], ...]:
        """Return what the colours of the difference mean, as text and colour; nothing without one."""
        if self.pair is None:
            return ()
        words = "only {}" if self.measure == "minimum" else "{} sooner"
        names = ((words.format(self.view.names[lane]), self._look(lane).colour) for lane in self.pair)
        both = ("another minimum", both_colour(self.theme))
        return (*names, both) if self.measure == "minimum" else tuple(names)

    @property
    def paired(self) -> tuple[str, str]:
        """Return how maps are paired, in a few words and in a sentence."""
        study = self.view.study
        return pair_words(study), pair_sentence(study)

    def maps(self) -> list[BasinShown]:
        """Return what each plot shows."""
        ends = self.ends
        if self.pair is None:
            return [self._map(lane, ends) for lane in self.view.lanes]
        one, other = self.pair
        return [self._map(one, ends), self._map(other, ends), self._map(one, ends, other)]

    def _map(self, lane: int, ends: tuple[int, int], other: int = -1) -> BasinShown:
        view = self.view
        against = (view.names[other], self._look(other).colour, view.maps[other]) if other >= 0 else None
        return BasinShown(
            view.surface, view.names[lane], self._look(lane).colour, view.maps[lane], view.study.steps,
            self.measure, ends, self.start, against, self.paired if other >= 0 else ("", ""),
        )  # fmt: skip

    def _look(self, lane: int) -> LaneLook:
        if lane < len(self.looks):
            return self.looks[lane]
        return LaneLook(self.view.names[lane], self.theme.lanes[lane % len(self.theme.lanes)])
