"""From raw rows to features and targets: the target, categories, missing values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.error import InputError, unknown_name
from .options import FileSpec
from .progress import Progress
from .store import Meta, Raw

__all__ = ["column_number", "compose", "ignored_columns"]

Floats = npt.NDArray[np.float64]

_CLASSES = 20  # whole numbers of so many values are classes, if nobody says otherwise
_MOST_CLASSES = 1000
_ONE_HOT = 100


@dataclass(frozen=True, slots=True)
class _Feature:
    """One column of the source on its way to one or more features."""

    at: int
    categories: tuple[str, ...]
    fill: float | None  # for what is missing: None if nothing is, or such rows are left out

    def names(self, source: Sequence[str]) -> list[str]:
        if not self.categories:
            return [source[self.at]]
        names = [f"{source[self.at]}: {category}" for category in self.categories]
        return names + ([f"{source[self.at]}: missing"] if self.fill is not None else [])

    def write(self, values: Floats, out: Floats) -> None:
        if not self.categories:
            out[:, 0] = values if self.fill is None else np.where(np.isnan(values), self.fill, values)
            return
        out[:] = 0.0
        number = np.where(np.isnan(values), len(self.categories), values).astype(np.int64)
        out[np.arange(len(values)), number] = 1.0


def column_number(names: Sequence[str], wanted: str, where: str) -> int:
    """Return the place of a column that is named, or numbered from 1.

    Raises
    ------
    InputError
        With the nearest name.
    """
    if wanted in names:
        return list(names).index(wanted)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise unknown_name("column", wanted, names).at(where)


def ignored_columns(names: Sequence[str], spec: FileSpec) -> set[int]:
    """Return the places of the columns that are left out, and whose cells nobody needs to understand.

    Raises
    ------
    InputError
        If there is no such column.
    """
    target = column_number(names, spec.target, "target") if spec.target else len(names) - 1
    return {column_number(names, name, "leave_out") for name in spec.leave_out} - {target}


def compose(raw: Raw, spec: FileSpec, title: str, folder: Path, progress: Progress, sha256: str = "") -> Meta:
    """Write ``features.npy``, ``targets.npy`` and ``table.json`` into a folder.

    Raises
    ------
    InputError
        If values are missing and may not be, or there is nothing to learn from.
    """
    names = raw.names
    if len(raw) < 2:
        raise InputError(f"A data set needs two rows or more, but {title} has {len(raw)}.", "path")
    target = column_number(names, spec.target, "target") if spec.target else len(names) - 1
    out = ignored_columns(names, spec)
    used = [at for at in range(len(names)) if at != target and at not in out]
    if not used:
        raise InputError("No column is left to learn from; leave fewer out.", "leave_out")
    survey = _survey(raw)
    gaps = {at: int(survey.gaps[at]) for at in (*used, target)}
    if spec.missing == "refuse" and any(gaps.values()):
        at = max(gaps, key=lambda place: gaps[place])
        line = int(survey.first_gap[at]) + 1
        many = "1 missing value" if gaps[at] == 1 else f"{gaps[at]:,} missing values"
        raise InputError(
            f"The column '{names[at]}' has {many}, the first in row {line:,}. Choose to leave such rows out, "
            "or to fill them.",
            "missing",
        )
    needed = [target, *(used if spec.missing == "drop" else ())]
    kept = [~np.isnan(block[:, needed]).any(axis=1) for block in raw.blocks()]
    count = sum(int(part.sum()) for part in kept)
    if count < 2:
        raise InputError(
            f"Only {count} of {len(raw):,} rows have all their values. Fill the missing ones, or "
            "leave out the columns that lack most.",
            "missing",
        )
    categories = raw.categories.get(target)
    values = [block[part, target] for block, part in zip(raw.blocks(), kept, strict=True)]
    targets, class_names, task = _targets(np.concatenate(values), categories, spec, names[target])
    filled = spec.missing == "mean"
    features = [_feature(raw, at, survey.means[at] if filled and gaps[at] else None) for at in used]
    feature_names = [name for feature in features for name in feature.names(names)]
    done = 0
    with (folder / "features.npy").open("wb") as file:
        shape = (count, len(feature_names))
        header = {"descr": np.dtype(np.float64).str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for block, part in zip(raw.blocks(), kept, strict=True):
            file.write(_columns(block[part], features, names).data)
            done += len(block)
            progress(done / len(raw))
        file.flush()
        os.fsync(file.fileno())
    np.save(folder / "targets.npy", targets)
    meta = Meta(
        title=title,
        task=task,
        feature_names=tuple(feature_names),
        class_names=class_names,
        dropped=len(raw) - count,
        sha256=sha256,
    )
    (folder / "table.json").write_bytes(msgspec.json.encode(meta))
    return meta


def _columns(values: Floats, features: Sequence[_Feature], names: Sequence[str]) -> Floats:
    """Return the features (m, d) of some rows."""
    widths = [len(feature.names(names)) for feature in features]
    out, begin = np.empty((len(values), sum(widths))), 0
    for feature, width in zip(features, widths, strict=True):
        feature.write(values[:, feature.at], out[:, begin : begin + width])
        begin += width
    return out


def _feature(raw: Raw, at: int, fill: float | None) -> _Feature:
    categories = raw.categories.get(at, ())
    if len(categories) > _ONE_HOT:
        raise InputError(
            f"The column '{raw.names[at]}' has text with {len(categories):,} different values; up to "
            f"{_ONE_HOT} become features of their own. Leave the column out.",
            "leave_out",
        )
    return _Feature(at, categories, fill)


@dataclass(frozen=True, slots=True)
class _Survey:
    """For each column: how many values are missing, the first row that lacks one, the mean of the others."""

    gaps: npt.NDArray[np.int64]
    first_gap: npt.NDArray[np.int64]
    means: Floats


def _survey(raw: Raw) -> _Survey:
    """Look at every row once, as the table may be larger than memory."""
    width, start = len(raw.names), 0
    gaps, first = np.zeros(width, np.int64), np.full(width, -1)
    sums = np.zeros(width)
    for block in raw.blocks():
        missing = np.isnan(block)
        new = missing.any(axis=0) & (first < 0)
        first[new] = start + missing.argmax(axis=0)[new]
        gaps += missing.sum(axis=0)
        sums += np.where(missing, 0.0, block).sum(axis=0)
        start += len(block)
    return _Survey(gaps, first, sums / np.maximum(len(raw) - gaps, 1))


def _targets(
    values: Floats, categories: tuple[str, ...] | None, spec: FileSpec, name: str
) -> tuple[npt.NDArray[np.float64] | npt.NDArray[np.int64], tuple[str, ...], str]:
    found = np.unique(values)
    whole = bool((found == np.floor(found)).all())
    task = spec.task
    if not task:
        task = "classification" if categories or (whole and len(found) <= _CLASSES) else "regression"
    if task == "regression":
        if categories:
            raise InputError(
                f"The target '{name}' is text, so the task is classification. Choose another target.", "task"
            )
        return values.copy(), (), task
    if not 2 <= len(found) <= _MOST_CLASSES:
        raise InputError(
            f"Classification needs 2 to {_MOST_CLASSES:,} classes, but the target '{name}' has "
            f"{len(found):,} different {'value' if len(found) == 1 else 'values'}. "
            "Choose another target, or regression.",
            "target",
        )
    names = tuple(categories[int(value)] if categories else f"{value:g}" for value in found)
    return np.searchsorted(found, values).astype(np.int64), names, task
