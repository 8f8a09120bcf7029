"""The docks of sweeps and tunings: each makes session and panel when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from ..study.spec import Study
from .plots.plot import Plot
from .session import Session
from .setting import state_folder
from .theme import Theme

if TYPE_CHECKING:
    from .panels.sweep_panel import SweepPanel
    from .panels.tune_panel import TunePanel

__all__ = ["ExperimentDock"]

_FOLDER = "experiments"
_TITLES = {"sweep": "Sweep", "tune": "Tune"}


class ExperimentDock(QDockWidget):
    """A dock that costs nothing until it is looked at. What it computes goes on while it is hidden.

    Parameters
    ----------
    kind : {'sweep', 'tune'}
    session : Session
        Whose study is swept or tuned, and edited when a person keeps something.
    own : callable
        Returns the files of a person's own optimizers that are trusted.
    theme : Theme
    parent : QWidget

    Signals
    -------
    message_raised : Message
    """

    message_raised = Signal(object)

    def __init__(
        self,
        kind: str,
        session: Session,
        own: Callable[[], tuple[str, ...]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(_TITLES[kind], parent)
        self.setObjectName(f"{kind}Dock")
        self.kind = kind
        self._session, self._own, self._theme = session, own, theme
        self._stale = False
        self.panel: SweepPanel | TunePanel | None = None
        self.visibilityChanged.connect(self._on_visibility_changed)

    def make(self) -> SweepPanel | TunePanel:
        """Return the panel, made now if it was not there."""
        if self.panel is None:
            self.panel = panel = self._made()
            panel.edited.connect(lambda study, text: self._session.edit(study, text))
            panel.message_raised.connect(self.message_raised)
            self.setWidget(panel)
            self._session.study_changed.connect(self._on_study_changed)
            panel.session.recall()
            panel.set_study(self._session.study)
        return self.panel

    def _made(self) -> SweepPanel | TunePanel:
        from ..study.experiment.shelf import Shelf

        shelf = Shelf(state_folder() / _FOLDER)
        if self.kind == "sweep":
            from .panels.sweep_panel import SweepPanel
            from .sweep_session import SweepSession

            return SweepPanel(SweepSession(shelf, self._own, self), self._theme)
        from .panels.tune_panel import TunePanel
        from .tune_session import TuneSession

        return TunePanel(TuneSession(shelf, self._own, self), self._theme)

    def choose(self, lane: int, name: str) -> None:
        """Prepare a sweep of one hyperparameter of one lane."""
        from .panels.sweep_panel import SweepPanel

        panel = self.make()
        if isinstance(panel, SweepPanel):
            panel.choose(lane, name)

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

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.panel is not None:
            self.panel.apply_theme(theme)

    def shutdown(self) -> None:
        """End the processes."""
        if self.panel is not None:
            self.panel.session.shutdown()

    def _on_visibility_changed(self, shown: bool) -> None:
        if not shown:
            return
        panel = self.make()
        if self._stale:
            self._stale = False
            panel.set_study(self._session.study)

    def _on_study_changed(self, study: Study) -> None:
        if self.panel is not None and self.isVisible():
            self.panel.set_study(study)
        else:
            self._stale = True
