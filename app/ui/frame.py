"""One instant of a race, as every panel sees it: the playhead and the rows below it."""

from __future__ import annotations

from dataclasses import dataclass

from ..engine.history import History
from ..engine.problem import Problem
from ..study.spec import Study

__all__ = ["Frame", "LaneLook", "RaceView"]


@dataclass(frozen=True, slots=True)
class LaneLook:
    """How one lane is drawn.

    Parameters
    ----------
    name : str
    colour : str
        '#rrggbb', already right for the theme.
    dash : tuple of float
        Empty for a solid line; lanes beyond the first eight are told apart by dashes.
    visible : bool
        False when muted, or when another lane is solo.
    highlighted : bool
        Drawn bolder, the others fainter.
    """

    name: str
    colour: str
    dash: tuple[float, ...] = ()
    visible: bool = True
    highlighted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RaceView:
    """What stays the same during a race; history grows behind it."""

    study: Study
    problem: Problem
    history: History

    @property
    def ticks(self) -> int:
        """Return the length of the race."""
        return self.history.plan.ticks

    @property
    def asked(self) -> set[str]:
        """Return which quantities are measured because somebody asked for them."""
        return {name for lane in self.history.plan.lanes for name in lane.measured}


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The playhead.

    Parameters
    ----------
    race : RaceView
    tick : int
        Where the playhead stands.
    recorded : int
        The last recorded tick; the playhead is live when both are equal.
    steps : tuple of int
        For each lane, the step at the playhead.
    looks : tuple of LaneLook
        For each lane.
    run : int
        The run (seed) whose path is drawn.
    running : bool
        Whether the playhead moves on by itself.
    """

    race: RaceView
    tick: int
    recorded: int
    steps: tuple[int, ...]
    looks: tuple[LaneLook, ...]
    run: int = 0
    running: bool = False

    @property
    def live(self) -> bool:
        """Return whether the playhead is at the end of what is recorded."""
        return self.tick >= self.recorded
