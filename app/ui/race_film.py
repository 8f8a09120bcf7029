"""The animation of a race that has been run without a window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ..engine.history import History
from ..engine.problem import Problem
from ..study.disk import make_folder
from ..study.film.change import Pixels
from ..study.film.encode import write_animation
from ..study.film.request import STAGE, TRAJECTORY, AnimationRequest
from ..study.spec import Study
from .film import Film
from .race_plots import BESIDE, discard, on_stage, race_plots
from .theme import DARK, LIGHT

__all__ = ["write_film"]


def write_film(
    folder: str | os.PathLike[str],
    study: Study,
    problem: Problem,
    history: History,
    asked: AnimationRequest,
    theme: str = "light",
    show: Callable[[int], None] | None = None,
) -> list[Path]:
    """Write the animation of a race.

    Parameters
    ----------
    folder : path
        Made if it is not there.
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
        Each lane has its start at least.
    asked : AnimationRequest
        Checked for this problem.
    theme : {'light', 'dark'}
    show : callable, optional
        Called with the number of frames that are drawn; what it raises ends the animation, and nothing of it
        is left.

    Raises
    ------
    InputError
        If the race has no such step, or the file cannot be written.
    """
    colours = {"light": LIGHT, "dark": DARK}[theme]
    animation = asked.within(history.tick)
    curves = BESIDE if asked.of == STAGE else () if asked.of == TRAJECTORY else (asked.of,)
    plots = dict(race_plots(study, problem, history, colours, curves))
    found = list(plots.values())
    chosen = [plots[name] for name in on_stage(plots)] if asked.of == STAGE else found[-1:]
    try:
        film = Film(chosen, animation, colours, study.title)
        path = make_folder(folder) / asked.name

        def frames() -> Iterator[Pixels]:
            for number in range(len(film)):
                yield film.frame(number).copy()  # encoders compare it with the next
                if show is not None:
                    show(number + 1)

        try:
            write_animation(path, animation, frames())
        finally:
            film.close()
    finally:
        for plot in found:
            discard(plot)
    return [path]
