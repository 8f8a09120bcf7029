"""The paths of all lanes in a plane, up to the playhead and beyond."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.problem import SurfaceProblem
from ..frame import Frame, LaneLook
from ..theme import Theme
from .marks import Mark
from .segment import exit_of
from .stroke import Stroke
from .tint import mix
from .trail import Trail, View

__all__ = ["PathSource", "Paths", "SurfacePaths", "dot_interval"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_DOTS = 60
_APART = 120  # about as many dots as a whole race has
_LABELS = 3


class PathSource(Protocol):
    """Where points come from. A row is one point; on data, points are known at some steps only."""

    def points(self, lane: int, run: int, rows: int) -> Floats:
        """Return the first rows of a lane, shape (rows, 2)."""

    def rows_until(self, lane: int, step: int) -> int:
        """Return how many published rows have at most this step."""

    def step_of(self, lane: int, row: int) -> int:
        """Return the step of a row."""


class SurfacePaths:
    """Points as a surface shows them: one for each step, or for each snapshot."""

    def __init__(self, lanes: list[LaneHistory], problem: SurfaceProblem) -> None:
        self._lanes = lanes
        self._problem = problem
        self._flat = problem.path and problem.params == 2
        self._run = -1
        self._seen: list[Floats] = []

    def points(self, lane: int, run: int, rows: int) -> Floats:
        """Return the first rows of a lane, shape (rows, 2)."""
        history = self._lanes[lane]
        if self._flat:
            return history.theta[:rows, run]
        if run != self._run:
            self._run, self._seen = run, [np.zeros((0, 2)) for _ in self._lanes]
        seen = self._seen[lane]
        if len(seen) < rows:
            path, new = history.plan.path, slice(len(seen), rows)
            recorded = (history.theta if path else history.snapshots)[new, run]
            steps = np.arange(len(seen), rows) if path else history.plan.snapshot_at[new]
            with np.errstate(all="ignore"):
                drawn = self._problem.drawn(recorded, steps / history.plan.steps)
            seen = self._seen[lane] = np.concatenate([seen, drawn])
        return seen[:rows]

    def rows_until(self, lane: int, step: int) -> int:
        """Return how many published rows have at most this step."""
        history = self._lanes[lane]
        if history.plan.path:
            return min(history.length, step + 1)
        at = history.plan.snapshot_at
        return min(history.snapshot_length, int(np.searchsorted(at, step, side="right")))

    def step_of(self, lane: int, row: int) -> int:
        """Return the step of a row."""
        history = self._lanes[lane]
        return row if history.plan.path else int(history.plan.snapshot_at[row])


class Paths:
    """Turns what is recorded into strokes and signs.

    Parameters
    ----------
    lanes : list of LaneHistory
    source : PathSource

    Attributes
    ----------
    dotted : bool
        Whether dots, the same number of steps apart, show how long the steps are.
    """

    def __init__(self, lanes: list[LaneHistory], source: PathSource) -> None:
        self.source = source
        self._lanes = lanes
        self.dotted = False
        self._trails = [Trail() for _ in lanes]
        self._exits: dict[int, tuple[object, tuple[float, float]]] = {}
        self._run = -1

    def clear(self) -> None:
        """Forget what was drawn: the points have moved."""
        for trail in self._trails:
            trail.clear()
        self._exits.clear()

    def points(self, frame: Frame, lane: int) -> Floats:
        """Return the points of a lane up to the playhead, without those after it diverged."""
        rows = self._rows(frame, lane, frame.steps[lane])
        return self.source.points(lane, frame.run, rows)

    def draw(
        self, frame: Frame, view: View, theme: Theme, casing: str, hasty: bool = False
    ) -> tuple[list[Stroke], list[Mark]]:
        """Return what to draw, from back to front.

        Parameters
        ----------
        frame : Frame
        view : (left, right, bottom, top, width, height)
        theme : Theme
        casing : str
            Colour of the edge that lifts paths off what is behind; empty for none.
        hasty : bool
            As of `Trail.update`.
        """
        if frame.run != self._run:
            self._run = frame.run
            self.clear()
        order = [index for index, look in enumerate(frame.looks) if look.visible]
        order.sort(key=lambda index: frame.looks[index].highlighted)
        one = any(frame.looks[index].highlighted for index in order)
        ghosts: list[Stroke] = []
        strokes: list[Stroke] = []
        signs: list[Mark] = []
        heads: list[Mark] = []
        few = sum(self._out(frame, index) for index in order) <= _LABELS
        for index in order:
            look = frame.looks[index]
            faint = one and not look.highlighted
            colour = mix(look.colour, theme.plot, 0.5) if faint else look.colour
            ghost, stroke = self._strokes(frame, index, view, theme, colour, casing, hasty)
            ghosts += ghost
            strokes += stroke
            head = self._head(frame, index, view, theme, few, colour)
            if head is not None:
                (signs if head.kind == "cross" else heads).append(head)
        return ghosts + strokes, signs + heads

    def _rows(self, frame: Frame, lane: int, step: int) -> int:
        rows = self.source.rows_until(lane, step)
        diverged = int(self._lanes[lane].diverged_at[frame.run])
        return rows if diverged < 0 else min(rows, self.source.rows_until(lane, diverged))

    def _out(self, frame: Frame, lane: int) -> bool:
        return 0 <= int(self._lanes[lane].diverged_at[frame.run]) <= frame.steps[lane]

    def _strokes(
        self, frame: Frame, lane: int, view: View, theme: Theme, colour: str, casing: str, hasty: bool
    ) -> tuple[list[Stroke], list[Stroke]]:
        look = frame.looks[lane]
        recorded = frame.race.history.plan.step_at(lane, frame.recorded)
        points = self.source.points(lane, frame.run, self._rows(frame, lane, recorded))
        rows = self._rows(frame, lane, frame.steps[lane])
        if not rows:
            return [], []
        trail = self._trails[lane]
        trail.update(points, view, hasty)
        before, after = trail.split(rows - 1)
        width = 3.0 if look.highlighted else 2.0
        ghosts, strokes = [], []
        run = f"{frame.run}"
        if rows < len(points):
            x, y, at = _line(points, *after)
            faded = mix(colour, theme.plot, 0.62)
            ghosts.append(Stroke(x, y, faded, 1.2, lane=lane, name=f"ghost {run}", rows=at, covered=True))
        x, y, at = _line(points, *before)
        top = look.highlighted
        strokes.append(Stroke(x, y, colour, width, look.dash, lane, casing, 0.0, run, at, top))
        every = dot_interval(self._lanes[lane].plan.steps) if self.dotted else 1
        if 1 < rows <= _DOTS or (self.dotted and rows > 1):
            at = np.arange(0, rows, every)
            x, y = points[at].T
            size = width + 2.6
            strokes.append(Stroke(x, y, colour, 0.0, (), lane, "", size, f"dots {run}", at, top))
        return ghosts, strokes

    def _head(self, frame: Frame, lane: int, view: View, theme: Theme, few: bool, colour: str) -> Mark | None:
        points = self.points(frame, lane)
        look = frame.looks[lane]
        if not len(points):
            return None
        if self._out(frame, lane):
            step = int(self._lanes[lane].diverged_at[frame.run])
            x, y = self._exit(lane, points, view)
            tip = f"{look.name} diverged at step {step:,}"
            label = f"diverged at step {step:,}" if few else ""
            return Mark(x, y, "cross", colour, theme.plot, 8.0, label, tip, lane)
        x, y = (float(value) for value in points[-1])
        size = 12.5 if look.highlighted else 10.0
        return Mark(
            x, y, "head", colour, theme.plot, size, tip=_tip(look, frame.steps[lane]), lane=lane, arrow=True
        )

    def _exit(self, lane: int, points: Floats, view: View) -> tuple[float, float]:
        """Return where a lane that has diverged was last seen; its path goes on no further."""
        key = (view, len(points))
        known = self._exits.get(lane)
        if known is None or known[0] != key:
            known = self._exits[lane] = key, exit_of(points, *_corners(view))
        return known[1]


def dot_interval(steps: int) -> int:
    """Return how many steps are between two dots of a race: 1, 2 or 5 times a power of ten."""
    power = 10 ** max(len(str(-(-steps // _APART))) - 1, 0)
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * _APART >= steps)


def _corners(view: View) -> tuple[float, float, float, float]:
    left, right, bottom, top = view[:4]
    return left, bottom, right, top


def _tip(look: LaneLook, step: int) -> str:
    return f"{look.name} at step {step:,}"


def _line(points: Floats, rows: Integers, gaps: Flags) -> tuple[Floats, Floats, Integers]:
    line = points[rows]
    if gaps[1:].any():
        broken = np.flatnonzero(gaps)
        line, rows = np.insert(line, broken, np.nan, axis=0), np.insert(rows, broken, rows[broken])
    return line[:, 0], line[:, 1], rows
