"""The end of an experiment: the finished blocks as the store has them, and the files made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..disk import write_together
from ..spec import Study
from .block import Block
from .columns import Columns, columns_from_bytes
from .kind import Kind
from .made import Made
from .store import Store, Stored
from .timing import TIMING, timing_csv

__all__ = ["PARTIAL", "StoredBlocks", "write_files"]

PARTIAL = "partial-"


class StoredBlocks(Made[tuple[Block, Columns]]):
    """Finished blocks with their columns, which are made and read when they are asked for.

    Parameters
    ----------
    store : Store
        Open as long as they are asked for.
    plan : sequence of Block
        All blocks.
    indices : sequence of int
        Those that are stored.
    """

    what = "stored block"

    def __init__(self, store: Store, plan: Sequence[Block], indices: Sequence[int]) -> None:
        self._store = store
        self._plan = plan
        self._indices = indices

    def timed(self) -> Iterator[tuple[Block, Stored, Columns]]:
        """Yield each block with who ran it, and for how long."""
        for index in self._indices:
            stored = self._store.stored(index)
            yield self._plan[index], stored, columns_from_bytes(stored.content)

    def __len__(self) -> int:
        return len(self._indices)

    def make(self, index: int) -> tuple[Block, Columns]:
        """Return a block and what it gave."""
        place = self._indices[index]
        return self._plan[place], self._store.columns(place)


def write_files(kind: Kind, study: Study, folder: Path, done: StoredBlocks, whole: bool) -> list[Path]:
    """Write all files of results together; what is not ``whole`` has names that say so.

    Returns
    -------
    list of Path

    Raises
    ------
    InputError
        If one cannot be written; then none is.
    """
    files = kind.files(study, done)
    mark = "" if whole else PARTIAL
    named = [(folder / (mark + name), pieces) for name, pieces in files.items()]
    named.append((folder / TIMING, timing_csv(done.timed())))
    write_together(named)
    if whole:
        for name in files:
            (folder / (PARTIAL + name)).unlink(missing_ok=True)
    return [path for path, _ in named]
