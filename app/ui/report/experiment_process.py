"""Writing the report of an experiment in a process of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ...study.experiment.block import Block
from ...study.experiment.columns import Columns
from ...study.export_process import Advanced
from ...study.own.stand_in import Described, described_lanes, stand_in
from ...study.prediction import Foretold
from ...study.spec import Study
from ...study.writing import WritingProcess, answer_for
from .experiment import experiment_paths, write_findings
from .telling import teller
from .write import offscreen

__all__ = ["ExperimentOrder", "ExperimentReportProcess", "order_findings"]


@dataclass(frozen=True, slots=True, eq=False)
class ExperimentOrder:
    """What to write; `order_findings` makes one.

    Parameters
    ----------
    folder : Path
    study : Study
        With its experiment, and the prediction of now.
    done : list of (Block, Columns)
        All of it.
    foretold : Foretold or None
    data : bool
        Whether the raw data go beside the report.
    name : str
    kinds : tuple of {'html', 'pdf'}
    own : tuple of Described
        Optimizers of one's own among the lanes: their files are not run here.
    mark : str
        Of unfinished files.
    """

    folder: Path
    study: Study
    done: list[tuple[Block, Columns]]
    foretold: Foretold | None
    data: bool
    name: str
    kinds: tuple[str, ...]
    own: tuple[Described, ...] = ()
    mark: str = field(default_factory=lambda: os.urandom(4).hex())

    @property
    def paths(self) -> list[Path]:
        """Return the files that will be written."""
        return experiment_paths(self.folder, self.study, self.data, self.name, self.kinds)


def order_findings(
    folder: Path,
    study: Study,
    done: list[tuple[Block, Columns]],
    foretold: Foretold | None,
    data: bool,
    name: str,
    kinds: tuple[str, ...],
) -> ExperimentOrder:
    """Return an order for an experiment that is complete."""
    return ExperimentOrder(folder, study, done, foretold, data, name, kinds, described_lanes(study))


@dataclass(frozen=True, slots=True)
class BlocksWanted:
    """The process is there, and reads. What is sent to one that starts would make the window wait for it."""


class ExperimentReportProcess(WritingProcess):
    """The process that carries out one order: it sends `Advanced` now and then, and `Exported` or `Failed`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, order: ExperimentOrder) -> None:
        self._done = order.done
        super().__init__("report", serve_findings, replace(order, done=[]))

    def receive(self) -> Any:
        """Return the next answer; the blocks are sent when they are asked for."""
        told = super().receive()
        if not isinstance(told, BlocksWanted):
            return told
        self.send(self._done)
        self._done = []
        return Advanced(0, 0, "Reading the results")


def serve_findings(connection: Connection, order: ExperimentOrder) -> None:
    """Run the process.

    Parameters
    ----------
    connection : Connection
        The pipe to the window; if that is closed, nothing is left.
    order : ExperimentOrder
        Without its blocks, which come when they are asked for.
    """
    offscreen()
    try:
        connection.send(BlocksWanted())
        done = connection.recv()
    except (EOFError, OSError):  # there is no window to tell
        return

    def write() -> list[Path]:
        for described in order.own:
            stand_in(described, "export")
        return write_findings(
            order.folder, order.study, done, order.foretold, order.data, order.name, order.kinds,
            teller(connection), order.mark,
        )  # fmt: skip

    answer_for(connection, write)
