"""From raw rows to features and targets: the target, categories, missing values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.error import InputError, unknown_name
from .options import FileSpec
from .progress import Progress
from .store import Meta, Raw

__all__ = ["column_number", "compose"]

Floats = npt.NDArray[np.float64]

_CLASSES = 20  # whole numbers of so many values are classes, if nobody says otherwise
_MOST_CLASSES = 1000
_ONE_HOT = 100
_ROWS = 20_000


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


def compose(raw: Raw, spec: FileSpec, title: str, folder: Path, progress: Progress, sha256: str = "") -> Meta:
    """Write ``features.npy``, ``targets.npy`` and ``table.json`` into a folder.

    Raises
    ------
    InputError
        If values are missing and may not be, or there is nothing to learn from.
    """
    values, names = raw.values(), raw.names
    if len(values) < 2:
        raise InputError(f"A data set needs two rows or more, but {title} has {len(values)}.", "path")
    target = column_number(names, spec.target, "target") if spec.target else len(names) - 1
    out = {column_number(names, name, "leave_out") for name in spec.leave_out}
    used = [at for at in range(len(names)) if at != target and at not in out]
    if not used:
        raise InputError("No column is left to learn from; leave fewer out.", "leave_out")
    survey = _survey(values)
    gaps = {at: int(survey.gaps[at]) for at in (*used, target)}
    if spec.missing == "refuse" and any(gaps.values()):
        at = max(gaps, key=lambda place: gaps[place])
        line = int(survey.first_gap[at]) + 1
        raise InputError(
            f"The column '{names[at]}' has {gaps[at]:,} missing values, the first in row {line:,}. Choose to "
            "leave such rows out, or to fill them.",
            "missing",
        )
    needed = [target, *(used if spec.missing == "drop" else ())]
    rows = np.flatnonzero(
        np.concatenate([~np.isnan(values[part][:, needed]).any(axis=1) for part in _parts(len(values))])
    )
    if len(rows) < 2:
        raise InputError(
            f"Only {len(rows)} of {len(values):,} rows have all their values. Fill the missing ones, or "
            "leave out the columns that lack most.",
            "missing",
        )
    categories = raw.categories.get(target)
    targets, class_names, task = _targets(values[rows, target], categories, spec, names[target])
    filled = spec.missing == "mean"
    features = [_feature(raw, at, survey.means[at] if filled and gaps[at] else None) for at in used]
    feature_names = [name for feature in features for name in feature.names(names)]
    table = np.lib.format.open_memmap(
        folder / "features.npy", mode="w+", dtype=np.float64, shape=(len(rows), len(feature_names))
    )
    for part in _parts(len(rows)):
        block, begin = values[rows[part]], 0
        for feature in features:
            width = len(feature.names(names))
            feature.write(block[:, feature.at], table[part, begin : begin + width])
            begin += width
        progress(part.stop / len(rows))
    table.flush()
    np.save(folder / "targets.npy", targets)
    meta = Meta(
        title=title,
        task=task,
        feature_names=tuple(feature_names),
        class_names=class_names,
        dropped=len(values) - len(rows),
        sha256=sha256,
    )
    (folder / "table.json").write_bytes(msgspec.json.encode(meta))
    return meta


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


def _survey(values: Floats) -> _Survey:
    """Look at every row once, as the table may be larger than memory."""
    width = values.shape[1]
    gaps, first = np.zeros(width, np.int64), np.full(width, -1)
    sums = np.zeros(width)
    for part in _parts(len(values)):
        block = values[part]
        missing = np.isnan(block)
        new = missing.any(axis=0) & (first < 0)
        first[new] = part.start + missing.argmax(axis=0)[new]
        gaps += missing.sum(axis=0)
        sums += np.where(missing, 0.0, block).sum(axis=0)
    return _Survey(gaps, first, sums / np.maximum(len(values) - gaps, 1))


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


def _parts(count: int) -> Iterator[slice]:
    return (slice(first, min(first + _ROWS, count)) for first in range(0, count, _ROWS))
