"""The paths of a race that another has taken the place of, faint below the new ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from ..frame import LaneLook, RaceView
from .paths import SurfacePaths
from .sharp import draw_sharp
from .stroke import Mapping, draw_lines, pieces_of
from .tint import mix
from .trail import thin

__all__ = ["Ghost"]

Floats = npt.NDArray[np.float64]

_LIMIT = 1200
_WIDTH = 1.6
_FAINT = 0.6  # of the lane's colour; the rest is the ground's


class Ghost:
    """The paths of all visible lanes, painted once for a view; a ground of strokes.

    Attributes
    ----------
    flat : bool
        Whether the view is the surface from above; otherwise somebody else draws the `paths`.
    """

    def __init__(self) -> None:
        self.flat = True
        self._paths: list[tuple[Floats, str]] = []
        self._ready: tuple[tuple[Mapping, float], QImage] | None = None

    @property
    def shown(self) -> bool:
        """Return whether there is something to paint."""
        return bool(self._paths)

    @property
    def paths(self) -> list[tuple[Floats, str]]:
        """Return points, shape (n, 2), and colour of each path."""
        return self._paths

    def set_race(
        self, race: RaceView | None, looks: tuple[LaneLook, ...] = (), run: int = 0, ground: str = "#ffffff"
    ) -> None:
        """Take the paths of a race on a surface, as far as it is recorded, or none.

        Parameters
        ----------
        race : RaceView, optional
        looks : tuple of LaneLook
            For each lane.
        run : int
        ground : str
            The colour that those of the lanes are mixed with.
        """
        self._paths, self._ready = [], None
        if race is None:
            return
        source = SurfacePaths(race.history.lanes, race.problem)
        for index, (look, lane) in enumerate(zip(looks, race.history.lanes, strict=True)):
            rows = source.rows_until(index, race.history.plan.step_at(index, race.history.tick))
            gone = int(lane.diverged_at[run])
            rows = rows if gone < 0 else min(rows, source.rows_until(index, gone))
            if look.visible and rows > 1:
                points = source.points(index, run, rows)
                points = np.where(np.isfinite(points), points, np.nan)
                self._paths.append((points[thin(points, _LIMIT)], mix(look.colour, ground, 1.0 - _FAINT)))

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors, which shows no ghosts."""
        if not self._paths or not ratio or not self.flat:
            return
        if self._ready is None or self._ready[0] != (mapping, ratio):
            size = max(round(mapping.width * ratio), 1), max(round(mapping.height * ratio), 1)
            ready = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
            ready.setDevicePixelRatio(ratio)
            ready.fill(0)
            own = QPainter(ready)
            pieces = pieces_of(mapping, [mapping.points(path[:, 0], path[:, 1]) for path, _ in self._paths])
            for index, (_, colour) in enumerate(self._paths):
                draw_lines(own, pieces.lines[pieces.of(index)], colour, _WIDTH, True)
            own.end()
            self._ready = ((mapping, ratio), ready)
        draw_sharp(painter, QPointF(0, 0), self._ready[1])
