"""One quantity against another: a path for each lane, in the order of time, that may go any way."""

from __future__ import annotations

from dataclasses import dataclass
from sys import maxsize

import numpy as np
import numpy.typing as npt

from ...engine.quantity import MeasuredQuantity, quantities
from ..frame import Frame, RaceView
from ..theme import Theme
from .gone import FEW, gone_at, gone_mark, gone_runs
from .limits import Extent
from .marks import Mark
from .picture import Picture
from .portrait_lane import PortraitLane
from .portrait_path import PortraitPath
from .ranking import badness, ranking
from .readout import number
from .scale import Scale
from .spread import Spread
from .stroke import Stroke
from .tint import mix
from .trail import View

__all__ = ["Portrait", "Spot"]

Floats = npt.NDArray[np.float64]

_MARKERS = 60
_CLOSE = 3.0  # pixels by which what is drawn of a path may be off
_AT_ONCE = 400_000  # pairs that are taken in at a time: about a hundredth of a second


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a path: whose it is, which step, and where in view coordinates."""

    lane: int
    step: int
    x: float
    y: float
    far: float


class Portrait:
    """Two quantities of all lanes of a race.

    Parameters
    ----------
    race : RaceView
    quantity, x : str
        What goes upwards, and across.
    log_x, log_y : bool
    smoothing : float
    spread : Spread

    Attributes
    ----------
    note : str
        What a path is of how many seeds; empty for one.
    pending : bool
        Whether there is more to take in than was at once.
    """

    def __init__(
        self, race: RaceView, quantity: str, x: str, log_x: bool, log_y: bool, smoothing: float,
        spread: Spread = Spread(),  # noqa: B008 (frozen)
    ) -> None:  # fmt: skip
        self._up, self._across = quantities[quantity](), quantities[x]()
        scales = Scale(log_x), Scale(log_y)
        lanes = race.history.lanes
        self._lanes = [
            PortraitLane(lane, race.problem, self._across, self._up, *scales, smoothing, spread)
            for lane in lanes
        ]
        reference = self._up.reference if isinstance(self._up, MeasuredQuantity) else ""
        self._limits = [
            PortraitLane(lane, race.problem, self._across, quantities[reference](), *scales, 0.0, spread)
            for lane in (lanes if reference else ())
        ]
        self.note = spread.path_note(len(race.study.seeds))
        self.pending = False

    def extend(self, frame: Frame, whole: bool = False) -> None:
        """Take in what is recorded: as much as there is time for, or all of it."""
        left = maxsize if whole else _AT_ONCE
        self.pending = False
        for lanes in (self._lanes, self._limits):
            for index, lane in enumerate(lanes):
                if frame.looks[index].visible:
                    step = frame.race.history.plan.step_at(index, frame.recorded)
                    left -= lane.extend(step, max(left, 0)) * len(lane.runs)
                    self.pending |= lane.pairs < lane.steps.until(step)

    def hidden(self, frame: Frame) -> int:
        """Return how many points of the visible lanes have no place on one of the axes."""
        return sum(lane.hidden() for _, lane in self._visible(frame))

    def extents(self, frame: Frame, usual: bool = False) -> list[Extent]:
        """Return what each visible lane would like to show along y: all, or what it keeps to mostly."""
        found = [lane.extent(1, usual) for _, lane in self._visible(frame)]
        limits = zip(self._limits, frame.looks, strict=False)
        return found + [limit.extent(1, usual) for limit, look in limits if look.visible and limit.pairs]

    def across(self, frame: Frame, usual: bool = False) -> list[Extent]:
        """Return what each visible lane would like to show along x."""
        return [lane.extent(0, usual) for _, lane in self._visible(frame)]

    def beyond(self, frame: Frame, across: tuple[float, float], up: tuple[float, float]) -> int:
        """Return how many points of the visible lanes lie outside a range of each axis."""
        return sum(path.beyond(across, up) for _, lane in self._visible(frame) for path in lane.runs)

    def gone(self, frame: Frame) -> str:
        """Return how many runs behind the medians have diverged, in words; empty for none."""
        return gone_runs(frame, self._lanes)

    def draw(self, frame: Frame, theme: Theme, view: View, hasty: bool = False) -> Picture:
        """Return what to draw.

        Parameters
        ----------
        frame : Frame
        theme : Theme
        view : (left, right, bottom, top, width, height)
        hasty : bool
            Another view follows at once.
        """
        picture = Picture()
        order = [index for index, lane in self._visible(frame) if lane.until(frame.steps[index])]
        order.sort(key=lambda index: frame.looks[index].highlighted)
        one = any(frame.looks[index].highlighted for index in order)
        few = sum(gone_at(frame, index, self._lanes[index]) >= 0 for index in order) <= FEW
        behind: list[Stroke] = []
        front: list[Stroke] = []
        starts: dict[tuple[float, float], Mark] = {}
        for index in order:
            look = frame.looks[index]
            colour = mix(look.colour, theme.plot, 0.55) if one and not look.highlighted else look.colour
            self._draw_lane(frame, index, colour, theme, view, behind, front, hasty)
            at = self._lanes[index].runs[self._shown(frame, index)][:1][0]
            mark = Mark(*map(float, at), "hollow", colour, theme.plot, 9.0, lane=index)
            starts[mark.x, mark.y] = mark
            picture.heads.append(self._head(frame, index, colour, theme, view, few))
        picture.heads[:0] = starts.values()
        picture.strokes = behind + front
        return picture

    def nearest(self, frame: Frame, view: View, x: float, y: float) -> Spot | None:
        """Return the point of the visible paths, up to the playhead, that is nearest on the screen."""
        found: list[tuple[float, int, PortraitPath, int]] = []
        for index, lane in self._visible(frame):
            path = lane.runs[self._shown(frame, index)]
            last = min(lane.until(frame.steps[index]), len(path)) - 1
            if last >= 0:
                found.append((path.away(view, x, y, last), index, path, last))
        best: Spot | None = None
        within = min((far for far, *_ in found), default=0.0) + _CLOSE
        for _, index, path, last in (entry for entry in found if not entry[0] > within):
            pair, far = path.nearest(view, x, y, last)
            if pair >= 0 and (best is None or far < best.far):
                at = path[np.array([pair])][0]
                step = self._lanes[index].steps.step_of(pair)
                best = Spot(index, step, float(at[0]), float(at[1]), far)
        return best

    def place(self, frame: Frame, index: int, step: int) -> tuple[float, float] | None:
        """Return where a lane's path was after some steps, in view coordinates; None if it was not yet."""
        lane = self._lanes[index]
        path = lane.runs[self._shown(frame, index)]
        pair = lane.until(step) - 1
        if pair < 0 or pair >= len(path) or step > frame.steps[index]:
            return None
        x, y = path[np.array([pair])][0]
        return (float(x), float(y)) if np.isfinite(x + y) else None

    def values_at(self, frame: Frame, share: float, first: int = -1) -> list[tuple[str, ...]]:
        """Return colour, name, x and y of the visible lanes at an instant, best first.

        Parameters
        ----------
        frame : Frame
        share : float
            Of the race: lanes with fewer steps stand where they stood then.
        first : int
            The lane that comes before all others; -1 for none.
        """
        found = []
        plan = frame.race.history.plan
        for index, lane in self._visible(frame):
            pairs = lane.until(min(round(share * plan.lanes[index].steps), frame.steps[index]))
            if not pairs:
                continue
            look = frame.looks[index]
            if lane.main.band:
                x, y = (float(each[0]) for each in lane.runs[0].numbers(np.array([pairs - 1])))
            else:
                x, y = (float(each[frame.run]) for each in lane.exact(pairs - 1))
            found.append(
                (index != first, badness(y, self._up.better), look.colour, look.name, number(x), number(y))
            )
        return [tuple(entry[2:]) for entry in sorted(found, key=lambda entry: entry[:2])]

    def describe(self, frame: Frame) -> str:
        """Return both values of each lane at the playhead, best first."""
        entries, gone = [], 0
        for index, lane in self._visible(frame):
            pairs = lane.until(frame.steps[index])
            path = lane.runs[self._shown(frame, index)]
            if not pairs:
                continue
            if len(path) < pairs:
                gone += 1
                continue
            x, y = (float(each[0]) for each in path.numbers(np.array([pairs - 1])))
            said = f"{frame.looks[index].name} {number(y, 4)} at {number(x, 4)}"
            entries.append((badness(y, self._up.better), said))
        what = f"{self._up.title} against {self._across.title[:1].lower()}{self._across.title[1:]}"
        return ranking(frame, what, entries, self._up.better, [f"{gone} diverged"] if gone else [])

    # ------------------------------------------------------------------ inside

    def _visible(self, frame: Frame) -> list[tuple[int, PortraitLane]]:
        lanes = zip(self._lanes, frame.looks, strict=True)
        return [(index, lane) for index, (lane, look) in enumerate(lanes) if look.visible and lane.pairs]

    def _shown(self, frame: Frame, index: int) -> int:
        """Return which path of a lane is the bold one."""
        return 0 if self._lanes[index].main.band else frame.run

    def _draw_lane(
        self, frame: Frame, index: int, colour: str, theme: Theme, view: View, behind: list[Stroke],
        front: list[Stroke], hasty: bool,
    ) -> None:  # fmt: skip
        lane, look = self._lanes[index], frame.looks[index]
        now = lane.until(frame.steps[index]) - 1
        width = 3.0 if look.highlighted else 2.0

        def add(
            to: list[Stroke], path: PortraitPath, name: str, tone: str, size: float,
            dash: tuple[float, ...] = (), dots: float = 0.0,
        ) -> None:  # fmt: skip
            last = min(now, len(path) - 1)
            if last < 0:
                return
            line, rows = path.line(view, 0, last, hasty)
            to.append(Stroke(*line.T, tone, size, dash, index, "", dots, name, rows))

        if self._limits and self._limits[index].pairs:
            limit = self._limits[index]
            path = limit.runs[0 if limit.main.band else frame.run]
            add(behind, path, "limit", mix(colour, theme.plot, 0.4), 1.2, (3.0, 3.0))
        for run, path in enumerate(lane.singles):
            add(behind, path, f"single {run}", mix(colour, theme.plot, 0.58), 0.8)
        if lane.raw:
            add(behind, lane.raw[frame.run], f"raw {frame.run}", mix(colour, theme.plot, 0.62), 1.0)
        shown = self._shown(frame, index)
        for run in sorted(range(len(lane.runs)), key=lambda run: run == shown):
            path, thin = lane.runs[run], run != shown
            if now < len(path) - 1:
                line, rows = path.line(view, now, len(path) - 1, hasty)
                tone = mix(colour, theme.plot, 0.68)
                name = f"ghost {run}"
                behind.append(Stroke(*line.T, tone, 1.2, lane=index, name=name, rows=rows, covered=True))
            dots = width + 3.5 if lane.pairs <= _MARKERS and not lane.steps.every and not thin else 0.0
            add(front, path, f"run {run}", colour, 1.2 if thin else width, look.dash, dots)

    def _head(self, frame: Frame, index: int, colour: str, theme: Theme, view: View, few: bool) -> Mark:
        """Return where a path stands at the playhead, or where it leaves the picture for good."""
        lane, look = self._lanes[index], frame.looks[index]
        path = lane.runs[self._shown(frame, index)]
        last = min(lane.until(frame.steps[index]), len(path)) - 1
        diverged = gone_at(frame, index, lane)
        if diverged < 0:
            size = 10.0 if look.highlighted else 8.0
            x, y = path[np.array([last])][0]
            tip = f"{look.name} at step {lane.steps.step_of(last):,}"
            return Mark(float(x), float(y), "head", colour, theme.plot, size, tip=tip, lane=index, arrow=True)
        line, _ = path.line(view, 0, last)
        return gone_mark(line, view, diverged, few, colour, theme.plot, index)
