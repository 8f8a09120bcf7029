"""The curves of all lanes, as strokes to draw and numbers to read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.quantity import MeasuredQuantity, quantities
from ..frame import Frame, RaceView
from ..theme import Theme
from .bands import Band
from .clock import clocks_of
from .gone import FEW, gone_at, gone_mark, gone_runs
from .lane_curves import LaneCurves
from .limits import Extent
from .marks import Mark
from .picture import Picture
from .ranking import badness, ranking
from .readout import number
from .scale import Scale
from .spread import Spread
from .stroke import Stroke
from .tint import mix
from .trail import View

__all__ = ["Curves"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_MARKERS = 60


class Curves:
    """One quantity of all lanes of a race.

    Parameters
    ----------
    race : RaceView
    quantity, x : str
    log_x, log_y : bool
    smoothing : float
    spread : Spread

    Attributes
    ----------
    note : str
        What a curve is of how many seeds; empty for one.
    """

    def __init__(
        self,
        race: RaceView,
        quantity: str,
        x: str,
        log_x: bool,
        log_y: bool,
        smoothing: float,
        spread: Spread = Spread(),  # noqa: B008 (frozen)
    ) -> None:
        self._race = race
        self._quantity = quantities[quantity]()
        lanes = race.history.lanes
        clocks = clocks_of(lanes, self._quantity, x, Scale(log_x))
        self._lanes = [
            LaneCurves(lane, race.problem, self._quantity, x, log_x, log_y, smoothing, spread, clock)
            for lane, clock in zip(lanes, clocks, strict=True)
        ]
        reference = self._quantity.reference if isinstance(self._quantity, MeasuredQuantity) else ""
        self._limits = [
            LaneCurves(lane, race.problem, quantities[reference](), x, log_x, log_y, 0.0)
            for lane in (race.history.lanes if reference else ())
        ]
        self.note = spread.note(len(race.study.seeds))

    def extend(self, frame: Frame) -> None:
        """Take in what is recorded."""
        for index, lane in enumerate(self._lanes):
            if frame.looks[index].visible:
                lane.extend(frame.race.history.plan.step_at(index, frame.recorded))
        for index, limit in enumerate(self._limits):
            limit.extend(frame.race.history.plan.step_at(index, frame.recorded))

    def hidden(self, frame: Frame) -> int:
        """Return how many points of the visible lanes have no place on the y axis."""
        return sum(lane.hidden for lane, look in zip(self._lanes, frame.looks, strict=True) if look.visible)

    def extents(self, frame: Frame, usual: bool = False) -> list[Extent]:
        """Return what each visible lane would like to show: all, or what it reaches most of the time."""
        found = []
        for lane, look in zip(self._lanes, frame.looks, strict=True):
            if not look.visible or not lane.rows:
                continue
            out = lane.history.diverged_at >= 0
            diverged = bool(out.mean() > 0.5 if lane.main.band else out.any())
            start = lane.main.curve(0)[:2]
            start = start[np.isfinite(start)]
            first = float(start[0]) if len(start) else np.nan
            found.append(Extent(lane.usual if usual else lane.summary, first, diverged))
        for limit, look in zip(self._limits, frame.looks, strict=False):
            if look.visible and limit.rows:
                found.append(Extent(limit.summary, float(limit.main.curve(0)[0]), False))
        return found

    def beyond(self, frame: Frame, low: float, high: float) -> int:
        """Return how many points of the visible lanes lie outside a range of values."""
        count = 0
        for lane, look in zip(self._lanes, frame.looks, strict=True):
            for run in range(1 if lane.main.band else lane.main.runs) if look.visible and lane.rows else ():
                values = lane.main.curve(run)[: lane.rows]
                with np.errstate(invalid="ignore"):
                    count += int(((values < low) | (values > high))[~lane.scale_y.hidden(values)].sum())
        return count

    def gone(self, frame: Frame) -> str:
        """Return how many runs behind the medians have diverged, in words; empty for none."""
        return gone_runs(frame, self._lanes)

    def reach(self, frame: Frame) -> tuple[float, float]:
        """Return the first place above 0 and the last place that is recorded, as numbers of the x axis."""
        first, last = np.inf, 0.0
        for lane, look in zip(self._lanes, frame.looks, strict=True):
            if look.visible and lane.rows:
                spots = lane.places
                last = max(last, lane.scale_x.value(float(spots[-1])) if np.isfinite(spots[-1]) else 0.0)
                later = spots[:3][np.isfinite(spots[:3])]
                positive = [lane.scale_x.value(float(spot)) for spot in later]
                first = min([first, *(value for value in positive if value > 0)])
        return (first if np.isfinite(first) else 1.0), last

    def draw(self, frame: Frame, theme: Theme, view: View) -> Picture:
        """Return what to draw.

        Parameters
        ----------
        frame : Frame
        theme : Theme
        view : (left, right, bottom, top, width, height)
        """
        picture = Picture()
        order = [
            index
            for index, (lane, look) in enumerate(zip(self._lanes, frame.looks, strict=True))
            if look.visible and lane.rows_until(frame.steps[index])
        ]
        order.sort(key=lambda index: frame.looks[index].highlighted)
        one = any(frame.looks[index].highlighted for index in order)
        behind: list[Stroke] = []
        front: list[Stroke] = []
        few = sum(gone_at(frame, index, self._lanes[index]) >= 0 for index in order) <= FEW
        for index in order:
            look = frame.looks[index]
            colour = mix(look.colour, theme.plot, 0.55) if one and not look.highlighted else look.colour
            if self._limits:
                behind += self._limit(frame, index, mix(colour, theme.plot, 0.4), view)
            self._draw_lane(frame, index, colour, theme, view, picture, behind, front)
            picture.heads.append(self._head(frame, index, colour, theme, view, few, front[-1]))
        picture.strokes = behind + front
        return picture

    def values_at(self, frame: Frame, x: float) -> list[tuple[str, ...]]:
        """Return colour, name and exact values of the visible lanes at a view coordinate, best first."""
        found = []
        for lane, look in zip(self._lanes, frame.looks, strict=True):
            at = lane.row_at(x) if look.visible else -1
            if at < 0:
                continue
            if lane.main.band:
                value = float(lane.main.curve()[at])
                low, high = float(lane.main.low[at]), float(lane.main.high[at])
                cells = [number(value)]
                if not (np.isnan(low) and np.isnan(high)):
                    cells.append(f"{number(low, 3)} … {number(high, 3)}")
            else:
                value = float(lane.exact(at)[frame.run])
                cells = [number(value)]
                if lane.raw is not None:
                    cells.append(f"smoothed {number(float(lane.main.curve(frame.run)[at]), 4)}")
            found.append((badness(value, self._quantity.better), look.colour, look.name, *cells))
        return [tuple(entry[1:]) for entry in sorted(found, key=lambda entry: entry[0])]

    def describe(self, frame: Frame) -> str:
        """Return the values at the playhead, best first."""
        entries, gone = [], 0
        for index, (lane, look) in enumerate(zip(self._lanes, frame.looks, strict=True)):
            rows = lane.rows_until(frame.steps[index])
            if look.visible and rows:
                value = float(lane.main.curve(frame.run)[rows - 1])
                gone += not np.isfinite(value)
                if np.isfinite(value):
                    entries.append((badness(value, self._quantity.better), f"{look.name} {number(value, 4)}"))
        others = [f"{gone} without a value"] if gone else []
        return ranking(frame, self._quantity.title, entries, self._quantity.better, others)

    def _draw_lane(
        self, frame: Frame, index: int, colour: str, theme: Theme, view: View, picture: Picture,
        behind: list[Stroke], front: list[Stroke],
    ) -> None:  # fmt: skip
        lane, look = self._lanes[index], frame.looks[index]
        now = lane.rows_until(frame.steps[index]) - 1
        main, window = lane.main, (view[0], view[1], int(view[4]))
        width = 3.0 if look.highlighted else 2.0
        ghost = mix(colour, theme.plot, 0.68)
        if main.band:
            edges = []
            for name, values in (("low", main.low), ("high", main.high)):
                rows = lane.kept(name, values, *window)
                edges.append(lane.line(values, rows[rows <= now]))
            picture.bands.append(Band(edges[0], edges[1], colour))
        for run in range(main.singles):
            values, name = main.single(run), f"single {run}"
            rows = lane.kept(name, values, *window)
            rows, faint = rows[rows <= now], mix(colour, theme.plot, 0.58)
            behind.append(Stroke(*lane.line(values, rows), faint, 0.8, lane=index, name=name, rows=rows))
        if lane.raw is not None:
            values = lane.raw.curve(frame.run)
            rows = lane.kept(f"raw{frame.run}", values, *window)
            rows, faint = rows[rows <= now], mix(colour, theme.plot, 0.62)
            line, name = lane.line(values, rows), f"raw {frame.run}"
            behind.append(Stroke(*line, faint, 1.0, lane=index, name=name, rows=rows))
        for run in [0] if main.band else sorted(range(main.runs), key=lambda run: run == frame.run):
            values = main.curve(run)
            rows = lane.kept(f"run{run}", values, *window)
            at = int(np.searchsorted(rows, now, side="right"))
            solid = rows[:at] if at and rows[at - 1] == now else np.append(rows[:at], now)
            if now < lane.rows - 1:
                rest, name = np.append(now, rows[at:]), f"ghost {run}"
                line = lane.line(values, rest)
                behind.append(Stroke(*line, ghost, 1.2, lane=index, name=name, rows=rest, covered=True))
            thin = not main.band and run != frame.run
            dots = width + 3.5 if lane.rows <= _MARKERS and self._sparse(lane) and not thin else 0.0
            size, line = (1.2 if thin else width), lane.line(values, solid)
            front.append(Stroke(*line, colour, size, look.dash, index, "", dots, f"run {run}", solid))
        if np.isfinite(lane.places[now]):
            picture.playhead.append(float(lane.places[now]))

    def _limit(self, frame: Frame, index: int, colour: str, view: View) -> list[Stroke]:
        """Return the line that a lane's curve is to be compared with; none if the lane has none."""
        limit = self._limits[index]
        now = limit.rows_until(frame.steps[index])
        if not now:
            return []
        values = limit.main.curve(frame.run)
        rows = limit.kept(f"run{frame.run}", values, view[0], view[1], int(view[4]))
        rows = rows[rows < now]
        return [Stroke(*limit.line(values, rows), colour, 1.2, (3.0, 3.0), index, name="limit", rows=rows)]

    def _head(
        self, frame: Frame, index: int, colour: str, theme: Theme, view: View, few: bool, stroke: Stroke
    ) -> Mark:
        """Return the end of a curve, or where it leaves the picture for good."""
        diverged = gone_at(frame, index, self._lanes[index])
        if diverged < 0:
            size = 10.0 if frame.looks[index].highlighted else 8.0
            x, y = float(stroke.x[-1]), float(stroke.y[-1])
            return Mark(x, y, "head", colour, theme.plot, size, lane=index)
        line = np.column_stack([stroke.x, stroke.y])
        return gone_mark(line, view, diverged, few, colour, theme.plot, index)

    def _sparse(self, lane: LaneCurves) -> bool:
        return lane.rows < lane.history.length
