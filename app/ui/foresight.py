"""When the prediction was written: before the race began or after, as far as this window has seen it."""

from __future__ import annotations

from ..study.prediction import Foretold, Origin
from ..study.spec import Study

__all__ = ["Foresight"]


class Foresight:
    """Watches the prediction of one study, from the moment that is opened.

    A text is as old as its first appearance: one that was taken away and comes back, by undo for instance,
    was known before.
    """

    def __init__(self, study: Study) -> None:
        self._origins: dict[str, Origin] = {study.prediction: "file"}
        self._at_start: str | None = None  # only if it was changed since the race began
        self._seen = False  # whether any race has been run since

    def edited(self, before: Study, after: Study, begun: bool) -> None:
        """Take note of an edit.

        Parameters
        ----------
        before, after : Study
        begun : bool
            Whether more than the start of the race is recorded, or asked for.
        """
        if before.prediction == after.prediction:
            return
        if begun:
            self._seen = True
            if self._at_start is None:
                self._at_start = before.prediction
        self._origins.setdefault(after.prediction, "again" if self._seen else "first")

    def raced_anew(self, begun: bool) -> None:
        """Take note that another race takes the place of one, which had begun or not."""
        self._seen = self._seen or begun
        self._at_start = None

    def foretold(self, study: Study) -> Foretold:
        """Return what was foretold of the race that is shown."""
        text = study.prediction if self._at_start is None else self._at_start
        return Foretold(text, self._origins.get(text, "again"))
