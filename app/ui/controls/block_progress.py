"""How far the whole is, in a bar, and each of its blocks, in a strip above it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ...study.experiment.board import Board
from ..theme import Theme
from .block_strip import BlockStrip

__all__ = ["BlockProgress"]


class BlockProgress(QWidget):
    """Both are as wide as this is; it takes no room while there is nothing to be told.

    Parameters
    ----------
    name : str
        Of what is computed, such as ``sweep``.
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = BlockStrip(name, theme)
        self.bar = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.bar.setFixedHeight(5)
        self.bar.setProperty("slim", True)
        self.bar.setAccessibleName(f"Progress of the {name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.strip)
        column.addWidget(self.bar)

    def show_progress(self, share: float, board: Board, busy: bool, kept: bool = False) -> None:
        """Show how far it is.

        Parameters
        ----------
        share : float
            Of the whole, from 0 to 1.
        board : Board
            Without a block the strip is away.
        busy : bool
            Whether it is computed; else the bar is away.
        kept : bool
            Whether the strip stays when it is not: what was cut short shows what is there and what failed.
        """
        cells = bool(len(board)) and (busy or kept)
        self.setVisible(busy or cells)
        self.strip.setVisible(cells)
        self.strip.show_board(board)
        self.bar.setVisible(busy)
        self.bar.setValue(round(1000 * share))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.strip.apply_theme(theme)
