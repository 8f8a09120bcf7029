"""What blocks took on this machine for each second that `cost` guessed: so that a guess can be said in time.

The guess is made of constants of one machine, and wrong by a factor that depends on machine, problem and
optimizer. The factors of blocks that were run are kept in a file; without any there is nothing to be said.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from ... import __version__
from ...engine.error import InputError
from ..disk import make_folder, write_whole
from ..spec import DataSpec, Study
from .block import Block
from .cost import UNGAUGED, Gauge
from .number import outline
from .rows import Rows, task_study

__all__ = ["NAME", "Past", "guess_of"]

NAME = "pace.json"
_KEPT = 16  # blocks of one optimizer on one problem
_ENOUGH = 3  # of these before they are a range
_KINDS = 3  # so many optimizers on problems, of which there are two or more, tell of others
_ENDS = (0.1, 0.9)

Pair = tuple[float, float]  # seconds as guessed, and as they were


class _File(msgspec.Struct, frozen=True, kw_only=True):
    machine: str
    pairs: dict[str, list[Pair]]


class Past:
    """The factors that are known: `note` and `save` for one thread that runs blocks, `seconds` for any.

    Of what two processes save at the same moment, that of one may be lost, which does no harm.

    Parameters
    ----------
    path : path
        The file, which need not be there.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._fresh: list[tuple[str, Pair]] = []

    def note(self, study: Study, block: Block, seconds: float, gauge: Gauge) -> None:
        """Take in how long a block took that was cut by a gauge."""
        guess = guess_of(block, gauge)
        if guess > 0:
            self._fresh.append((_key(study, block), (float(f"{guess:.3g}"), float(f"{seconds:.3g}"))))

    def save(self) -> None:
        """Add what is new to the file; one that cannot be written is left, as nothing depends on it."""
        if not self._fresh:
            return
        pairs = self._read()
        for key, pair in self._fresh:
            pairs[key] = [*pairs.get(key, []), pair][-_KEPT:]
        self._fresh.clear()
        try:
            make_folder(self.path.parent)
            write_whole(self.path, msgspec.json.encode(_File(machine=_machine(), pairs=pairs)))
        except InputError:
            pass

    def seconds(self, study: Study, blocks: Sequence[Block]) -> tuple[float, float] | None:
        """Return the least and the most seconds that are likely for blocks that nobody has gauged.

        A block's factor is that of its optimizer on its problem; if that is not known, of any on the problem;
        else of any on surfaces, or on data.

        Returns
        -------
        (float, float) or None
            None if for some block nothing is known.
        """
        pairs = self._read()
        ranges: dict[str, tuple[float, float] | None] = {}
        low = high = 0.0
        for block, work in outline(blocks):
            key = _key(study, block)
            if key not in ranges:
                ranges[key] = _range(pairs, key)
            factors = ranges[key]
            if factors is None:
                return None
            low += factors[0] * work
            high += factors[1] * work
        return low, high

    def _read(self) -> dict[str, list[Pair]]:
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=_File)
        except (OSError, msgspec.MsgspecError):
            return {}
        return found.pairs if found.machine == _machine() else {}


def guess_of(block: Block, gauge: Gauge = UNGAUGED) -> float:
    """Return the seconds that a block was guessed to take before anything was measured."""
    content = block.content
    if not isinstance(content, Rows):
        return 0.0
    return block.work / gauge.get((content.task, content.lane), 1.0)


def _key(study: Study, block: Block) -> str:
    """Return what a factor depends on: where blocks run, on what, by which optimizer."""
    problem = task_study(study, block.content.task).problem
    where = (
        f"data|{problem.dataset}, {problem.model}"
        if isinstance(problem, DataSpec)
        else f"surface|{problem.surface}"
    )
    return f"{where}|{study.lanes[block.content.lane].optimizer}"


def _range(pairs: dict[str, list[Pair]], key: str) -> tuple[float, float] | None:
    kind, problem, _ = key.split("|")
    alike = {tuple(other.split("|")): found for other, found in pairs.items() if other.startswith(f"{kind}|")}
    near = [pair for other, found in alike.items() if other[1] == problem for pair in found]
    others = len({other[1] for other in alike}) > 1 and len(alike) >= _KINDS
    far = [pair for found in alike.values() for pair in found] if others else []
    same = pairs.get(key, [])
    known = next((found for found in (same, near, far) if len(found) >= _ENOUGH), None)
    if known is None:
        return None
    guesses, seconds = np.array(known).T
    # Long blocks count for more: of short ones much is calls, but they are little of the whole.
    low, high = np.quantile(seconds / guesses, _ENDS, weights=guesses, method="inverted_cdf")
    return float(low), float(high)


def _machine() -> str:
    return f"{platform.node()}, {os.cpu_count()} processors, {__version__}"
