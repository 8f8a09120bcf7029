"""A dock that costs nothing until it is looked at: it makes its panel when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from ..study.spec import Study
from .plots.plot import Plot
from .session import Session
from .theme import Theme

__all__ = ["LateDock"]

Panel = TypeVar("Panel", bound=QWidget)


class LateDock(QDockWidget, Generic[Panel]):
    """Follows the study of a session, edits it when a person keeps something, and passes messages on.

    Parameters
    ----------
    kind, title : str
    session : Session
    own : callable
        Returns the files of a person's own optimizers that are trusted.
    theme : Theme
    parent : QWidget

    Signals
    -------
    message_raised : Message
    report_wanted : (Study, list, str)
        An experiment, all its blocks, and the prediction of now.
    """

    message_raised = Signal(object)
    report_wanted = Signal(object, list, str)
    #: The help page of what is in it.
    topic = "guide"

    def __init__(
        self,
        kind: str,
        title: str,
        session: Session,
        own: Callable[[], tuple[str, ...]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"{kind}Dock")
        self.kind = kind
        self._session, self._own, self._theme = session, own, theme
        self._stale = False
        self.panel: Panel | None = None
        self.visibilityChanged.connect(self._on_visibility_changed)

    # ------------------------------------------------------------------ what a subclass says

    def _made(self) -> Panel:
        """Return the panel, which knows no study yet."""
        raise NotImplementedError

    def forget(self) -> None:
        """Let go of what was computed: optimizers have become others."""
        raise NotImplementedError

    def shutdown(self) -> None:
        """End the processes."""
        raise NotImplementedError

    def plot_of(self, widget: QWidget | None) -> Plot | None:
        """Return the plot that a widget is or belongs to, or None."""
        raise NotImplementedError

    def _show_study(self, study: Study) -> None:
        """Give the panel another study."""
        raise NotImplementedError

    # ------------------------------------------------------------------ all of them

    def make(self) -> Panel:
        """Return the panel, made now if it was not there."""
        if self.panel is None:
            panel: Any = self._made()
            self.panel = panel
            panel.edited.connect(lambda study, text, key: self._session.edit(study, text, key))
            panel.message_raised.connect(self.message_raised)
            panel.report_wanted.connect(self.report_wanted)
            self.setWidget(panel)
            self._session.study_changed.connect(self._on_study_changed)
            self._show_study(self._session.study)
        assert self.panel is not None
        return self.panel

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        panel: Any = self.panel
        if panel is not None:
            panel.apply_theme(theme)

    def _on_visibility_changed(self, shown: bool) -> None:
        if not shown:
            return
        self.make()
        if self._stale:
            self._stale = False
            self._show_study(self._session.study)

    def _on_study_changed(self, study: Study) -> None:
        if self.isVisible():
            self._show_study(study)
        else:
            self._stale = True
