"""How the lanes of the study are drawn: their colours, which is alone, which stands out, and which run."""

from __future__ import annotations

from PySide6.QtCore import QObject

from .colour import study_looks
from .draft import Draft
from .frame import LaneLook
from .theme import LIGHT, Theme

__all__ = ["Appearance"]


class Appearance(Draft):
    """A study as it is seen; no race and no file depends on any of it.

    Parameters
    ----------
    theme : Theme
    parent : QObject, optional
    """

    def __init__(self, theme: Theme = LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._solo: int | None = None
        self._highlighted: int | None = None
        self._run_shown = 0
        self._looks: tuple[LaneLook, ...] | None = None

    @property
    def looks(self) -> tuple[LaneLook, ...]:
        """Return how each lane is drawn."""
        if self._looks is None:
            self._looks = study_looks(self.study, self._theme, self._solo, self._highlighted)
        return self._looks

    @property
    def solo(self) -> int | None:
        """Return the only lane that is shown, if one is."""
        return self._solo

    @property
    def highlighted(self) -> int | None:
        """Return the lane that stands out, if one does."""
        return self._highlighted

    @property
    def run_shown(self) -> int:
        """Return the run whose path is drawn."""
        return self._run_shown

    def set_solo(self, lane: int | None) -> None:
        """Show one lane only, or all again."""
        self._solo = lane
        self._look_again()

    def set_highlighted(self, lane: int | None) -> None:
        """Let one lane stand out, or none."""
        self._highlighted = lane
        self._look_again()

    def set_run_shown(self, run: int) -> None:
        """Draw the path of another run (seed)."""
        self._run_shown = max(0, min(run, len(self.study.seeds) - 1))
        self._look_again()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._look_again()

    def _forget_choices(self) -> None:
        """Let all lanes be seen alike, as they are others now."""
        self._solo = self._highlighted = None

    def _look_again(self) -> None:
        """Have the looks made anew, and what is drawn with them."""
        self._looks = None
