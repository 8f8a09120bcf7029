"""A race that is kept as it is, to be seen beside the one of the study."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from ..engine.history import RacePlan
from ..study.compared import PREFIX
from ..study.excerpt import excerpt, lengths_of
from ..study.spec import Study, SurfaceSpec
from .colour import study_looks
from .frame import Frame, LaneLook, RaceView
from .plots.tint import mix
from .theme import Theme

__all__ = ["Reference", "same_ground"]

_DASH = (3.0, 2.0)
_PALE = 0.38  # the share of the ground in the colour of a lane


@dataclass(frozen=True, eq=False)
class Reference:
    """A recording that grows no more.

    Parameters
    ----------
    race : RaceView
    title : str
        What it is, in a few words.
    """

    race: RaceView
    title: str
    _looks: dict[tuple[str, bool], tuple[LaneLook, ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, race: RaceView, title: str) -> Reference:
        """Keep a race as far as it is recorded now; nothing of it is copied."""
        history = excerpt(race.history, lengths_of(race.history))
        return cls(replace(race, history=history), title)

    @cached_property
    def recorded(self) -> int:
        """Return the last tick that every lane has."""
        plan, lanes = self.race.history.plan, self.race.history.lanes
        ends = (_tick_of(plan, index, lane.length - 1) for index, lane in enumerate(lanes))
        return max(min(ends), 0)

    def tick(self, frame: Frame) -> int:
        """Return where it stands at an instant of another race: after as many steps, or epochs on data.

        Two races without a common clock stand at the same share of their lengths.
        """
        ours, theirs = self.race.study, frame.race.study
        on_surface = isinstance(ours.problem, SurfaceSpec), isinstance(theirs.problem, SurfaceSpec)
        if all(on_surface):
            tick = frame.tick
        elif any(on_surface):
            tick = round(frame.tick * self.race.ticks / max(frame.race.ticks, 1))
        else:
            epoch = frame.tick * theirs.epochs / max(frame.race.ticks, 1)
            tick = round(epoch * self.race.ticks / ours.epochs)
        return min(tick, self.recorded)

    def place(self, tick: int) -> str:
        """Return a tick in words: the step on a surface, the epoch on data."""
        if isinstance(self.race.study.problem, SurfaceSpec):
            return f"step {tick:,}"
        return f"epoch {tick * self.race.study.epochs / self.race.ticks:.4g}"

    def frame(self, frame: Frame, theme: Theme, paler: bool = False) -> Frame:
        """Return it at an instant of another race.

        Parameters
        ----------
        frame : Frame
            Of the other race.
        theme : Theme
        paler : bool
            As it is drawn among the other's lanes: pale, dashed, with a prefix.
        """
        tick, plan = self.tick(frame), self.race.history.plan
        steps = tuple(plan.step_at(lane, tick) for lane in range(len(plan.lanes)))
        run = min(frame.run, len(self.race.study.seeds) - 1)
        looks = self.looks(theme, paler)
        return Frame(self.race, tick, self.recorded, steps, looks, run, frame.running)

    def looks(self, theme: Theme, paler: bool = False) -> tuple[LaneLook, ...]:
        """Return how each of its lanes is drawn."""
        key = theme.name, paler
        if key not in self._looks:
            looks = study_looks(self.race.study, theme, None, None)
            self._looks[key] = tuple(_pale(look, theme) for look in looks) if paler else looks
        return self._looks[key]


def same_ground(first: Study, second: Study) -> bool:
    """Return whether the losses of two studies are those of one function, wherever they start."""
    ours, theirs = first.problem, second.problem
    if isinstance(ours, SurfaceSpec) and isinstance(theirs, SurfaceSpec):
        return (ours.surface, ours.parameters, ours.expression, ours.domain) == (
            theirs.surface, theirs.parameters, theirs.expression, theirs.domain,
        )  # fmt: skip
    return ours == theirs


def _pale(look: LaneLook, theme: Theme) -> LaneLook:
    colour = mix(look.colour, theme.plot, _PALE)
    return replace(look, name=f"{PREFIX}{look.name}", colour=colour, dash=_DASH)


def _tick_of(plan: RacePlan, lane: int, step: int) -> int:
    """Return the last tick at which a lane has done no more than so many steps."""
    steps = plan.lanes[lane].steps
    return plan.ticks if step >= steps else ((step + 1) * plan.ticks - 1) // steps
