"""From the options of ``sweep``, ``tune`` and ``suite`` to a study with an experiment."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from ..engine.error import InputError
from ..study.check import check_study
from ..study.experiment.budget import with_own_budget
from ..study.experiment.notation import parse_swept_lane
from ..study.experiment.spec import Axis, BasinSpec, SuiteSpec, SweepSpec, TuneSpec
from ..study.experiment.suites import suite_path
from ..study.file import load_study
from ..study.notation import parse_seeds
from ..study.pairing import with_streams
from ..study.spec import LaneSpec, Study
from .request import study_from

__all__ = ["experiment_from"]

_SPECS: dict[str, Any] = {"sweep": SweepSpec, "tune": TuneSpec, "suite": SuiteSpec, "basin": BasinSpec}
_OF_A_RACE = ("surface", "function", "dataset", "file", "lane")
_BESIDE = (
    *(
        "start",
        "steps",
        "noise",
        "spread",
        "domain",
        "values",
        "target_column",
        "leave_out",
        "task",
        "missing",
    ),
    *("delimiter", "decimal_comma", "model", "epochs", "split", "label_noise", "no_standardise"),
    *("evaluations_per_epoch", "target", "quantity", "title", "prediction"),
)
# Options that have a place of their own in a study.
_SETTING = (
    *("seeds", "pairing", "points", "design", "design_seed", "trials", "metric", "fresh", "stopping"),
    *("stop_at", "curve", "resolution"),
)


def experiment_from(kind: str, options: argparse.Namespace) -> Study:
    """Return the checked study that a file, or the options, describe.

    Parameters
    ----------
    kind : {'sweep', 'tune', 'suite', 'basin'}
    options : Namespace

    Raises
    ------
    InputError
        With the option or the place in the file.
    """
    try:
        return with_own_budget(_checked(kind, options))
    except InputError as error:
        option = _option_of(error.where, options)
        raise (InputError(error.message, option) if option else error) from None


def _checked(kind: str, options: argparse.Namespace) -> Study:
    axes: tuple[Axis, ...] = ()
    given = [name for name in _OF_A_RACE if getattr(options, name, None)]
    if options.study:
        given += [name for name in _BESIDE if getattr(options, name, None) not in (None, False, "")]
        if given:
            raise InputError(
                f"--{given[0].replace('_', '-')} describes a study, but {options.study} is one. Leave out "
                f"one of them."
            )
        study = load_study(suite_path(options.study) if kind == "suite" else Path(options.study))
    else:
        study, axes = _described(kind, options, given)
    if getattr(options, "pairing", None) and options.study:
        study = with_streams(msgspec.structs.replace(study, pairing=options.pairing))
    if getattr(options, "seeds", None) and options.study:
        study = _with_seeds(study, parse_seeds(options.seeds))
    study = msgspec.structs.replace(study, experiment=_experiment(kind, study, axes, options))
    check_study(study)
    return study


def _option_of(where: str, options: argparse.Namespace) -> str:
    """Return the option that set what stands at a place in the study; empty if none did."""
    name = where.removeprefix("experiment.")
    if name == "seed":
        name = "design_seed"
    given = {each for each in _SETTING if getattr(options, each, None) is not None}
    if "design" in given:  # which asks for points
        given.add("points")
    return f"--{name.replace('_', '-')}" if name in given else ""


def _with_seeds(study: Study, seeds: tuple[int, ...]) -> Study:
    """Return a study with other seeds, of which its experiment has all."""
    spec = study.experiment
    if isinstance(spec, (SweepSpec, TuneSpec)):
        spec = msgspec.structs.replace(spec, seeds=0)
    return msgspec.structs.replace(study, seeds=seeds, experiment=spec)


def _described(kind: str, options: argparse.Namespace, given: list[str]) -> tuple[Study, tuple[Axis, ...]]:
    if not options.lane or given == ["lane"]:
        raise InputError(
            f"A {kind} needs a study's file, or a problem and lanes: --surface or --dataset, and --lane. "
            f"See: python3 -m app {kind} --help"
        )
    lanes: list[LaneSpec] = []
    axes: list[Axis] = []
    for index, text in enumerate(options.lane):
        try:
            lane, found = parse_swept_lane(text, index)
        except InputError as error:
            raise InputError(error.message, f"--lane {text}") from None
        lanes.append(lane)
        axes += found
    return study_from(options, tuple(lanes)), tuple(axes)


def _experiment(kind: str, study: Study, axes: tuple[Axis, ...], options: argparse.Namespace) -> Any:
    spec = study.experiment
    if spec is None:
        spec = _SPECS[kind]()
    elif not isinstance(spec, _SPECS[kind]):
        raise InputError(
            f"{options.study} holds a {spec.__struct_config__.tag}, but a {kind} was asked for. "
            f"Run: python3 -m app {spec.__struct_config__.tag} {options.study}"
        )
    changes = {
        "design": getattr(options, "design", None),
        "seed": getattr(options, "design_seed", None),
        **{
            name: getattr(options, name, None)
            for name in ("points", "trials", "metric", "fresh", "stopping", "stop_at", "curve", "resolution")
        },
    }
    if axes and "axes" not in spec.__struct_fields__:
        raise InputError(
            f"A {kind} runs each lane as it is, but {axes[0].name} has many values. Give it one, or "
            "run a sweep."
        )
    if axes:
        changes["axes"] = axes
    found = msgspec.structs.replace(
        spec, **{name: value for name, value in changes.items() if value is not None}
    )
    _refuse_unused(found, options)
    if isinstance(found, SweepSpec) and not found.axes:
        raise InputError(
            "A sweep varies something, but no lane has an axis. Give one, such as "
            "--lane 'adam:lr=log(1e-4,1e-1,33)'."
        )
    if isinstance(found, SuiteSpec) and not found.tasks:
        raise InputError(f"{options.study} has no tasks: its experiment is none of the kind suite.")
    return found


def _refuse_unused(spec: Any, options: argparse.Namespace) -> None:
    """Refuse an option that would change nothing: who gives it believes that it does."""
    if isinstance(spec, SweepSpec) and spec.design == "grid":
        for name in ("points", "design_seed"):
            if getattr(options, name) is not None:
                raise InputError(
                    "A grid has all combinations of the values, and no points by chance. Leave it out, or "
                    "add --design sobol.",
                    f"--{name.replace('_', '-')}",
                )
    if isinstance(spec, TuneSpec) and spec.stopping == "none" and options.stop_at is not None:
        raise InputError(
            "No trial is ended early without a rule. Leave it out, or add --stopping median.", "--stop-at"
        )
