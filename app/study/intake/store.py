"""Tables on disk that are mapped into memory, so that two processes share one copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.dataset import Table

__all__ = ["Meta", "Raw", "is_table", "meta_of", "open_table"]

_ROWS = 20_000

Floats = npt.NDArray[np.float64]


class Raw:
    """Rows of numbers as they were read, before it is decided what they are for.

    Parameters
    ----------
    path : Path
        The file that holds them: float64, row after row.
    names : tuple of str
        Of the columns.

    Attributes
    ----------
    categories : dict of int to tuple of str
        For columns of text, what each number stands for.
    """

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self.path = path
        self.names = names
        self.categories: dict[int, tuple[str, ...]] = {}
        self._rows = 0

    @contextmanager
    def writing(self) -> Iterator[Callable[[Floats], None]]:
        """Give a function that appends rows (m, columns)."""
        with self.path.open("wb") as file:

            def append(block: Floats) -> None:
                file.write(np.ascontiguousarray(block, dtype=np.float64).tobytes())
                self._rows += len(block)

            yield append

    def __len__(self) -> int:
        return self._rows

    def blocks(self) -> Iterator[Floats]:
        """Yield all rows again, some (m, columns) at a time; a map would fill memory with what is behind."""
        width = len(self.names)
        with self.path.open("rb") as file:
            while len(block := np.fromfile(file, np.float64, _ROWS * width)):
                yield block.reshape(-1, width)


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What a stored table has beside its two arrays.

    Parameters
    ----------
    title : str
    task : {'classification', 'regression'}
    feature_names, class_names : tuple of str
    dropped : int
        Rows left out because a value was missing.
    sha256 : str
        Of the file that was read.
    """

    title: str
    task: str
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    dropped: int = 0
    sha256: str = ""


def meta_of(folder: Path) -> Meta:
    """Return what a stored table has beside its arrays."""
    return msgspec.json.decode((folder / "table.json").read_bytes(), type=Meta)


def is_table(folder: Path) -> bool:
    """Return whether a folder holds a table."""
    return (folder / "table.json").exists()


def open_table(folder: Path) -> tuple[Meta, Table]:
    """Return a stored table, its arrays mapped into memory."""
    meta = meta_of(folder)
    # As plain arrays: each view of NumPy's own class for maps costs a call of Python.
    features, targets = (
        np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
        for name in ("features", "targets")
    )
    return meta, Table(features, targets, meta.feature_names, meta.class_names)
