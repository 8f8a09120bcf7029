"""From the options of ``compare`` to a study."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from ..engine.error import InputError
from ..engine.expression.fault import ExpressionError
from ..study.check import check_study
from ..study.file_dataset import FILE
from ..study.intake.options import FileSpec
from ..study.notation import (
    parse_dataset,
    parse_lane,
    parse_model,
    parse_numbers,
    parse_seeds,
    parse_start,
    parse_surface,
    parse_values,
)
from ..study.pairing import with_streams
from ..study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from ..study.surface import TYPED, surface_of

__all__ = ["study_from"]

_OF_A_SURFACE = ("start", "steps", "noise", "spread")
_OF_A_FUNCTION = ("domain", "values")
_OF_A_FILE = ("target_column", "leave_out", "task", "missing", "delimiter", "decimal_comma")
_OF_DATA = ("model", "epochs", "split", "no_standardise", "label_noise", "evaluations_per_epoch")


def study_from(options: argparse.Namespace, lanes: tuple[LaneSpec, ...] | None = None) -> Study:
    """Return the study that the options describe, checked.

    Parameters
    ----------
    options : Namespace
    lanes : tuple of LaneSpec, optional
        In place of those of the options.

    Raises
    ------
    InputError
        With the option it belongs to.
    """
    given: dict[str, Any] = {
        "title": options.title,
        "prediction": options.prediction,
        "target": options.target,
    }
    given["quantities"] = tuple(options.quantity or ())
    if options.function is None:
        _refuse(options, _OF_A_FUNCTION, "--function")
    if options.surface is not None or options.function is not None:
        _refuse(options, (*_OF_DATA, *_OF_A_FILE), "--dataset")
        given["problem"] = _surface(options) if options.function is None else _function(options)
        given |= _set(steps=options.steps)
    else:
        _refuse(options, _OF_A_SURFACE, "--surface")
        if options.file is None:
            _refuse(options, _OF_A_FILE, "--file")
        given["problem"] = _data(options)
        given |= _set(epochs=options.epochs, evaluations_per_epoch=options.evaluations_per_epoch)
    if options.seeds is not None:
        given["seeds"] = parse_seeds(options.seeds)
    given |= _set(pairing=options.pairing)
    study = Study(lanes=tuple(_lane(text) for text in options.lane) if lanes is None else lanes, **given)
    check_study(study)
    return with_streams(study)


def _surface(options: argparse.Namespace) -> SurfaceSpec:
    name, values = parse_surface(options.surface)
    start = None if options.start is None else parse_start(options.start)
    return SurfaceSpec(
        surface=name, parameters=values, start=start, **_set(noise=options.noise, spread=options.spread)
    )


def _function(options: argparse.Namespace) -> SurfaceSpec:
    if not options.function.strip():
        rule = "A function of x and y belongs here, such as (1-x)^2 + 100*(y-x^2)^2"
        raise InputError(f"{rule}, but '{options.function}' was given.", "--function")
    rule = "The domain is four numbers left,right,bottom,top such as -2,2,-1,3"
    domain = None if options.domain is None else parse_numbers(options.domain, rule)
    if domain is not None and len(domain) != 4:
        raise InputError(f"{rule}, but '{options.domain}' was given.")
    spec = SurfaceSpec(
        surface=TYPED,
        expression=options.function,
        domain=domain,  # type: ignore[arg-type]
        start=None if options.start is None else parse_start(options.start),
        **_set(noise=options.noise, spread=options.spread),
    )
    try:
        parameters = surface_of(spec).parameters
        values = parse_values("function", "values", parameters, options.values or "")
        spec = msgspec.structs.replace(spec, parameters=values)
        surface_of(spec)
    except ExpressionError as error:
        raise ExpressionError(error.message, error.text, error.position, "--function") from None
    return spec


def _data(options: argparse.Namespace) -> DataSpec:
    name, values = parse_dataset(options.dataset) if options.file is None else (FILE, {})
    model, model_values = parse_model(options.model or "mlp")
    more: dict[str, Any] = {}
    if options.split is not None:
        rule = "The split is three fractions (training, validation, test) such as 0.7,0.15,0.15"
        more["split"] = parse_numbers(options.split, rule)
    return DataSpec(
        dataset=name,
        dataset_parameters=values,
        file=None if options.file is None else _file(options),
        model=model,
        model_parameters=model_values,
        standardise=not options.no_standardise,
        **_set(label_noise=options.label_noise),
        **more,
    )


def _file(options: argparse.Namespace) -> FileSpec:
    return FileSpec(
        path=str(Path(options.file).absolute()),
        decimal="," if options.decimal_comma else ".",
        leave_out=tuple(options.leave_out or ()),
        **_set(
            target=options.target_column,
            task=options.task,
            missing=options.missing,
            delimiter=options.delimiter,
        ),
    )


def _lane(text: str) -> LaneSpec:
    try:
        return parse_lane(text)
    except InputError as error:
        raise InputError(error.message, f"--lane {text}") from None


def _set(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _refuse(options: argparse.Namespace, names: tuple[str, ...], owner: str) -> None:
    for name in names:
        if getattr(options, name) not in (None, False):
            option = "--" + name.replace("_", "-")
            raise InputError(f"{option} belongs to {owner}. Leave it out, or compare with {owner}.")
