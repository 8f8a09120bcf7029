"""The docks of sweeps, tunings and suites: what they compute goes on while they are hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ..study.spec import Study
from .late_dock import LateDock
from .plots.plot import Plot
from .session import Session
from .setting import state_folder
from .theme import Theme

if TYPE_CHECKING:
    from .panels.experiment_panel import ExperimentPanel

__all__ = ["ExperimentDock"]

_FOLDER = "experiments"
_TITLES = {"sweep": "Sweep", "tune": "Tune", "suite": "Suite"}


class ExperimentDock(LateDock["ExperimentPanel"]):
    """A dock with the panel of one kind of experiment.

    Parameters
    ----------
    kind : {'sweep', 'tune', 'suite'}
    session, own, theme, parent
        As of `LateDock`.
    """

    topic = "sweep"

    def __init__(
        self,
        kind: str,
        session: Session,
        own: Callable[[], tuple[str, ...]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(kind, _TITLES[kind], session, own, theme, parent)

    def _made(self) -> ExperimentPanel:
        from ..study.experiment.shelf import Shelf
        from .experiment_session import ExperimentSession

        run = ExperimentSession(Shelf(state_folder() / _FOLDER), self._own)
        panel: ExperimentPanel
        if self.kind == "sweep":
            from .panels.sweep_panel import SweepPanel
            from .sweep_session import SweepSession

            panel = SweepPanel(SweepSession(run, self), self._theme)
        elif self.kind == "tune":
            from .panels.tune_panel import TunePanel
            from .tune_session import TuneSession

            panel = TunePanel(TuneSession(run, self), self._theme)
        else:
            from .panels.suite_panel import SuitePanel
            from .suite_session import SuiteSession

            panel = SuitePanel(SuiteSession(run, self), self._theme)
        panel.recall()
        return panel

    def choose(self, lane: int, name: str) -> None:
        """Prepare a sweep of one hyperparameter of one lane."""
        from .panels.sweep_panel import SweepPanel

        panel = self.make()
        if isinstance(panel, SweepPanel):
            panel.choose(lane, name)

    def open_suite(self, path: Path) -> None:
        """Choose a suite's file."""
        from .panels.suite_panel import SuitePanel

        panel = self.make()
        if isinstance(panel, SuitePanel):
            panel.open(path)

    def choose_suite(self, name: str) -> None:
        """Choose a shipped suite by the name of its file."""
        from .panels.suite_panel import SuitePanel

        panel = self.make()
        if isinstance(panel, SuitePanel):
            panel.form.choose(name)

    def forget(self) -> None:
        """Let go of what was computed: optimizers have become others."""
        if self.panel is not None:
            self.panel.session.forget()

    def plot_of(self, widget: QWidget | None) -> Plot | None:
        """Return the plot that a widget is or belongs to, or None."""
        if self.panel is None or widget is None or not self.panel.isAncestorOf(widget):
            return None
        plots = [plot for _, _, plot in self.panel.export_plots()]
        return next((plot for plot in plots if plot is widget), plots[0] if plots else None)

    def export_plots(self) -> list[tuple[str, str, Plot]]:
        """Return file name, title and plot of what is in sight."""
        return [] if self.panel is None or not self.isVisible() else list(self.panel.export_plots())

    def shutdown(self) -> None:
        """End the processes."""
        if self.panel is not None:
            self.panel.session.shutdown()

    def _show_study(self, study: Study) -> None:
        if self.panel is not None:
            self.panel.set_study(study)
