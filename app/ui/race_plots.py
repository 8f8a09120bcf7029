"""The plots of a race that has been run without a window."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ..engine.history import History
from ..engine.problem import Problem
from ..engine.quantity import quantities
from ..study.curve import CurveSpec
from ..study.spec import Study
from .colour import study_looks, with_colours
from .frame import Frame, RaceView
from .plots.axis import is_clock
from .plots.curve_plot import CurvePlot
from .plots.plot import Plot
from .plots.spread import Spread
from .plots.trajectory_plot import TrajectoryPlot
from .theme import Theme

__all__ = ["BESIDE", "CURVES", "TRAJECTORY", "discard", "make_application", "on_stage", "race_plots"]

TRAJECTORY = "trajectory"
BESIDE = ("loss", "validation_accuracy", "validation_loss", "gradient_norm")
"""Curves of the stage, the most wanted first."""
CURVES = ("loss", "gradient_norm", "validation_loss", "train_accuracy", "validation_accuracy")
_MOST_BESIDE = 2
_APP: list[QApplication] = []  # Qt needs one, and forgets it unless somebody holds it


def race_plots(
    study: Study,
    problem: Problem,
    history: History,
    theme: Theme,
    curves: Sequence[str] = CURVES,
    spread: Spread = Spread(),  # noqa: B008 (frozen)
    paths: Sequence[CurveSpec] = (),
) -> Iterator[tuple[str, Plot]]:
    """Yield name and plot of what there is to show, at the end of what is recorded: the trajectory first.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
        Each lane has its start at least.
    theme : Theme
    curves : sequence of str
        Quantities; one that the problem does not have is left out.
    spread : Spread
        What is drawn of many seeds.
    paths : sequence of CurveSpec
        Of these, the quantities against quantities are drawn besides, where the problem has both.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    study = with_colours(study)
    race = RaceView(study, problem, history)
    tick = history.tick
    steps = tuple(history.plan.step_at(lane, tick) for lane in range(len(history.lanes)))
    frame = Frame(race, tick, tick, steps, study_looks(study, theme, None, None))
    for name, plot in chain(_plots(race, theme, curves), _paths(race, theme, paths)):
        if isinstance(plot, CurvePlot):
            plot.set_spread(spread)
        plot.show_frame(frame)
        yield name, plot


def on_stage(there: Collection[str]) -> list[str]:
    """Return which of these plots stand on the stage: the trajectory, and two curves beside it."""
    return [TRAJECTORY, *[name for name in BESIDE if name in there][:_MOST_BESIDE]]


def make_application() -> None:
    """Have an application for plots that no one sees, if there is none."""
    if QApplication.instance() is None:
        _APP.append(QApplication(["descent-lab"]))
        atexit.register(_clear)  # comes before Qt's own, which was registered when it was imported


def _clear() -> None:
    """Leave nothing but the application to the end of the process.

    A plot that was thrown away is a circle of Python objects until garbage is collected. What is left of them
    when the process ends PySide destroys one by one in the order of their addresses, view boxes before or
    after their axes, whatever belongs to what: an end that depends on what was imported before.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def discard(plot: Plot) -> None:
    """Throw a plot away at once."""
    plot.close()
    plot.deleteLater()
    QCoreApplication.sendPostedEvents(plot, QEvent.Type.DeferredDelete)


def _plots(race: RaceView, theme: Theme, wanted: Sequence[str]) -> Iterator[tuple[str, Plot]]:
    trajectory = TrajectoryPlot(theme)
    trajectory.set_race(race)
    yield TRAJECTORY, trajectory
    for name in wanted:
        quantity = quantities[name]
        if not quantity().available(race.problem):
            continue
        curves = CurvePlot(theme)
        curves.set_quantity(name)
        curves.set_x("epochs" if race.problem.kind == "data" else "steps")
        curves.set_log(False, quantity.scale == "log")
        if race.problem.kind == "data" and name == "gradient_norm":
            curves.set_smoothing(0.9)
        curves.set_race(race)
        yield name, curves


def _paths(race: RaceView, theme: Theme, wanted: Sequence[CurveSpec]) -> Iterator[tuple[str, Plot]]:
    for curve in dict.fromkeys(wanted):
        if not curve.x or is_clock(curve.x):
            continue
        both = quantities[curve.x], quantities[curve.quantity]
        if not all(
            each().available(race.problem) and (not each.asked or each.name in race.asked) for each in both
        ):
            continue
        plot = CurvePlot(theme)
        plot.set_quantity(curve.quantity)
        plot.set_x(curve.x)
        logs = zip((curve.log_x, curve.log_y), both, strict=True)
        plot.set_log(*(each.scale == "log" if log is None else log for log, each in logs))
        plot.set_race(race)
        yield f"{curve.quantity}-against-{curve.x}", plot
