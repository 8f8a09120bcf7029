"""Which study is built next: one at a time, the newest, and not every one of a drag."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ..study.spec import Study

__all__ = ["BuildQueue"]

_DELAY_MS = 50
_SLOW_MS = 300


class BuildQueue(QObject):
    """At most one study being built, and at most one after it.

    Attributes
    ----------
    due : Signal(int, Study)
        To be built now, as this generation.
    slow_changed : Signal
        It takes long.
    generation : int
        Of the study asked for last.
    asked : Study or None
        What is being built.
    slow : bool
        Whether that takes long.
    """

    due = Signal(int, object)
    slow_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.generation = 0
        self.asked: Study | None = None
        self.slow = False
        self._wanted: Study | None = None
        self._delay = QTimer(self, interval=_DELAY_MS, singleShot=True)
        self._delay.timeout.connect(self.hurry)
        self._patience = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._patience.timeout.connect(self._on_patience)

    @property
    def pending(self) -> bool:
        """Return whether a race is on its way."""
        return self.outdated or self.asked is not None

    @property
    def outdated(self) -> bool:
        """Return whether another study is wanted than the one being built."""
        return self._wanted is not None

    def ask(self, study: Study, soon: bool = False) -> None:
        """Want this study, and no other; ``soon`` waits a moment, as more may follow."""
        self._wanted = study
        if not soon:
            self.hurry()
        elif not self._delay.isActive():
            self._delay.start()

    def hurry(self) -> None:
        """Have what is wanted built now, or as soon as the one before is."""
        if self._wanted is None or self.asked is not None:
            return
        self._delay.stop()
        self.asked, self._wanted = self._wanted, None
        self.generation += 1
        self._patience.start()
        self.due.emit(self.generation, self.asked)

    def answered(self) -> None:
        """Note that there is an answer, whatever it is, and go on."""
        self.asked, self.slow = None, False
        self._patience.stop()
        self.hurry()

    def stop(self) -> None:
        """Have nothing built any more."""
        self._wanted = None
        self._delay.stop()
        self._patience.stop()

    def _on_patience(self) -> None:
        self.slow = True
        self.slow_changed.emit()
