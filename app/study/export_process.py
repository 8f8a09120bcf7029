"""Writing what a race recorded, in a process of its own: millions of rows take seconds, and all of a core.

It is not the engine's process, which has the race to run, forgets it when the study is edited, and may have
been killed; what was recorded can be exported all the same. The history is not sent: the process maps it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from ..engine.history import History, RacePlan
from ..engine.problem import Problem
from .build import build_problem
from .compared import Compared
from .curve import CurveSpec
from .excerpt import Lengths, excerpt, lengths_of
from .export import export_all, paths_of
from .file_dataset import FileDataset
from .intake.store import is_table
from .memory import Block
from .own.stand_in import Described, described_lanes, stand_in
from .spec import Study
from .writing import WritingProcess, answer_for

__all__ = ["Advanced", "ExportOrder", "ExportProcess", "order_export"]

_BETWEEN = 0.05  # seconds between two messages


@dataclass(frozen=True, slots=True, eq=False)
class ExportOrder:
    """What to write, and where to; `order_export` makes one.

    Parameters
    ----------
    folder : Path
    parts : tuple of str
        Of `export.PARTS`.
    study : Study
    plan : RacePlan
    block : Block
    lengths : tuple of (int, int, int, int)
        Where the history ended when the order was given, for each lane.
    own : tuple of Described
        Optimizers of one's own among the lanes: their files are not run here.
    table : Path or None
        The folder of the table of a file of one's own.
    problem : Problem or None
        If that folder is gone, too; its examples are sent along.
    mark : str
        Of unfinished files.
    curves : tuple of CurveSpec
        Plots whose points are wanted.
    compared : tuple of (str, ExportOrder) or None
        Another race, by its title, whose points stand in the same tables; of its order nothing else is done.
    """

    folder: Path
    parts: tuple[str, ...]
    study: Study
    plan: RacePlan
    block: Block
    lengths: Lengths
    own: tuple[Described, ...] = ()
    table: Path | None = None
    problem: Problem | None = None
    mark: str = field(default_factory=lambda: os.urandom(4).hex())
    curves: tuple[CurveSpec, ...] = ()
    compared: tuple[str, ExportOrder] | None = None

    @property
    def paths(self) -> list[Path]:
        """Return the files that will be written."""
        return paths_of(self.folder, self.parts, self.curves, self.compared is not None)

    def open(self) -> tuple[Problem, History]:
        """Return problem and history; to be called in the process that carries it out."""
        history = excerpt(History(self.plan, self.block), self.lengths)
        return self.problem or build_problem(self.study, self.table), history


@dataclass(frozen=True, slots=True)
class Advanced:
    """So many rows of history.csv are written, or so much of something else is done."""

    rows: int
    total: int
    doing: str = "Writing history.csv"


def order_export(
    folder: Path,
    parts: tuple[str, ...],
    study: Study,
    problem: Problem,
    history: History,
    curves: tuple[CurveSpec, ...] = (),
    compared: tuple[str, ExportOrder] | None = None,
) -> ExportOrder:
    """Return an order for what is recorded now of a history that another process writes."""
    assert isinstance(history.buffer, Block), "a history of this process alone needs no other to write it"
    own = described_lanes(study)
    ends = lengths_of(history)
    # What a file of one's own held is read from where the race has it, as the file may be gone by now.
    dataset = getattr(problem, "dataset", None)
    table = dataset.folder if isinstance(dataset, FileDataset) else None
    kept = problem if table is not None and not is_table(table) else None
    return ExportOrder(
        folder, parts, study, history.plan, history.buffer, ends, own, table, kept, curves=curves,
        compared=compared if curves else None,
    )  # fmt: skip


class ExportProcess(WritingProcess):
    """The process that carries out one order: it sends `Advanced` now and then, and `Exported` or `Failed`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, order: ExportOrder) -> None:
        super().__init__("export", serve_export, order)


def serve_export(connection: Connection, order: ExportOrder) -> None:
    """Run the process.

    Parameters
    ----------
    connection : Connection
        The pipe to the window; if that is closed, the export ends and leaves nothing.
    order : ExportOrder
    """
    last = monotonic()

    def show(rows: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= _BETWEEN:
            last = monotonic()
            connection.send(Advanced(rows, total))

    def write() -> list[Path]:
        title, other = order.compared or ("", None)
        own = {
            described.texts["name"]: described for described in (*(other.own if other else ()), *order.own)
        }
        for described in own.values():
            stand_in(described, "export")
        problem, history = order.open()
        compared = None if other is None else Compared(title, other.study, *other.open())
        return export_all(
            order.folder, order.study, problem, history, order.parts, show, order.mark,
            curves=order.curves, compared=compared,
        )  # fmt: skip

    answer_for(connection, write)
