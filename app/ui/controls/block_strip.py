"""A cell for each block of an experiment: it fills as the block gets on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ...study.experiment.board import DONE, FAILED, RUNNING, Board, Cell
from ..plots.pace import Pace
from ..plots.tint import mix
from ..theme import Theme

__all__ = ["BlockStrip"]

_HIGH = 11
_BEGUN = 2.5  # pixels of a block that runs
_LEAST = 4  # pixels from one cell to the next, below which neighbours share one
_EVERY = 0.1  # seconds between two pictures; processes tell no more often how far they are
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class BlockStrip(QWidget):
    """Shows a `Board`; hover a cell, or move over it with the arrow keys, to read what it is.

    What waits is an empty cell, what runs fills from below, what is done is full; a failure is of another
    colour and split, what is run again has a mark on top. While nobody sees it nothing is computed.

    Parameters
    ----------
    name : str
        Of the experiment, such as ``sweep``.
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._board = Board()
        self._shown = (self._board, -1, 0)  # board, its version, width of the cells that there are
        self._cells: list[Cell] = []
        self._at: int | None = None  # the cell that keys have chosen
        self._look = Pace(_EVERY, self.refresh, self)
        self._tell = Pace(1.0, self._say, self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Blocks of the {name}")

    @property
    def cells(self) -> list[Cell]:
        """Return what is drawn."""
        return self._cells

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(110, _HIGH)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def show_board(self, board: Board) -> None:
        """Show how far these blocks are, from now on."""
        if board is not self._board:
            self._board, self._at = board, None
            self._look.hurry()
            self._tell.hurry()
        self.refresh()

    def refresh(self) -> None:
        """Draw what is otherwise by now, a moment later if that was a moment ago."""
        if not self.isVisible() or (self._board, self._board.version, self.width()) == self._shown:
            return
        if not self._look.may():
            return
        self._shown = self._board, self._board.version, self.width()
        self._cells = self._board.cells(self.width() // _LEAST)
        if self._at is not None:
            self._at = min(self._at, len(self._cells) - 1)
        self.update()
        if self._tell.may():
            self._say()

    def cell_at(self, x: float) -> int | None:
        """Return which cell is at a place."""
        step = self._step()
        at = int(x / step) if step and x >= 0 else len(self._cells)
        return at if at < len(self._cells) else None

    def place_of(self, at: int) -> QRectF:
        """Return where a cell is drawn."""
        step = self._step()
        gap = (2.0 if step >= 8 else 1.0) if at < len(self._cells) - 1 else 0.0
        return QRectF(at * step, 0.5, step - gap, self.height() - 1.0)

    def _step(self) -> float:
        return self.width() / len(self._cells) if self._cells else 0.0

    # ------------------------------------------------------------------------------------------------- drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme = self._theme
        empty, full = QColor(theme.line), QColor(theme.accent)
        partly, bad = QColor(mix(theme.accent, theme.window, 0.35)), QColor(theme.bad)
        for at, cell in enumerate(self._cells):
            place = self.place_of(at)
            radius = min(2.0, 0.3 * place.width())
            painter.setBrush(full if cell.state == DONE else empty)
            painter.drawRoundedRect(place, radius, radius)
            runs = bool(cell.counts[RUNNING])
            if (runs or cell.share > 0) and cell.state != DONE:
                # What has begun is seen to have, though nothing of it is done yet.
                height = max(place.height() * min(cell.share, 1.0), _BEGUN if runs else 0.0)
                part = QRectF(place.left(), place.bottom() - height, place.width(), height)
                painter.setBrush(partly if runs else full)
                painter.drawRoundedRect(part, min(radius, 0.5 * height), min(radius, 0.5 * height))
            if cell.counts[FAILED]:
                self._paint_failed(painter, place, radius, bad)
            elif cell.retried:
                painter.fillRect(QRectF(place.left(), 0.0, place.width(), 2.5), QColor(theme.warning))
        if self.hasFocus() and self._at is not None and self._at < len(self._cells):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 1.0))
            painter.drawRoundedRect(self.place_of(self._at).adjusted(-0.5, 0, 0.5, 0), 2.0, 2.0)
        painter.end()

    def _paint_failed(self, painter: QPainter, place: QRectF, radius: float, bad: QColor) -> None:
        """Draw two pieces with a gap between them: not by its colour alone."""
        painter.setBrush(bad)
        painter.drawRoundedRect(place, radius, radius)
        gap = QRectF(place.left(), place.center().y() - 1.0, place.width(), 2.0)
        painter.fillRect(gap, QColor(self._theme.window))

    # ------------------------------------------------------------------------------------------------- said

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        chosen = "" if self._at is None else f" {self._board.told(self._cells[self._at])}."
        self.setAccessibleDescription(self._board.sentence() + chosen)

    def _show_tip(self, at: int, place: QPoint) -> None:
        text = self._board.told(self._cells[at])
        QToolTip.showText(place, text, self, self.place_of(at).toAlignedRect())

    def event(self, event: QEvent) -> bool:
        """Answer what a cell is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.cell_at(event.pos().x())
            if at is None:
                QToolTip.showText(event.globalPos(), self._board.sentence(), self)
            else:
                self._show_tip(at, event.globalPos())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over the cells."""
        key, count = Qt.Key(event.key()), len(self._cells)
        if not count or key not in (*_MOVES, *_ENDS):
            super().keyPressEvent(event)
            return
        here = self._first() if self._at is None else self._at
        self._at = _ENDS[key] % count if key in _ENDS else max(0, min(here + _MOVES[key], count - 1))
        self._choose(self._at)

    def _first(self) -> int:
        """Return the cell that is looked at first: one that has failed, or runs."""
        for state in (FAILED, RUNNING):
            for at, cell in enumerate(self._cells):
                if cell.counts[state]:
                    return at
        return 0

    def _choose(self, at: int) -> None:
        self._at = at
        self._say()
        self._show_tip(at, self.mapToGlobal(self.place_of(at).bottomLeft().toPoint() + QPoint(0, 4)))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cells:
            self._choose(self._first() if self._at is None else self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = None
        QToolTip.hideText()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.hurry()
        self.refresh()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._look.hurry()
        self.refresh()
