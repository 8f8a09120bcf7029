"""Writing a report in a process of its own: figures and pages would stop the window for seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from ...engine.history import History
from ...engine.problem import Problem
from ...study.build import build_problem
from ...study.excerpt import excerpt
from ...study.export_process import ExportOrder, order_export
from ...study.own.stand_in import stand_in
from ...study.prediction import Foretold
from ...study.report.section import Section
from ...study.spec import Study
from ...study.writing import WritingProcess, answer_for
from .telling import teller
from .write import offscreen, report_paths, write_report

__all__ = ["ReportOrder", "ReportProcess", "order_report"]


@dataclass(frozen=True, slots=True, eq=False)
class ReportOrder:
    """What to write; `order_report` makes one.

    Parameters
    ----------
    export : ExportOrder
        The race as it is at the click, and which raw data go beside the report.
    foretold : Foretold
    name : str
    kinds : tuple of {'html', 'pdf'}
    sections : tuple of Section
    seeds : str
        What figures show of many seeds.
    """

    export: ExportOrder
    foretold: Foretold
    name: str
    kinds: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())
    seeds: str = ""

    @property
    def paths(self) -> list[Path]:
        """Return the files that will be written."""
        return report_paths(self.export.folder, self.export.parts, self.name, self.kinds)

    @property
    def mark(self) -> str:
        """Return what the names of unfinished files have in them."""
        return self.export.mark


def order_report(
    folder: Path,
    parts: tuple[str, ...],
    study: Study,
    problem: Problem,
    history: History,
    foretold: Foretold,
    name: str,
    kinds: tuple[str, ...],
    sections: tuple[Section, ...] = (),
    seeds: str = "",
) -> ReportOrder:
    """Return an order for what is recorded now of a history that another process writes."""
    return ReportOrder(
        order_export(folder, parts, study, problem, history), foretold, name, kinds, sections, seeds
    )


class ReportProcess(WritingProcess):
    """The process that carries out one order: it sends `Advanced` now and then, and `Exported` or `Failed`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, order: ReportOrder) -> None:
        super().__init__("report", serve_report, order)


def serve_report(connection: Connection, order: ReportOrder) -> None:
    """Run the process.

    Parameters
    ----------
    connection : Connection
        The pipe to the window; if that is closed, nothing is left.
    order : ReportOrder
    """
    offscreen()

    def write() -> list[Path]:
        given = order.export
        for described in given.own:
            stand_in(described, "export")
        history = excerpt(History(given.plan, given.block), given.lengths)
        problem = build_problem(given.study) if given.problem is None else given.problem
        return write_report(
            given.folder, given.study, problem, history, order.foretold, given.parts, order.name, order.kinds,
            order.sections, seeds=order.seeds, show=teller(connection), mark=given.mark,
        )  # fmt: skip

    answer_for(connection, write)
