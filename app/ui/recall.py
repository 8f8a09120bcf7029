"""What the optimizers remember at the playhead: the engine is asked for it, as slots are not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.problem import SurfaceProblem
from .frame import Frame

if TYPE_CHECKING:
    from ..engine.history import History
    from ..study.inside import Inside
    from .session import Session

__all__ = ["Recall"]

_LATE_MS = 150  # without an answer, from which on what is drawn is said to be of another step


class Recall(QObject):
    """Follows the playhead while somebody wants to see it; one question is under way, the newest waits.

    Parameters
    ----------
    session : Session
    parent : QObject

    Signals
    -------
    known : dict of int to Inside
        For each lane, the update that led to the playhead.
    late : bool
        What is known is of another step for some time already, or no longer.
    """

    known = Signal(object)
    late = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = False
        self._history: History | None = None
        self._frame: Frame | None = None
        self._open: set[int] = set()  # lanes without an answer
        self._asked: tuple[tuple[int, ...], int] | None = None
        self._found: dict[int, Inside] = {}
        self._clock = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._clock.timeout.connect(lambda: self._set_late(True))
        self._is_late = False
        session.player.recalled.connect(self._on_recalled)

    def set_wanted(self, wanted: bool) -> None:
        """Begin to follow, or stop."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._forget()
            if wanted and (frame := self._session.frame()) is not None:
                self.follow(frame)

    def follow(self, frame: Frame) -> None:
        """Ask for what belongs to this instant, unless an answer is still awaited."""
        if not self._wanted:
            return
        if frame.race.history is not self._history:
            self._forget()
            self._history = frame.race.history
        self._frame = frame
        self._ask()

    def _forget(self) -> None:
        self._history, self._frame, self._asked = None, None, None
        self._open.clear()
        self._clock.stop()
        self._set_late(False)
        if self._found:
            self._found = {}
            self.known.emit({})

    def _set_late(self, late: bool) -> None:
        if late != self._is_late:
            self._is_late = late
            self.late.emit(late)

    def _ask(self) -> None:
        frame = self._frame
        # While something is dragged there is another race with every move.
        if frame is None or self._open or self._session.drag.race is not None or not _is_plane(frame):
            return
        key = (frame.steps, frame.run)
        if key == self._asked:
            return
        self._asked = key
        for lane, step in enumerate(frame.steps):
            gone = int(frame.race.history.lanes[lane].diverged_at[frame.run])
            shown = frame.looks[lane].visible and step >= 1 and not 0 <= gone <= step
            if shown and self._session.player.inspect(lane, step, frame.run, aside=True):
                self._open.add(lane)
            else:
                self._found.pop(lane, None)
        if not self._open:
            self._tell()
        elif not self._is_late:
            self._clock.start()

    def _tell(self) -> None:
        self._clock.stop()
        self._set_late(False)
        self.known.emit(dict(self._found))

    def _on_recalled(self, inside: Inside) -> None:
        if inside.lane not in self._open:
            return
        self._open.discard(inside.lane)
        self._found[inside.lane] = inside
        if not self._open:
            self._tell()
            self._ask()


def _is_plane(frame: Frame) -> bool:
    problem = frame.race.problem
    return isinstance(problem, SurfaceProblem) and problem.path and problem.params == 2
