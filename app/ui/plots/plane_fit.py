"""Which plane the person has chosen, and whether it is the one that there is."""

from __future__ import annotations

from ...engine.error import InputError
from ...engine.problem import DataProblem
from ..frame import Frame, RaceView
from .plane import PlanePaths
from .plane_options import PlaneOptions
from .plane_words import titles_of
from .words import losses

__all__ = ["PlaneFit"]


class PlaneFit:
    """Keeps the plane of a race up to date.

    Parameters
    ----------
    source : PlanePaths
    race : RaceView

    Attributes
    ----------
    random : bool
        Whether the directions are random: chosen, and possible.
    centre : (int, int)
        Lane and step that random directions go out from.
    step : int
        Of the race when the plane was computed.
    fault : str
        Why it is not the plane that was chosen.
    """

    def __init__(self, source: PlanePaths, race: RaceView) -> None:
        self._source, self._race = source, race
        self._key: tuple[object, ...] = ()
        self.random = False
        self.centre, self.step = (-1, 0), 0
        self.fault = ""

    @property
    def titles(self) -> tuple[str, str]:
        """Return what the axes are."""
        return titles_of("random" if self.random else "main", self._source.shares)

    def forget(self) -> None:
        """Have the plane computed anew, whatever it is."""
        self._key = ()

    def take(self, other: PlaneFit) -> None:
        """Have the plane of another view of the same race."""
        self._source.adopt(other._source)
        self._key, self.random, self.fault = other._key, other.random, other.fault
        self.centre, self.step = other.centre, other.step

    def differs(self, frame: Frame, options: PlaneOptions) -> tuple[bool, bool]:
        """Return whether another plane is chosen, and whether it is of another run or in other directions."""
        key = self._of(frame, options)
        return key != self._key, not self._key or (key[0], key[2]) != (self._key[0], self._key[2])

    @property
    def grown(self) -> bool:
        """Return whether more is recorded than the plane was computed from."""
        return self._source.count != self._source.fitted

    def compute(self, frame: Frame, options: PlaneOptions) -> None:
        """Compute the plane that is chosen; if it cannot be, that of the main directions."""
        self._key, self.fault = self._of(frame, options), ""
        lanes = [lane for lane, look in enumerate(frame.looks) if look.visible]
        problem = self._race.problem
        self.random = _asks_for_random(options) and isinstance(problem, DataProblem)
        if self.random and isinstance(problem, DataProblem):
            lane = self._middle(frame, lanes)
            try:
                step = self._source.fit_random(
                    frame.run, lanes or [lane], lane, frame.steps[lane], problem.layers, options.seed
                )
            except InputError as error:
                self.random, self.fault = False, error.message
            else:
                self.centre = lane, step
        if not self.random:
            self._source.fit(frame.run, lanes)
        plan = self._race.history.plan
        self.step = max(plan.step_at(lane, frame.recorded) for lane in lanes or [0])

    def origin_name(self, frame: Frame) -> str:
        """Return what is at (0, 0)."""
        lane, step = self.centre
        return f"{frame.looks[lane].name} at step {step:,}" if self.random else "start"

    def _middle(self, frame: Frame, lanes: list[int]) -> int:
        """Return the highlighted lane, otherwise the best: random directions go out from its weights."""
        bold = [lane for lane in lanes if frame.looks[lane].highlighted]
        best = [lane for _, lane in losses(self._race, frame)]
        return (bold or best or lanes or [0])[0]

    def _of(self, frame: Frame, options: PlaneOptions) -> tuple[object, ...]:
        """Return what a plane depends on, beside what is recorded."""
        lanes = tuple(lane for lane, look in enumerate(frame.looks) if look.visible)
        if not _asks_for_random(options):
            return frame.run, lanes, -1
        return frame.run, tuple(lane for lane in lanes if frame.looks[lane].highlighted), options.seed


def _asks_for_random(options: PlaneOptions) -> bool:
    return options.directions == "random"
