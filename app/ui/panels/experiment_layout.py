"""A form beside its results, or above them where there is no width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ..controls.run_bar import stops
from ..experiment_session import ExperimentSession

__all__ = ["ExperimentLayout"]

_BESIDE = 520  # pixels from which on the form stands beside
_LINE = 15  # the height of a line of type in these pixels
_FORM = 280


class ExperimentLayout(QWidget):
    """The frame of a panel with an experiment; Esc anywhere in it cancels what runs.

    Parameters
    ----------
    session : ExperimentSession
    parent : QWidget, optional
    """

    def __init__(self, session: ExperimentSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._side = QWidget()
        self._down = QVBoxLayout(self._side)
        self._down.setContentsMargins(0, 0, 0, 6)
        self._down.setSpacing(4)
        self._down.addWidget(self._area, 1)
        self._box.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addLayout(self._box)

    def put(self, form: QWidget, start: QWidget, results: QWidget) -> None:
        """Take in what stands side by side; the button that starts stays in sight below the form."""
        self._area.setWidget(form)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 10, 0)
        foot.addWidget(start)
        self._down.addLayout(foot)
        self._box.addWidget(results, 1)

    def _fit_room(self) -> None:
        scale = self.fontMetrics().height() / _LINE  # larger type, as in a presentation
        beside = self.width() >= _BESIDE * scale
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(across if beside else down)
        most = 16_777_215
        self._side.setMaximumWidth(round(_FORM * scale) if beside else most)
        self._side.setMinimumWidth(round(_FORM * scale) if beside else 0)
        self._side.setMaximumHeight(most if beside else round(0.45 * self.height()))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 150)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from other uses while something is computed."""
        if event.type() == QEvent.Type.ShortcutOverride and stops(event, self._session):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if stops(event, self._session):
            self._session.cancel()
            event.accept()
        else:
            super().keyPressEvent(event)
