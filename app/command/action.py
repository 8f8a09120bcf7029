"""What each command does. What it needs is imported when it is called: ``--help`` waits for nothing."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..study.film.request import AnimationRequest
    from ..study.spec import Study

__all__ = ["compare", "list_items", "open_window", "run_experiment", "run_study", "test_itself"]


def open_window(options: argparse.Namespace) -> int:
    """Open the window, or where no one could see it race the study and write files."""
    study = None
    if options.study:
        from ..study.file import load_study

        study = load_study(options.study)
    if options.window or _has_display():
        gc.disable()  # until the window is there: nothing that an import makes is garbage
        # The lower floors come before Qt: PySide reads the source of each module that is imported after it,
        # to see whether that uses Qt, and NumPy alone has 88.
        from ..study import build, message, process, suggestion  # noqa: F401
        from .interrupt import held_interrupts

        with held_interrupts():
            from ..ui.application import run

        return run(Path(options.study) if options.study else None)
    if study is None:
        from ..study.preset import default_study

        study = default_study()
    print(
        f"There is no display here, so Descent Lab runs without its window and writes to {options.out}.",
        file=sys.stderr,
        flush=True,
    )
    return _race(study, options)


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return os.environ.get("QT_QPA_PLATFORM", "offscreen").partition(":")[0] != "offscreen"


def compare(options: argparse.Namespace) -> int:
    """Race what the options describe."""
    from .request import study_from

    _learn(options)
    return _race(study_from(options), options)


def run_study(options: argparse.Namespace) -> int:
    """Race a study file."""
    from ..study.file import load_study

    _learn(options)
    return _race(load_study(options.study), options)


def run_experiment(options: argparse.Namespace) -> int:
    """Run a sweep, a tuning or a suite, or what is left of it."""
    from ..study.experiment.pin import pinned
    from .experiment import run_into
    from .experiment_request import experiment_from
    from .reading import read_first

    _check_out(options)
    _learn(options)
    study = experiment_from(options.experiment, options)
    read_first(study, options.quiet)
    return run_into(pinned(study), options)


def _learn(options: argparse.Namespace) -> None:
    """Load the optimizers of one's own that are named: naming a file is trusting it."""
    if not options.own:
        return
    from ..engine.error import InputError
    from ..study.disk import read_whole
    from ..study.own.fault import Fault
    from ..study.own.learn import Learner
    from ..study.place import placed

    with placed("--own"):
        for path in options.own:
            read_whole(path)  # or it says why not, in the words of all files
    for found in Learner().learn([str(Path(path).resolve()) for path in options.own]):
        if isinstance(found, Fault):
            raise InputError(found.message, "--own")


def _check_out(options: argparse.Namespace) -> None:
    from ..engine.error import InputError

    if not options.out.strip():  # such as a variable of the shell that is not set
        raise InputError(
            f"A folder to write to belongs here, such as results, but '{options.out}' was given.", "--out"
        )


def _race(study: Study, options: argparse.Namespace) -> int:
    from .headless import race_into
    from .reading import read_first

    _check_out(options)
    animation = _animation(options.animation) if options.animation else None
    kinds: tuple[str, ...] = () if options.no_pictures else ("png", "svg")
    if options.pdf:
        kinds += ("pdf",)
    read_first(study, options.quiet)
    return race_into(
        study, Path(options.out), kinds, options.quiet, animation, options.band, report=options.report
    )


def _animation(text: str) -> AnimationRequest:
    from ..engine.error import InputError
    from ..study.film.request import parse_animation

    try:
        return parse_animation(text)
    except InputError as error:
        raise InputError(error.message, f"--animation {text}") from None


def list_items(options: argparse.Namespace) -> int:
    """Print what there is to choose from."""
    from .listing import listing

    _learn(options)
    print(listing(options.kind, as_json=options.json))
    return 0


def test_itself(options: argparse.Namespace) -> int:
    """Check that this installation works."""
    from .self_test import self_test

    return self_test()
