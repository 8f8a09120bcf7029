"""The frames of an animation: copies of plots that no one sees, shown one tick after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QImage

from ..study.excerpt import excerpt, lengths_of
from ..study.film.animation import Animation
from ..study.film.change import Pixels
from .frame import Frame, RaceView
from .plots.figure import SCREEN_DPI, figure_of, painted, ratio_of
from .plots.linked_plot import LinkedPlot
from .plots.plot import Plot
from .plots.stage import Place, arranged
from .plots.trajectory_plot import TrajectoryPlot
from .reference import Reference
from .theme import LIGHT, Theme

__all__ = ["Film", "dpi_of"]

# Text and lines are as on the screen in an animation of this size, larger in a larger one, never smaller.
_NATURAL = (800, 500)
_COLOUR = np.uint32(0x00FFFFFF)


def dpi_of(width: int, height: int) -> float:
    """Return the resolution at which an animation of this size is drawn."""
    return SCREEN_DPI * max(1.0, min(width / _NATURAL[0], height / _NATURAL[1]))


class Film:
    """Draws frames until it is closed.

    What is recorded when it is made is what it shows, also if the race goes on.

    Parameters
    ----------
    plots : sequence of Plot
        Of one race, with a frame; the first is the largest. One that shows a reference stands at the same
        instant as the race, and is as large as the trajectory before it.
    animation : Animation
    theme : Theme
    title : str
        Printed above the first plot.

    Raises
    ------
    InputError
        If there is too little room for so many plots.
    """

    def __init__(
        self, plots: Sequence[Plot], animation: Animation, theme: Theme = LIGHT, title: str = ""
    ) -> None:
        width, height = animation.width, animation.height
        compared = [plot for plot in plots if isinstance(plot, LinkedPlot)]
        self._places = arranged(len(plots), width, height, pair=bool(compared))
        dpi = dpi_of(width, height)
        self._ratio = min(ratio_of(*place[2:], dpi) for place in self._places)
        self._shots = animation.shots()
        self._stage = np.zeros((height, width), dtype=np.uint32)
        leader = plots[0].leader if isinstance(plots[0], LinkedPlot) else plots[0]
        race = _as_it_stands(leader.race)
        self._leading = (
            leader.frame if race is None or leader.frame is None else replace(leader.frame, race=race)
        )
        if compared and not title:
            title = "This race"
        # A plot may be a few frames behind what is recorded.
        own = [leader, *(plot for plot in plots if plot not in compared)]
        self._recorded = max([animation.last, *(plot.frame.recorded for plot in own if plot.frame)])
        self._open = ExitStack()
        self._figures: list[Plot] = []
        self._references: list[Reference | None] = []
        named = any(plot.legend.shown for plot in plots)
        for plot, (_, _, across, down) in zip(plots, self._places, strict=True):
            size = across / self._ratio, down / self._ratio
            heading = title if plot is plots[0] else ""
            reference = plot.reference if isinstance(plot, LinkedPlot) else None
            self._references.append(reference)
            heading = f"Ref: {reference.title}" if reference is not None else heading
            figure = figure_of(plot, *size, theme, heading, race if reference is None else None, named)
            self._figures.append(self._open.enter_context(figure))
            self._figures[-1].seat.hold()  # names that jump are not read
            if isinstance(self._figures[-1], TrajectoryPlot):
                self._figures[-1].set_insides({})  # they are of one instant

    def __len__(self) -> int:
        return len(self._shots)

    def frame(self, number: int) -> Pixels:
        """Return a frame, counted from 0, shape (height, width); the next one is written over it."""
        deque(self.drawing(number), maxlen=0)
        return self.stage

    def drawing(self, number: int) -> Iterator[None]:
        """Draw a frame plot by plot, so that others may have their turn in between."""
        for figure, place, reference in zip(self._figures, self._places, self._references, strict=True):
            self._draw(figure, place, self._shots[number].tick, reference)
            yield

    @property
    def stage(self) -> Pixels:
        """Return what is drawn."""
        return self._stage

    def close(self) -> None:
        """Throw the copies away."""
        self._figures, self._references = [], []
        self._open.close()

    def _draw(self, figure: Plot, place: Place, tick: int, reference: Reference | None) -> None:
        frame = figure.frame
        if frame is not None and reference is None:
            figure.show_frame(self._at(frame, tick))
        elif reference is not None and self._leading is not None:
            figure.show_frame(reference.frame(self._at(self._leading, tick), figure.theme))
        figure.settle()
        left, top, width, height = place
        image = painted(figure, width, height, self._ratio)
        self._stage[top : top + height, left : left + width] = _pixels(image)

    def _at(self, frame: Frame, tick: int) -> Frame:
        plan = frame.race.history.plan
        steps = tuple(plan.step_at(lane, tick) for lane in range(len(plan.lanes)))
        return replace(frame, tick=tick, recorded=self._recorded, steps=steps, running=False)


def _as_it_stands(race: RaceView | None) -> RaceView | None:
    if race is None:
        return None
    return replace(race, history=excerpt(race.history, lengths_of(race.history)))


def _pixels(image: QImage) -> Pixels:
    width, height = image.width(), image.height()
    lines = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(height, image.bytesPerLine() // 4)
    return lines[:, :width] & _COLOUR
