"""How far the maps are, in a bar and in words."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...study.basin.noise import is_noisy
from ...study.basin.pair import pair_sentence, pair_words
from ..basin_session import BasinSession
from ..controls.block_progress import BlockProgress
from ..controls.label import ElidedLabel
from ..controls.run_bar import left_text
from ..theme import Theme

__all__ = ["BasinStatus"]

_WIDE = 90


class BasinStatus(QWidget):
    """A progress bar, and the blocks above it, while maps are computed, and a sentence beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = BlockProgress("maps", theme)
        self.progress.setFixedWidth(_WIDE)
        self.text = ElidedLabel()
        self.text.setProperty("muted", True)
        self.text.setProperty("small", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.progress)
        row.addWidget(self.text)

    def show_session(self, session: BasinSession, differing: bool = False) -> None:
        """Show how far a session is; ``differing`` if the difference of two lanes is shown."""
        share = session.share if session.view else 0.0
        self.progress.show_progress(share, session.board, session.state == "computing")
        self.text.setText(_words(session, differing))
        self.text.set_tip(pair_sentence(session.view.study) if differing and session.view else "")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.progress.apply_theme(theme)


def _words(session: BasinSession, differing: bool) -> str:
    view = session.view
    if view is None or not view.lanes:
        return ""
    level = view.level
    count = f"{level * level:,} starts × {view.study.steps:,} steps" if level else "first starts"
    if session.state == "computing":
        left = left_text(session.left)
        whole = f"{session.resolution} × {session.resolution}"
        return f"{count}; computing {session.share:.0%} of {whole}{f', {left}' if left else ''}"
    words = {"cancelled": "stopped", "failed": "failed"}.get(session.state, "")
    if differing and level and not words:
        return f"both lanes: {pair_words(view.study, level * level)}"
    noise = f"; all starts get the noise of seed {view.study.seeds[0]}" if is_noisy(view.study) else ""
    return f"{count}{'; ' + words if words else ''}{noise}. Click: start the race there."
