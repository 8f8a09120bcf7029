"""What fits a problem: shapes of data sets, models for them, starting points. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ...engine.dataset import Dataset, datasets
from ...engine.error import InputError
from ...engine.model import Model, models
from ...engine.surface import Surface, surfaces
from ...study.file_dataset import FILE, dataset_of, needs_reading
from ...study.intake.options import FileSpec
from ...study.spec import DataSpec, SurfaceSpec
from ...study.surface import surface_of as described

__all__ = [
    "Shape",
    "data_shape",
    "fitting_models",
    "known_dataset",
    "other_dataset",
    "other_file",
    "problem_summary",
    "start_of",
    "surface_of",
    "title_of",
    "training_size",
    "with_fitting_model",
]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's size: examples, features, and classes (0 for regression)."""

    examples: int
    features: int
    classes: int


def known_dataset(spec: DataSpec) -> Dataset | type[Dataset]:
    """Return what a data set declares, without making its examples.

    Raises
    ------
    InputError
        If it is a file that cannot be read, or has to be read first.
    """
    if spec.dataset != FILE:
        return datasets[spec.dataset]
    if needs_reading(spec):
        raise InputError("The file has to be read first.", "file")
    return dataset_of(spec)


def title_of(spec: DataSpec) -> str:
    """Return what a data set is called; for a file that cannot be read, the file's name."""
    try:
        return known_dataset(spec).title
    except InputError:
        return Path(spec.file.path).name if spec.file is not None else "A file of your own"


def data_shape(spec: DataSpec) -> Shape:
    """Return the size of a data set with its values.

    Raises
    ------
    InputError
    """
    if spec.dataset == FILE:
        known_dataset(spec)
        table = dataset_of(spec).load()
        return Shape(*table.features.shape, len(table.class_names))
    return _shape(spec.dataset, tuple(sorted(spec.dataset_parameters.items())))


@lru_cache(maxsize=64)
def _shape(name: str, values: tuple[tuple[str, Any], ...]) -> Shape:
    table = datasets[name](dict(values)).load()
    return Shape(*table.features.shape, len(table.class_names))


def fitting_models(spec: DataSpec) -> list[type[Model]]:
    """Return the models that can learn a data set, or do its task if it cannot be loaded, in order."""
    try:
        task = known_dataset(spec).task
    except InputError:
        return list(models)
    able = [model for model in models if task in model.tasks]
    try:
        shape = data_shape(spec)
    except InputError:
        return able
    return [model for model in able if _fits(model, shape, task)]


def _fits(model: type[Model], shape: Shape, task: str) -> bool:
    try:
        model(shape.features, max(shape.classes, 1), task, {})
    except InputError:
        return False
    return True


def other_dataset(spec: DataSpec, name: str, values: Mapping[str, Any] | None = None) -> DataSpec:
    """Return the problem on another data set, with its model if it fits, or the first that does."""
    changed = msgspec.structs.replace(spec, dataset=name, dataset_parameters=dict(values or {}), file=None)
    return with_fitting_model(changed)


def other_file(spec: DataSpec, file: FileSpec) -> DataSpec:
    """Return the problem on a file that has been read, with its model if it fits."""
    changed = msgspec.structs.replace(spec, dataset=FILE, dataset_parameters={}, file=file)
    return with_fitting_model(changed)


def with_fitting_model(spec: DataSpec) -> DataSpec:
    """Return the problem with its model if it fits, or with the first that does."""
    fitting = [model.name for model in fitting_models(spec)]
    if not fitting or models[spec.model].name in fitting:
        return spec
    l2 = spec.model_parameters.get("l2")
    kept = {} if l2 is None else {"l2": l2}
    return msgspec.structs.replace(spec, model=fitting[0], model_parameters=kept)


def surface_of(spec: SurfaceSpec) -> Surface:
    """Return the surface with its values, or with its defaults where they are not valid."""
    try:
        return described(spec)
    except InputError:
        return surfaces[spec.surface]()


def start_of(spec: SurfaceSpec) -> tuple[float, float]:
    """Return where the lanes start."""
    x, y = spec.start or surface_of(spec).starts[0]
    return float(x), float(y)


def problem_summary(spec: SurfaceSpec | DataSpec) -> str:
    """Return a problem in a few words."""
    if isinstance(spec, DataSpec):
        return f"{title_of(spec)} · {models[spec.model].title}"
    x, y = start_of(spec)
    return f"{surfaces[spec.surface].title} from ({x:g}, {y:g})"


def training_size(spec: DataSpec) -> int | None:
    """Return how many examples are for training; None if the data set cannot be loaded."""
    try:
        n = data_shape(spec).examples
    except InputError:
        return None
    return n - round(spec.split[1] * n) - round(spec.split[2] * n)
