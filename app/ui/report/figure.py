"""The figures of a report: the plots of a race at the end of what is recorded, as drawings."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.history import History
from ...engine.problem import Problem
from ...engine.quantity import quantities
from ...study.lane_name import lane_names
from ...study.report.section import Figure
from ...study.report.word import listed
from ...study.spec import Study
from ..picture import drawing_of
from ..plots.spread import Spread
from ..race_plots import CURVES, discard, race_plots
from ..theme import LIGHT

__all__ = ["curves_of", "figures_of"]

_SIZE = (1600, 900, 192)


def curves_of(problem: Problem, history: History) -> list[str]:
    """Return the quantities that are drawn: the usual ones, and those that were asked for and measured."""
    asked = {name for lane in history.plan.lanes for name in lane.measured}
    wanted = [*CURVES, *(kind.name for kind in quantities if kind.name in asked)]
    return [name for name in dict.fromkeys(wanted) if quantities[name]().available(problem)]


def figures_of(study: Study, problem: Problem, history: History, seeds: str = "") -> Iterator[Figure]:
    """Yield the figures, each when it is drawn; none if a lane has not begun.

    Parameters
    ----------
    study, problem, history
    seeds : str
        What is drawn of many seeds, as `write_pictures` takes it.
    """
    if not all(lane.length for lane in history.lanes):
        return
    muted = [name for name, lane in zip(lane_names(study), study.lanes, strict=True) if lane.muted]
    note = f" Raced but not drawn: {listed(muted)}." if muted else ""
    for name, plot in race_plots(
        study, problem, history, LIGHT, curves_of(problem, history), Spread.from_text(seeds)
    ):
        title, text = "Trajectory", _path(problem)
        if name != "trajectory":
            title, text = quantities[name].title, quantities[name].description
        svg = drawing_of(plot, *_SIZE, theme=LIGHT)
        plot.redraw()  # it knows what is to be seen when it is drawn, which no one has asked it for
        yield Figure(name, title, plot.describe(), svg, f"{text}{note}")
        discard(plot)


def _path(problem: Problem) -> str:
    if problem.kind == "surface":
        return "The way of each lane over the surface, from the start to where it ended."
    return "The way of the weights, seen in the two directions in which they moved most."
