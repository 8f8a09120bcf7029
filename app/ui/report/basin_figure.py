"""The figures of maps of basins: a few maps side by side in each drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ...study.basin.block import check_basin
from ...study.basin.pair import pair_sentence
from ...study.experiment.basin import maps_of
from ...study.experiment.kind import Done
from ...study.lane_name import lane_names
from ...study.report.section import Figure
from ...study.report.word import listed
from ...study.spec import Study
from ..basin_export import drawing_of_maps
from ..colour import study_looks, with_colours
from ..plots.basin_picture import range_of
from ..plots.basin_plot import BasinPlot
from ..plots.basin_shown import BasinShown
from ..race_plots import discard, make_application
from ..theme import LIGHT

__all__ = ["basin_figures"]

_TOGETHER = 4  # maps in one drawing, which has to fit a page
_MEASURES = ("minimum", "steps")


def basin_figures(study: Study, done: Done) -> Iterator[Figure]:
    """Yield the figures, each when it is drawn: which minimum, how soon, and of two lanes the difference.

    Parameters
    ----------
    study : Study
        With its experiment.
    done : sequence of (Block, Columns)
        All of it.
    """
    make_application()
    plain = msgspec.structs.replace(study, experiment=None)
    surface, maps, names = check_basin(plain), maps_of(study, done), lane_names(study)
    looks = study_looks(with_colours(plain), LIGHT, None, None)
    start = getattr(plain.problem, "start", None) or surface.starts[0]

    def shown(lane: int, measure: str, other: int = -1) -> BasinShown:
        ends = range_of(maps, "arrived" if measure == "minimum" else measure)
        against = (names[other], looks[other].colour, maps[other]) if other >= 0 else None
        return BasinShown(
            surface, names[lane], looks[lane].colour, maps[lane], study.steps, measure, ends, start, against
        )

    for measure in _MEASURES:
        for first in range(0, len(maps), _TOGETHER):
            lanes = range(first, min(first + _TOGETHER, len(maps)))
            who = listed([names[lane] for lane in lanes])
            yield _drawn(
                f"{measure}_{first // _TOGETHER + 1}",
                f"{_TITLES[measure]}: {who}",
                [shown(lane, measure) for lane in lanes],
                _caption(measure, range_of(maps, "arrived" if measure == "minimum" else measure)),
            )
    if len(maps) == 2:
        yield _drawn(
            "difference",
            f"Where {names[0]} and {names[1]} end differently",
            [shown(0, "minimum", 1)],
            "In the colour of a lane: only that one ends at a minimum; grey: both do, at different ones. "
            + pair_sentence(study),
        )


_TITLES = {"minimum": "Which minimum a start reaches", "steps": "How many steps to the target"}


def _caption(measure: str, ends: tuple[int, int]) -> str:
    low, high = (f"{end:,}" for end in ends)
    if measure == "minimum":
        words = (
            "Every point is a start, in the colour of the minimum that its run ends at; darker: it is there "
        )
        words += f"later, from step {low} to {high}, by the logarithm. Grey: at no known minimum"
    else:
        words = f"Every point is a start, from yellow ({low} steps) to dark blue ({high}), by the logarithm. "
        words += "Grey: the target was missed"
    ends_ = "hatched: outside the domain; hatched dark: diverged. The ring is the start of the race."
    return f"{words}; {ends_}"


def _drawn(name: str, title: str, shown: Sequence[BasinShown], caption: str) -> Figure:
    plots = []
    for each in shown:
        plot = BasinPlot(LIGHT)
        plot.show_map(each)
        plots.append(plot)
    svg = drawing_of_maps(plots, LIGHT)
    described = " ".join(plot.describe() for plot in plots)
    for plot in plots:
        discard(plot)
    return Figure(name, title, described, svg, caption)
