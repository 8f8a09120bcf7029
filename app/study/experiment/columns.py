"""What a block gives: columns of numbers by name, as bytes that are the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

__all__ = ["Columns", "columns_from_bytes", "columns_to_bytes", "joined"]

Columns = dict[str, npt.NDArray[Any]]

_KINDS = "biuf"  # numbers; a text is an index into the study


def columns_to_bytes(columns: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Return columns of numbers as bytes; equal columns give equal bytes.

    Raises
    ------
    TypeError
        If a column holds no numbers: a mistake of the kind of experiment.
    """
    plain = []
    for name, values in columns.items():
        array = np.asarray(values)
        if array.dtype.kind not in _KINDS:
            raise TypeError(f"The column {name} is of {array.dtype}; a block gives numbers.")
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        plain.append((name, little.dtype.str, array.shape, little.tobytes()))
    return msgspec.msgpack.encode(plain)


def joined(parts: Sequence[Columns]) -> Columns:
    """Return columns one below the other; ``curve_steps`` is the same in all and stays as it is."""
    return {
        name: parts[0][name] if name == "curve_steps" else np.concatenate([each[name] for each in parts])
        for name in parts[0]
    }


def columns_from_bytes(content: bytes) -> Columns:
    """Return the columns; they share the memory of the bytes and cannot be written to."""
    plain = msgspec.msgpack.decode(content, type=list[tuple[str, str, tuple[int, ...], bytes]])
    return {name: np.frombuffer(raw, dtype=kind).reshape(shape) for name, kind, shape, raw in plain}
