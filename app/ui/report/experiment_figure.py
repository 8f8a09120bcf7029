"""The figures of an experiment's report: the plots of its results, as drawings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...study.experiment.gain import Fresh, TunedLane, best_of_curve, tuned_lanes
from ...study.experiment.measure import lowest_of
from ...study.experiment.part import Part
from ...study.experiment.space import tuning_of
from ...study.experiment.spec import SweepSpec
from ...study.experiment.standing import measure_of, swept_lanes
from ...study.experiment.swept import RULES, tolerance_of
from ...study.report.experiment import suite_of
from ...study.report.section import Figure
from ...study.report.tuned_result import loss_title
from ...study.report.word import number
from ...study.spec import DataSpec, Study
from ...study.statistics.interquartile_mean import interquartile_mean
from ...study.statistics.sample import INTERVAL_FROM
from ...study.statistics.suite_verdict import PROFILE_FROM
from ..colour import study_looks, with_colours
from ..frame import LaneLook
from ..picture import drawing_of
from ..plots.best_of_plot import BestOf, BestOfPlot
from ..plots.heat_plot import Heat, HeatPlot, ends_of
from ..plots.interval_plot import Interval, IntervalPlot, Intervals
from ..plots.pair_plot import PairPlot
from ..plots.profile_plot import ProfilePlot
from ..plots.rank_plot import RankPlot
from ..plots.result_plot import ResultPlot
from ..plots.runtime_plot import RuntimePlot
from ..plots.sensitivity import Curve, Sensitivity
from ..plots.sensitivity_plot import SensitivityPlot
from ..plots.suite_result import pairs_of, profiles_of, runtimes_of
from ..race_plots import discard, make_application
from ..theme import LIGHT

__all__ = ["experiment_figures"]

_SIZE, _DPI = (1600, 820), 192
_ROW, _AROUND = 56, 200  # pixels of a lane in a plot of rows, and of what is around them

Looks = tuple[LaneLook, ...]


def experiment_figures(study: Study, parts: Sequence[Part]) -> Iterator[Figure]:
    """Yield the figures of a sweep, a tuning or a suite, each when it is drawn.

    Parameters
    ----------
    study : Study
        With its experiment.
    parts : sequence of Part
        All of it.
    """
    make_application()
    looks = study_looks(with_colours(study), LIGHT, None, None)
    if isinstance(study.experiment, SweepSpec):
        yield from _sweep(parts[0], looks)
        return
    yield from _suite(parts, looks)
    if tuning_of(study) is not None:
        for place, part in enumerate(parts):
            yield from _tuning(part, looks, f"_{place + 1}" if len(parts) > 1 else "")


def _drawn(
    name: str,
    title: str,
    plot: ResultPlot,
    result: Any,
    looks: Looks,
    caption: str,
    size: tuple[int, int] = _SIZE,
) -> Figure:
    plot.set_result(result, looks)
    svg = drawing_of(plot, *size, _DPI, theme=LIGHT)
    plot.redraw()  # it knows what is to be seen when it is drawn, which no one has asked it for
    figure = Figure(name, title, plot.describe(), svg, caption)
    discard(plot)
    return figure


# ---------------------------------------- sweeps


def _sweep(part: Part, looks: Looks) -> Iterator[Figure]:
    study, found, measure = part.study, swept_lanes(part), measure_of(part.study)
    above = lowest_of(study) is not None
    seeds = len(study.seeds)
    band = "the band holds the middle half of the seeds" if seeds >= 3 else "fewer than 3 seeds draw no band"
    names = dict.fromkeys(each.names[0] for each in found if len(each.names) == 1)
    for number_, name in enumerate(names, 1):
        lanes = [lane for lane, each in enumerate(found) if each.names == (name,)]
        curves = tuple(
            Curve(study.lanes[lane], found[lane], tolerance_of(found[lane], study.lanes[lane], "tenth", 0.0))
            for lane in lanes
        )
        result = Sensitivity(name, measure, curves, above, RULES["tenth"][0])
        caption = (
            f"Medians over the seeds; {band}. A bar below marks the values within 10 % of the best; a cross "
            "at the top is a setting whose median run diverged."
        )
        yield _drawn(
            f"sensitivity_{number_}",
            f"{measure.title} by {name}",
            SensitivityPlot(LIGHT),
            result,
            tuple(looks[lane] for lane in lanes),
            caption,
        )
    pairs = [lane for lane, each in enumerate(found) if len(each.names) == 2]
    ends, log = ends_of([found[lane] for lane in pairs])
    low, high = (number(10.0**end if log else end) for end in ends)
    spec = study.experiment
    assert isinstance(spec, SweepSpec)
    for lane in pairs:
        heat = Heat(study.lanes[lane], lane, found[lane], measure, ends, log, spec.design == "grid", above)
        caption = (
            f"Colours from {low} (light) to {high} (dark){', by the logarithm' if log else ''}, the same in "
            "all maps; hatched: the median run diverged; star: the best."
        )
        title = f"{looks[lane].name}: {measure.title.lower()} by {' and '.join(found[lane].names)}"
        yield _drawn(f"heat_{lane + 1}", title, HeatPlot(LIGHT), heat, (looks[lane],), caption)


# ---------------------------------------- tunings


def _tuning(part: Part, looks: Looks, mark: str) -> Iterator[Figure]:
    study = part.study
    tune = tuning_of(study)
    assert tune is not None
    lanes = tuned_lanes(study, part.done)
    where = f": {part.name}" if part.name else ""
    rows = tuple(_default_and_tuned(lane) for lane in lanes)
    title = loss_title(part)
    known = [each.value for cells in rows for each in cells if each is not None and np.isfinite(each.value)]
    log = bool(known) and min(known) > 0.0 and max(known) > 10.0 * min(known)
    note = "bars: middle half of the seeds" if tune.fresh >= 3 else ""
    result = Intervals(rows, ("as it is", "tuned"), title, log, note=note)
    caption = (
        f"{title} after the last step, medians over {tune.fresh} fresh seeds; lower, that is further left, "
        "is better."
    )
    yield _drawn(
        f"gain{mark}",
        f"As it is against tuned{where}",
        IntervalPlot(LIGHT),
        result,
        looks,
        caption,
        _high(looks),
    )
    if tune.trials < 3:
        return
    on_data = isinstance(study.problem, DataSpec)
    above = " above the lowest value" if lowest_of(study) is not None else ""
    what = f"{'validation ' if on_data else ''}loss{above}"
    curves = tuple(best_of_curve(lane, lowest_of(study)) for lane in lanes)
    if any(curve is not None for curve in curves):
        caption = (
            f"The {tune.metric} {what} that the best of n trials would be expected to have, were they drawn "
            "at random (a geometric mean). A curve that is flat early belongs to a method that is easy to "
            "tune. A trial that diverged counts as the worst of those that did not, as a mean with it says "
            "nothing. "
            "These are the trials' own seeds, so the ends are lower than what comes again."
        )
        yield _drawn(
            f"best_of{mark}",
            f"Expected best of n trials{where}",
            BestOfPlot(LIGHT),
            BestOf(curves, what),
            looks,
            caption,
        )


def _default_and_tuned(lane: TunedLane) -> tuple[Interval | None, Interval | None]:
    return _interval(lane.default), _interval(lane.tuned)


def _interval(fresh: Fresh | None) -> Interval | None:
    if fresh is None:
        return None
    value, low, high = fresh.band
    return Interval(value, low, high) if len(fresh.losses) >= 3 else Interval(value, value, value)


def _high(looks: Looks) -> tuple[int, int]:
    return _SIZE[0], _AROUND + _ROW * max(len(looks), 4)


# ---------------------------------------- suites


def _suite(parts: Sequence[Part], looks: Looks) -> Iterator[Figure]:
    over_all = suite_of(parts)
    if over_all is None:
        return
    standing, found = over_all
    whole = standing.whole
    tasks, lanes, runs = whole.times.shape
    if tasks >= PROFILE_FROM:
        caption = (
            "On which share of the tasks the median time was within a factor of the fastest lane's. The "
            "height at 1 is how often a lane was the fastest, the end at the right is what it solved. Only "
            "the best may be read off: with one lane left out the other curves change."
        )
        profile = profiles_of(standing, found)
        yield _drawn("profile", "Performance profile", ProfilePlot(LIGHT), profile, looks, caption)
    if found.ranking is not None:
        caption = (
            "Mean ranks of the median times over the tasks, 1 being the best. Lanes under one bar cannot be "
            "told apart (Nemenyi's critical difference)."
        )
        size = (_SIZE[0], 260 + 44 * ((lanes + 1) // 2) + 60)
        yield _drawn("ranks", "Rank plot", RankPlot(LIGHT), found.ranking, looks, caption, size)
    curves = runtimes_of(standing)
    caption = (
        f"{tasks} tasks × {runs} seeds, one target a task: which share of all runs had reached the target of "
        "their task when a share of the task's budget was spent (empirical distribution of runtimes); "
        "higher, and further left, is better."
    )
    yield _drawn("runtimes", "Runtimes over all tasks", RuntimePlot(LIGHT), curves, looks, caption)
    caption = (
        "How probably a run of the row reaches the target sooner than one of the column, as a mean over the "
        "tasks, ties counting half. Bold: the 95 % interval, of other seeds on these tasks, leaves out 0.5."
    )
    if whole.independent < INTERVAL_FROM:
        caption = "In how many pairs of runs of one seed the row was sooner, over all tasks."
    matrix = pairs_of(standing.pairs())
    yield _drawn("pairs", "Probability of improvement", PairPlot(LIGHT), matrix, looks, caption, _high(looks))
    sure = whole.independent >= INTERVAL_FROM
    rows = []
    for lane in range(lanes):
        saved = interquartile_mean(standing.saved[:, lane])
        rows.append((Interval(saved.value, *((saved.low, saved.high) if sure else (saved.value,) * 2)),))
    result = Intervals(
        tuple(rows),
        ("saved",),
        "Share of the budget that was left at the target",
        percent=True,
        note="bars: 95 %, seeds drawn again within each task" if sure else "",
    )
    caption = (
        "Interquartile mean over all runs of all tasks of the share of the budget that was left when the "
        "target was reached, 0 for a miss; higher, that is further right, is better."
    )
    yield _drawn("saved", "Budget saved (IQM)", IntervalPlot(LIGHT), result, looks, caption, _high(looks))
