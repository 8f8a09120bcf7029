"""The maps of a finished experiment as pictures, without a window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..study.basin.block import check_basin
from ..study.basin.map import BasinMap
from ..study.lane_name import lane_names
from ..study.spec import Study
from .basin_export import save_maps
from .colour import study_looks, with_colours
from .plots.basin_picture import range_of
from .plots.basin_plot import BasinPlot
from .plots.basin_shown import BasinShown
from .race_plots import discard, make_application
from .theme import DARK, LIGHT

__all__ = ["write_basin_pictures"]


def write_basin_pictures(
    folder: str | os.PathLike[str],
    study: Study,
    maps: Sequence[BasinMap],
    theme: str = "light",
    kinds: Sequence[str] = ("png", "svg"),
) -> list[Path]:
    """Write which minimum each start reaches, all lanes side by side.

    Parameters
    ----------
    folder : path
    study : Study
        Without its experiment.
    maps : sequence of BasinMap
        Of all lanes.
    theme : {'light', 'dark'}
    kinds : sequence of {'png', 'svg'}

    Returns
    -------
    list of Path
        Empty if a lane has no map.

    Raises
    ------
    InputError
        If a file cannot be written.
    """
    if not all(found.level for found in maps):
        return []
    make_application()
    surface, colours = check_basin(study), {"light": LIGHT, "dark": DARK}[theme]
    looks = study_looks(with_colours(study), colours, None, None)
    start = getattr(study.problem, "start", None) or surface.starts[0]
    ends = range_of(list(maps), "arrived")
    plots, written = [], []
    for name, look, found in zip(lane_names(study), looks, maps, strict=True):
        plot = BasinPlot(colours)
        plot.show_map(BasinShown(surface, name, look.colour, found, study.steps, "minimum", ends, start))
        plots.append(plot)
    for kind in kinds:
        path = Path(folder) / f"basins.{kind}"
        save_maps(plots, path, colours)
        written.append(path)
    for plot in plots:
        discard(plot)
    return written
