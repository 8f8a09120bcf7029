"""What the race is compared with: its name, how far it is while it is being raced, and its trajectory."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ..controls.label import ElidedLabel
from ..frame import Frame
from ..icon import icon
from ..plots.linked_plot import LinkedPlot
from ..plots.trajectory_plot import TrajectoryPlot
from ..reference import Reference
from ..theme import Theme

__all__ = ["ReferencePanel"]


class ReferencePanel(QWidget):
    """Stands beside the trajectory while there is a reference.

    Parameters
    ----------
    leader : TrajectoryPlot
        The race's.
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    ended : Signal
        The person has enough of it, or does not want to wait for it.
    """

    ended = Signal()

    def __init__(self, leader: TrajectoryPlot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reference: Reference | None = None
        self.plot = LinkedPlot(leader, theme)
        self.title = ElidedLabel()
        self.title.setProperty("heading", True)
        self.step = QLabel()
        self.step.setProperty("muted", True)
        self.progress = QProgressBar(minimum=0, maximum=100)
        self.progress.setFixedWidth(110)
        self.progress.setAccessibleName("How much of it is raced")
        self.close_button = QToolButton()
        self.close_button.clicked.connect(self.ended)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.title, 1)
        for widget in (self.step, self.progress, self.close_button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.apply_theme(theme)

    def set_reference(self, reference: Reference | None, racing: str = "") -> None:
        """Show a reference, or say that one is being raced."""
        self._reference = reference
        self.title.setText(f"Ref: {reference.title if reference else racing}")
        self.title.setToolTip(
            "The reference: dashed and paler in the curves, with the prefix ref in the table. "
            "Ctrl+Shift+D ends the comparison."
        )
        self.progress.setVisible(reference is None)
        self.progress.setValue(0)
        self.step.setText("")
        what = "End the comparison" if reference else "Cancel: do not race it"
        self.close_button.setToolTip(f"{what} (Ctrl+Shift+D)")
        self.close_button.setAccessibleName(what)
        self.plot.set_reference(reference)
        if reference is None:
            self.plot.caption.set_notice(f"{racing}\nis raced in the background.\nIts paths appear here.")

    def set_share(self, share: float) -> None:
        """Show how much is raced."""
        self.progress.setValue(int(100 * share))

    def show_frame(self, frame: Frame) -> None:
        """Show the reference at an instant of the race."""
        if self._reference is not None:
            own = self._reference.frame(frame, self._theme)
            over = own.tick >= own.recorded > 0 and not (frame.live and frame.tick >= frame.race.ticks)
            self.step.setText(f"{self._reference.place(own.tick)}{', its end' if over else ''}")
            self.plot.show_frame(own)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.close_button.setIcon(icon("close", theme))
        self.plot.apply_theme(theme)
