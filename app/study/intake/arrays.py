"""NumPy's archives and the files of MNIST: arrays that need no parsing."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError, unknown_name
from .options import FileSpec

__all__ = ["idx", "npz"]

Array = npt.NDArray[Any]

_IDX_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_FEATURES = ("x", "x_train", "features", "data", "images", "inputs")
_TARGETS = ("y", "y_train", "targets", "target", "labels", "outputs")


def npz(path: Path, spec: FileSpec) -> tuple[Array, Array]:
    """Return features (n, ...) and targets (n,) of an NPZ file.

    Read are the pairs x and y, features and targets, data and target, images and labels; and Keras' mnist.npz
    with x_train, y_train, x_test, y_test, whose parts are put together. ``spec.target`` names another array
    for the targets; the features are then the largest other one.

    Raises
    ------
    InputError
        If there is no such pair, or the arrays hold Python objects.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            names = list(file.files)
            features, targets = _pair(names, spec.target)
            arrays = [np.asarray(file[features]), np.asarray(file[targets])]
            if (features, targets) == ("x_train", "y_train") and {"x_test", "y_test"} <= set(names):
                arrays = [
                    np.concatenate([arrays[0], file["x_test"]]),
                    np.concatenate([arrays[1], file["y_test"]]),
                ]
    except (ValueError, OSError, zipfile.BadZipFile, KeyError) as error:
        raise InputError(
            f"{path.name} cannot be read as an NPZ file: {error}. Arrays of Python objects are refused.",
            "path",
        ) from None
    return _checked(arrays[0], arrays[1], path)


def _pair(names: list[str], target: str) -> tuple[str, str]:
    if target:
        if target not in names:
            raise unknown_name("array", target, names).at("target")
        others = [name for name in names if name != target]
        for name in _FEATURES:
            if name in others:
                return name, target
        if others:
            return others[0], target
    for features, targets in zip(_FEATURES, _TARGETS, strict=True):
        if features in names and targets in names:
            return features, targets
    raise InputError(
        "An NPZ file needs features and targets, such as the arrays x and y or x_train and y_train, but this "
        f"one has {', '.join(names) or 'none'}. Name the target's array in the options.",
        "target",
    )


def idx(path: Path) -> tuple[Array, Array]:
    """Return images and labels of two IDX files, as MNIST's; either may be compressed with gzip.

    The labels are looked for beside the images, under the same name with ``labels`` and ``idx1`` in place of
    ``images`` and ``idx3``; naming the labels' file finds the images in the same way.

    Raises
    ------
    InputError
        If a file is not of this form, or its partner is not there.
    """
    name = path.name
    if "labels" in name:
        labels, images = path, _partner(path, "labels", "images", "idx1", "idx3")
    else:
        images, labels = path, _partner(path, "images", "labels", "idx3", "idx1")
    return _checked(_idx_array(images), _idx_array(labels), path)


def _partner(path: Path, word: str, other: str, number: str, other_number: str) -> Path:
    wanted = path.name.replace(word, other).replace(number, other_number)
    stem = wanted.removesuffix(".gz")
    for name in (wanted, stem, f"{stem}.gz"):
        found = path.with_name(name)
        if name != path.name and found.exists():
            return found
    raise InputError(
        f"An IDX file of images needs one of labels beside it. For {path.name}, {wanted} was looked for.",
        "path",
    )


def _idx_array(path: Path) -> Array:
    opener: Any = gzip.open if path.read_bytes()[:2] == b"\x1f\x8b" else open
    try:
        with opener(path, "rb") as file:
            content: bytes = file.read()
    except (OSError, EOFError) as error:
        raise InputError(f"{path.name} cannot be read: {error}.", "path") from None
    kind = _IDX_TYPES.get(content[2]) if len(content) > 4 and content[:2] == b"\0\0" else None
    if kind is None:
        raise InputError(f"{path.name} does not begin as an IDX file does.", "path")
    rank = content[3]
    begin = 4 + 4 * rank
    shape = np.frombuffer(content, ">u4", rank, 4).astype(np.int64) if len(content) >= begin else np.zeros(0)
    needed = int(np.prod(shape)) * np.dtype(kind).itemsize
    if len(shape) != rank or len(content) - begin != needed:
        raise InputError(
            f"{path.name} announces {needed:,} bytes of values, but has {max(len(content) - begin, 0):,}: it "
            "is cut off or damaged.",
            "path",
        )
    return np.frombuffer(content, kind, offset=begin).reshape([int(n) for n in shape])


def _checked(features: Array, targets: Array, path: Path) -> tuple[Array, Array]:
    if targets.ndim == 2 and targets.shape[1] == 1:
        targets = targets[:, 0]
    if features.ndim < 2 or targets.ndim != 1 or len(features) != len(targets):
        raise InputError(
            f"Features need a row for each target, but {path.name} has shapes {features.shape} and "
            f"{targets.shape}.",
            "path",
        )
    if features.dtype.kind not in "fiub" or targets.dtype.kind not in "fiubU":
        raise InputError(
            f"Features and targets are numbers, but {path.name} has {features.dtype} and {targets.dtype}.",
            "path",
        )
    return features, targets
