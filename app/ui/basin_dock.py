"""The dock of the basin maps: what they compute rests while nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ..study.spec import Study, SurfaceSpec
from .late_dock import LateDock
from .plots.plot import Plot
from .session import Session
from .theme import Theme

if TYPE_CHECKING:
    from .basin_session import BasinSession
    from .panels.basin_panel import BasinPanel

__all__ = ["BasinDock"]


class BasinDock(LateDock["BasinPanel"]):
    """A dock whose maps follow the study; parameters as of `LateDock`."""

    def __init__(
        self, session: Session, own: Callable[[], tuple[str, ...]], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__("basins", "Basin maps", session, own, theme, parent)
        self.maps: BasinSession | None = None

    def _made(self) -> BasinPanel:
        from .basin_session import BasinSession  # with all of the engine, which a start does without
        from .panels.basin_panel import BasinPanel

        self.maps = BasinSession(self._own, self)
        self.maps.message_raised.connect(self.message_raised)
        panel = BasinPanel(self.maps, self._theme)
        panel.start_chosen.connect(self._session.set_start)
        return panel

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
        super().apply_theme(theme)
        if self.panel is not None:
            self._show_looks(self._session.study)

    def shutdown(self) -> None:
        """End the processes."""
        if self.maps is not None:
            self.maps.shutdown()

    def _on_visibility_changed(self, shown: bool) -> None:
        super()._on_visibility_changed(shown)
        if self.maps is not None:
            self.maps.set_active(shown)
            if shown:
                self._show_looks(self._session.study)

    def _show_study(self, study: Study) -> None:
        assert self.maps is not None
        assert self.panel is not None
        self.panel.set_study(study)
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
