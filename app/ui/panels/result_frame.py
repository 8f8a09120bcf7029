"""What stands around the results of an experiment: what is said above them, and how far it is below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ..controls.export_button import ExportButton
from ..controls.report_button import ReportButton
from ..controls.run_bar import RunBar
from ..experiment_session import ExperimentSession
from ..theme import Theme
from .empty_page import EmptyPage

__all__ = ["ResultFrame"]

_LINE = 15  # the height of a line of type in the pixels of `least_beside`


class ResultFrame(QWidget):
    """A row above, pages in the middle, rows below; the last has the progress bar.

    Parameters
    ----------
    run : ExperimentSession
    name : str
        Of the experiment, such as ``sweep``.
    empty : EmptyPage
        The first page.
    tip : str
        Of the button that exports.
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    least_beside : int
        Pixels from which on the buttons stand beside what is in the head.
    head, foot, last : QHBoxLayout
        For what the panel puts above the pages (left of the buttons), below them, and beside the progress.
    """

    #: What was cancelled is to go on.
    go_on_wanted = Signal()
    #: What is shown is to be written to this path.
    export_wanted = Signal(str)
    report_wanted = Signal()

    def __init__(
        self,
        run: ExperimentSession,
        name: str,
        empty: EmptyPage,
        tip: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.least_beside = 0
        self.empty = empty
        self.export = ExportButton(name, f"the {name}", tip)
        self.report = ReportButton(f"the {name}")
        self.bar = RunBar(run, name, theme)
        self.bar.go_on_wanted.connect(self.go_on_wanted)
        self.export.chosen.connect(self.export_wanted)
        self.report.clicked.connect(self.report_wanted)
        self.head, self.foot, self.last = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.head.setSpacing(6)
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.report, self.export):
            buttons.addWidget(button)
        buttons.addStretch(0)
        self._above = above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        above.setContentsMargins(10, 4, 8, 2)
        above.setSpacing(6)
        above.addLayout(self.head, 1)
        above.addLayout(buttons)
        self.foot.setContentsMargins(8, 2, 8, 2)
        self.foot.setSpacing(6)
        self.last.setContentsMargins(8, 0, 8, 4)
        self.pages = QStackedWidget()
        self.pages.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.pages, 1)
        column.addLayout(self.foot)
        column.addLayout(self.last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below a sentence that would be a narrow column beside them."""
        super().resizeEvent(event)
        scale = self.fontMetrics().height() / _LINE  # larger type, as in a presentation
        beside = self.width() >= self.least_beside * scale
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._above.setDirection(across if beside else down)

    def add_button(self, button: QWidget) -> None:
        """Put a button before the others."""
        self._buttons.insertWidget(0, button)

    def finish(self) -> None:
        """Put the progress beside what stands in the last row by now."""
        self.last.addWidget(self.bar, 1)

    def set_there(self, there: bool) -> None:
        """Show what only makes sense where there are results."""
        for widget in (self.export, self.report, self.bar):
            widget.setVisible(there)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.export.apply_theme(theme)
        self.bar.apply_theme(theme)
