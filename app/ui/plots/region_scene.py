"""What one lane's model says about the plane of two features, with the examples on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from ...engine.problem import DataProblem
from ..frame import Frame, LaneLook, RaceView
from .pace import Pace
from .readout import number, row
from .regions import CELLS, MOST, RegionMap, class_colours, drawn, raw_points
from .scatter import Group
from .scene import Range, Scene
from .tint import mix
from .words import losses

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["RegionScene"]


class RegionScene(Scene):
    """Decision regions of the highlighted lane, otherwise of the one with the lowest loss."""

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot, race)
        assert isinstance(race.problem, DataProblem)
        self.problem = race.problem
        self.titles = race.problem.table.feature_names[:2]
        self._regions = RegionMap(race.problem)
        self._names = race.problem.table.class_names
        self._shares = None
        self._key: tuple[object, ...] = ()
        self._lane = -1
        self._thinned = False
        self._pace = Pace(1 / 15, plot.redraw, plot)

    def home(self, frame: Frame | None) -> tuple[Range, Range]:
        """Return the part of the plane that holds all examples."""
        return self._regions.x, self._regions.y

    def prepare(self) -> None:
        """Draw the examples."""
        theme, split = self.plot.theme, self.problem.split
        colours = class_colours(theme, len(self._names))
        groups, self._thinned = [], False
        for part, hollow in ((split.train, False), (split.validation, True)):
            chosen = drawn(len(part.targets))
            points, labels = raw_points(self.problem, part.features[chosen]), part.targets[chosen]
            self._thinned |= len(labels) < len(part.targets)
            for label, colour in enumerate(colours):
                of_class = points[labels == label]
                rim, inner = (colour, theme.plot) if hollow else (theme.plot, colour)
                groups.append(Group(of_class, rim, inner, 6.5 if hollow else 7.0, 1.5 if hollow else 1.0))
        self.plot.scatter.groups = tuple(groups)
        self.plot.strokes.invalidate()
        self.plot.legend.spots = True
        self._key = ()

    def draw(self, frame: Frame) -> None:
        """Draw the regions at the snapshot nearest to the playhead."""
        lane = self._choose(frame)
        if lane < 0:
            self._key, self._lane, self._shares = (), -1, None
            self.plot.backdrop.set_image(None)
            self.plot.strokes.invalidate()
            self.plot.caption.set_lines("No lane to show regions of.")
            return
        history = self.race.history.lanes[lane]
        at = history.plan.snapshot_at[: history.snapshot_length]
        index = int(abs(at - frame.steps[lane]).argmin())
        key = (lane, index, frame.run, self.plot.theme.name)
        if key == self._key or (self._key and not self._pace.may()):
            return
        self._key, self._lane = key, lane
        theme, regions = self.plot.theme, self._regions
        self._shares = regions.probabilities(history.snapshots[index, frame.run])
        borders = regions.boundaries(self._shares)
        colour = mix(theme.text, theme.plot, 0.35)
        self.plot.backdrop.set_image(
            regions.image(self._shares, theme), regions.x, regions.y, borders, colour, 1.4
        )
        self.plot.strokes.invalidate()
        look = frame.looks[lane]
        why = "highlighted" if look.highlighted else "lowest loss"
        lines = [f"Decision regions of {look.name} ({why}) at step {int(at[index]):,}; hollow: validation"]
        lines += [f"Of each part {MOST:,} examples at most are drawn"] * self._thinned
        self.plot.caption.set_lines(*lines)
        rows = zip(self._names, class_colours(theme, len(self._names)), strict=True)
        self.plot.legend.set_rows(tuple((-1, LaneLook(name, colour)) for name, colour in rows))

    def settle(self) -> None:
        """Let the next frame be drawn at once."""
        self._pace.hurry()

    def hover(self, frame: Frame, point: QPointF) -> None:
        """Show the probabilities under the cursor."""
        at = self.plot.box.mapToView(point)
        (left, right), (bottom, top) = self._regions.x, self._regions.y
        column = int((at.x() - left) / (right - left) * CELLS)
        line = int((at.y() - bottom) / (top - bottom) * CELLS)
        rows = []
        if self._shares is not None and 0 <= column < CELLS and 0 <= line < CELLS:
            colours = class_colours(self.plot.theme, len(self._names))
            for name, colour, share in zip(self._names, colours, self._shares[line, column], strict=True):
                rows.append(row(colour, name, f"{100 * share:.1f} %"))
        first, second = self.titles
        self.plot.show_readout(f"{first} {number(at.x(), 4)}   {second} {number(at.y(), 4)}", rows, point)

    def describe(self, frame: Frame | None) -> str:
        """Return whose regions these are."""
        if frame is None or self._lane < 0:
            return "Decision regions, ready to race."
        name = frame.looks[self._lane].name
        return f"Decision regions of {name} after {frame.steps[self._lane]:,} steps."

    def close(self) -> None:
        """Take the examples away."""
        self._pace.close()
        self.plot.scatter.groups = ()
        self.plot.legend.spots = False

    def _choose(self, frame: Frame) -> int:
        lanes = self.race.history.lanes
        for lane, look in enumerate(frame.looks):
            if look.highlighted and look.visible and lanes[lane].snapshot_length:
                return lane
        order = [lane for _, lane in losses(self.race, frame) if lanes[lane].snapshot_length]
        return order[0] if order else -1
