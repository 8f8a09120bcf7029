"""Who shows a race and its instants: trajectory, curves, table, transport, inspector, verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ..engine.problem import DataProblem
from .frame import Frame, RaceView
from .pacing import Pacing
from .panels.curve_panel import CurvePanel

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["Showing"]

# While something is dragged the trajectory follows at once, curves and table this much later.
_BEHIND_MS = 200


class Showing(QObject):
    """Passes races and frames of the session on to the views of a window.

    Parameters
    ----------
    window : MainWindow
        Its panels are there already.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pacing = Pacing(self._seen_plots, self)
        self._behind = QTimer(self, singleShot=True, interval=_BEHIND_MS)
        self._behind.timeout.connect(lambda: self._show_race(window.session.race))
        window.session.race_changed.connect(self._on_race_changed)
        window.session.frame_changed.connect(self.show_frame)
        window.docks.shown.connect(self._on_dock_shown)

    def show_frame(self, frame: Frame | None) -> None:
        """Show an instant in every panel that is to be seen."""
        if frame is None:
            return
        window = self._window
        if self._behind.isActive():
            window.trajectory.show_frame(frame)
            return
        self._pacing.show(frame)
        for view in (window.table, window.transport, window.inspector):
            view.show_frame(frame)
        window.recall.follow(frame)
        if window.docks.verdict.panel is not None:
            window.docks.verdict.panel.show_frame(frame)
        notices = window.session.player.notices
        for index, lane in enumerate(frame.race.history.lanes):
            gone = lane.diverged_at[lane.diverged_at >= 0]
            if gone.size and int(gone.min()) <= frame.steps[index]:
                status = (f"diverged at step {int(gone.min()):,}", "bad")
            else:
                status = (notices[index] if notices else "", "muted")
            window.study_panel.show_lane_status(index, *status)

    def link(self, panel: CurvePanel) -> None:
        """Have the other curve plots with the same x axis show where this one's cursor is."""
        panel.plot.hovered.connect(lambda x: self._on_hovered(panel, x))

    def _on_race_changed(self, race: RaceView | None) -> None:
        if race is not None and self._window.session.drag.race is not None:
            self._window.trajectory.set_race(race)  # the frame comes next; the others follow a little later
            if not self._behind.isActive():
                self._behind.start()
            return
        self._behind.stop()
        self._show_race(race)

    def _show_race(self, race: RaceView | None) -> None:
        window = self._window
        window.study_panel.set_looks(window.session.looks)
        if race is not None:
            self._suit_quantities(race)
        if race is None or window.trajectory.plot.race is not race:
            window.trajectory.set_race(race)
        verdicts = [] if window.docks.verdict.panel is None else [window.docks.verdict.panel]
        for view in (window.table, window.transport, window.inspector, *window.docks.curves, *verdicts):
            view.set_race(race)
        window.split.suit()
        frame = window.session.frame()
        if frame is not None:
            self.show_frame(frame)

    def _suit_quantities(self, race: RaceView) -> None:
        """On data the second plot shows what counts there; on surfaces what moves the point."""
        if len(self._window.session.study.curves) > 1:
            return  # somebody has chosen
        second = self._window.docks.curve(1)
        on_data = isinstance(race.problem, DataProblem)
        if (
            on_data
            and second.quantity_name in ("gradient_norm", "loss")
            and "validation_accuracy" in race.problem.evaluated
        ):
            second.prefer("validation_accuracy")
        elif not on_data and second.quantity_name.endswith("accuracy"):
            second.prefer("gradient_norm")

    def _seen_plots(self) -> list[Callable[[Frame], None]]:
        window = self._window
        panels = (window.trajectory, *window.docks.curves)
        return [panel.show_frame for panel in panels if panel.isVisible()] + window.split.views()

    def _on_hovered(self, source: CurvePanel, x: float | None) -> None:
        for panel in self._window.docks.curves:
            if panel is not source and panel.isVisible():
                panel.plot.show_crosshair(x if source.plot.x == panel.plot.x else None)

    def _on_dock_shown(self, name: str) -> None:
        frame, docks = self._window.session.frame(), self._window.docks
        if frame is None:
            return
        if name.startswith("curve"):
            docks.curve(int(name.removeprefix("curve"))).show_frame(frame)
        elif name == "verdict" and docks.verdict.panel is not None:
            docks.verdict.panel.show_frame(frame)
