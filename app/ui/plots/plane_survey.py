"""The loss over a plane while another process computes it, as the window sees it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from ...study.plane_loss import PlaneLosses, PlaneOrder
from ...study.plane_process import PlaneFailed, PlaneProcess, PlaneReady
from ...study.spec import Study

__all__ = ["PlaneSurvey"]

Floats = npt.NDArray[np.float64]

_LOOK_MS = 30


class PlaneSurvey(QObject):
    """Computes one plane at a time.

    Attributes
    ----------
    advanced : Signal(bool)
        There is something new; whether that is another level of losses, or just progress, a fault, the end.
    order : PlaneOrder or None
        What ``losses`` are of, or will be.
    losses : ndarray or None
        Of the finest level that is complete.
    share : float
        Of the work that is done.
    fault : str
        Why there is no more.
    """

    advanced = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.order: PlaneOrder | None = None
        self.losses: Floats | None = None
        self.share, self.fault = 0.0, ""
        self._process: PlaneProcess | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)

    @property
    def busy(self) -> bool:
        """Return whether a process is at work."""
        return self._process is not None

    def ask(self, study: Study, order: PlaneOrder, table: Path | None = None) -> None:
        """Begin a plane; that of before is forgotten. Arguments as of `PlaneProcess`."""
        self.cancel()
        self.order, self.losses, self.share, self.fault = order, None, 0.0, ""
        try:
            self._process = PlaneProcess(study, table)
        except OSError as error:
            self.fault = f"The loss on the plane could not be started: {error}."
        else:
            self._timer.start()
        self.advanced.emit(False)

    def take(self, other: PlaneSurvey) -> None:
        """Show what another has computed, or is about to."""
        self.order, self.losses, self.share, self.fault = other.order, other.losses, other.share, other.fault

    def cancel(self) -> None:
        """End the process at once; what is complete stays."""
        process, self._process = self._process, None
        self._timer.stop()
        if process is not None:
            process.kill()  # it has nothing to put in order
            process.end()
            self.advanced.emit(False)

    def forget(self) -> None:
        """End the process, and show nothing."""
        self.order, self.losses, self.share, self.fault = None, None, 0.0, ""
        self.cancel()

    def close(self) -> None:
        """Stop for good."""
        self.blockSignals(True)
        self.forget()
        self.deleteLater()

    def _on_due(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.connection.poll():
            told = process.receive()
            if isinstance(told, PlaneReady):
                process.send(self.order)
            elif isinstance(told, PlaneLosses):
                self._show(told)
            else:
                self.fault = told.text if isinstance(told, PlaneFailed) else process.ending()
                self.cancel()

    def _show(self, told: PlaneLosses) -> None:
        self.share = told.share
        if told.losses is not None:
            self.losses = told.losses
        if told.share >= 1.0 and told.losses is not None:
            self.cancel()
        self.advanced.emit(told.losses is not None)
