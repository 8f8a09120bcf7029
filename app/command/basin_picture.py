"""Pictures of the maps that an experiment has come to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from ..study.experiment.basin import maps_of
from ..study.experiment.results import load_results
from ..study.spec import Study

__all__ = ["draw_basins"]


def draw_basins(study: Study, folder: Path) -> list[Path]:
    """Write pictures, or say why there are none: the numbers are there all the same."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from ..ui.basin_pictures import write_basin_pictures
    except ImportError as error:
        print(f"Descent Lab: no pictures, as Qt could not be loaded: {error}", file=sys.stderr)
        return []
    maps = maps_of(study, load_results(folder).done)
    return write_basin_pictures(folder, msgspec.structs.replace(study, experiment=None), maps)
