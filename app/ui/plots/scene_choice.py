"""The ways to look at a race, and the scene of each."""

from __future__ import annotations

from ...engine.problem import SurfaceProblem
from ...study.surface import TYPED
from ..frame import RaceView
from .region_scene import RegionScene
from .regions import has_regions
from .scene import Scene
from .surface_scene import SurfaceScene

__all__ = ["GROUNDS", "same_place", "scene_class", "views_of"]

GROUNDS = ("surface", "landscape")
"""Those in which a surface is the ground."""

_SCENES: dict[str, type[Scene]] = {"surface": SurfaceScene, "regions": RegionScene}


def views_of(race: RaceView | None) -> tuple[str, ...]:
    """Return the ways to look at a race, the usual one first."""
    if race is None:
        return ()
    if isinstance(race.problem, SurfaceProblem):
        return GROUNDS if race.problem.path else (*GROUNDS, "plane")
    planes = ("plane", "relief")
    return ("regions", *planes) if has_regions(race.problem) else planes


def scene_class(name: str) -> type[Scene]:
    """Return the scene of a view; those that are not seen at the start are imported when first looked at."""
    if name == "landscape":
        from .landscape_scene import LandscapeScene

        return LandscapeScene
    if name == "plane":
        from .plane_scene import PlaneScene

        return PlaneScene
    if name == "relief":
        from .plane_relief_scene import PlaneReliefScene

        return PlaneReliefScene
    return _SCENES[name]


def same_place(old: RaceView, new: RaceView) -> bool:
    """Return whether two races are on the same surface, so that a view of one is a view of the other."""
    first, second = old.study.problem, new.study.problem
    name = getattr(first, "surface", None)
    return (
        name is not None
        and name == getattr(second, "surface", None)
        and first.expression == second.expression
        and first.domain == second.domain
        and (name == TYPED or first.parameters == second.parameters)
    )
