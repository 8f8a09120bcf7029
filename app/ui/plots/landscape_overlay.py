"""What the map shows besides the paths, laid over the landscape: the old paths, the target, the pushes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...study.target import target_loss
from ..theme import Theme
from .drape import Drape
from .push import Push
from .stroke import Stroke
from .surface_map import SurfaceMap, level_of, survey
from .sweep import Seen

if TYPE_CHECKING:
    from .landscape_scene import LandscapeScene

__all__ = ["LandscapeOverlay", "draped"]

Floats = npt.NDArray[np.float64]

_CELLS = 240
_BETWEEN = 8  # points of a push that follow the ground, for each of its sides
_DASHES = (3.5, 2.5)


class LandscapeOverlay:
    """Lines that stay while the camera and the race do.

    Parameters
    ----------
    scene : LandscapeScene
    """

    def __init__(self, scene: LandscapeScene) -> None:
        self._scene = scene
        self._map: SurfaceMap | None = None
        self._level: tuple[Floats, ...] | None = None
        self._ready: tuple[Seen | None, Theme, list[object], list[Stroke]] | None = None

    def inherit(self, old: LandscapeOverlay) -> None:
        """Take the heights of the same ground."""
        self._map = old._map

    def strokes(self, drape: Drape, theme: Theme) -> list[Stroke]:
        """Return the old paths while something is dragged, and the level of the target, as they lie now."""
        plot, seen = self._scene.plot, self._scene.vista.seen
        level = self._target() if plot.overlays.target else ()
        parts = [*plot.ghost.paths, level]
        ready = self._ready
        if ready is None or ready[:2] != (seen, theme) or not _same(ready[2], parts):
            lines = [
                _fixed(path, colour, 1.6, f"old {number}")
                for number, (path, colour) in enumerate(plot.ghost.paths)
            ]
            lines += [
                _fixed(line, theme.text, 2.0, f"target {number}", _DASHES)
                for number, line in enumerate(level)
            ]
            laid = [part for line in lines for part in drape.stroke(line, theme)]
            self._ready = ready = seen, theme, parts, laid
        return ready[3]

    def _target(self) -> tuple[Floats, ...]:
        if self._level is None:
            scene = self._scene
            if self._map is None:
                relief = scene.vista.drape.relief
                self._map = survey(scene.problem.surface, relief.x, relief.y, _CELLS, _CELLS, "none")
            self._level = level_of(self._map, target_loss(scene.race.study, scene.problem))
        return self._level


def draped(pushes: Sequence[Push], drape: Drape) -> list[Push]:
    """Return arrows and squares as they lie on the ground; of those that leave it, what is on it."""
    found = []
    for push in pushes:
        places = np.arange(len(push.x))
        fine = np.linspace(0.0, places[-1], _BETWEEN * int(places[-1]) + 1)
        x, y, _ = drape.points(np.interp(fine, places, push.x), np.interp(fine, places, push.y))
        found.append(replace(push, x=x, y=y))
    return found


def _fixed(line: Floats, colour: str, width: float, name: str, dash: tuple[float, ...] = ()) -> Stroke:
    """Return a line that does not grow."""
    return Stroke(line[:, 0], line[:, 1], colour, width, dash, name=name, rows=np.arange(len(line)))


def _same(first: Sequence[object], second: Sequence[object]) -> bool:
    return len(first) == len(second) and all(a is b for a, b in zip(first, second, strict=True))
