"""The dock of the basin maps: it makes session and panel when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from ..study.spec import Study, SurfaceSpec
from .plots.plot import Plot
from .session import Session
from .theme import Theme

if TYPE_CHECKING:
    from .basin_session import BasinSession
    from .panels.basin_panel import BasinPanel

__all__ = ["BasinDock"]


class BasinDock(QDockWidget):
    """A dock that costs nothing until it is looked at.

    Parameters
    ----------
    session : Session
        Whose study is mapped, and whose start a click sets.
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
        self, session: Session, own: Callable[[], tuple[str, ...]], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__("Basin maps", parent)
        self.setObjectName("basinsDock")
        self._session, self._own, self._theme = session, own, theme
        self.maps: BasinSession | None = None
        self.panel: BasinPanel | None = None
        self.visibilityChanged.connect(self._on_visibility_changed)

    def make(self) -> BasinPanel:
        """Return the panel, made now if it was not there."""
        if self.panel is None:
            from .basin_session import BasinSession  # with all of the engine, which a start does without
            from .panels.basin_panel import BasinPanel

            self.maps = BasinSession(self._own, self)
            self.panel = BasinPanel(self.maps, self._theme)
            self.panel.start_chosen.connect(self._session.set_start)
            self.panel.message_raised.connect(self.message_raised)
            self.maps.message_raised.connect(self.message_raised)
            self.setWidget(self.panel)
            self._session.study_changed.connect(self._on_study_changed)
            self._on_study_changed(self._session.study)
        return self.panel

    def forget(self) -> None:
        """Compute the maps anew: optimizers have become others."""
        if self.maps is not None:
            self.maps.forget()

    def plot_of(self, widget: QWidget | None) -> Plot | None:
        """Return the map that a widget is, or None."""
        plots = self.panel.plots if self.panel is not None else []
        return next((plot for plot in plots if plot is widget), None)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.panel is not None:
            self.panel.apply_theme(theme)
            self._show_looks(self._session.study)

    def shutdown(self) -> None:
        """End the processes."""
        if self.maps is not None:
            self.maps.shutdown()

    def _on_visibility_changed(self, shown: bool) -> None:
        if shown:
            self.make()
        if self.maps is not None:
            self.maps.set_active(shown)
            if shown:
                self._show_looks(self._session.study)

    def _on_study_changed(self, study: Study) -> None:
        assert self.maps is not None
        self.maps.show(study)
        if self.isVisible():
            self._show_looks(study)

    def _show_looks(self, study: Study) -> None:
        assert self.panel is not None
        assert self.maps is not None
        problem, view = study.problem, self.maps.view
        start = (0.0, 0.0)
        if isinstance(problem, SurfaceSpec) and view is not None:
            start = problem.start or view.surface.starts[0]
        self.panel.set_looks(self._session.looks, start)
