"""A list that drops down, with a line about each item, and a search where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ..theme import Theme
from .picker_delegate import GROUP, LINE, NAME, PickerDelegate

__all__ = ["Choice", "Picker", "summary"]

_SEARCH_FROM = 13


@dataclass(frozen=True, slots=True)
class Choice:
    """One item: its name in files, its title, a line about it, and the group it stands in."""

    name: str
    title: str
    line: str = ""
    group: int = 0


def summary(description: str) -> str:
    """Return the first sentence."""
    head, dot, _ = description.partition(". ")
    return head + "." if dot else head


class Picker(QFrame):
    """The list, as a window of its own that closes when an item is chosen or Esc is pressed."""

    chosen = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("picker", True)
        self.setAccessibleName(name)
        self.setWindowTitle(name)
        self._theme = theme
        self._choices: tuple[Choice, ...] = ()
        self._mouse = QPoint()  # where the pointer was when it last said which item is meant
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName(f"{name}: search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QListView()
        self.list.setAccessibleName(name)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self._delegate = PickerDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.clicked.connect(self._on_clicked)
        self.list.entered.connect(self._on_entered)
        self.list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list)

    def open_at(self, anchor: QWidget, choices: Sequence[Choice], current: str = "", typed: str = "") -> None:
        """Show the list below a widget, or above it where there is no room.

        Parameters
        ----------
        anchor : QWidget
        choices : sequence of Choice
        current : str
            The name of the item that is chosen now.
        typed : str
            What to search for at once.
        """
        self._choices = tuple(choices)
        self._mouse = QCursor.pos()
        searchable = len(self._choices) >= _SEARCH_FROM or bool(typed)
        self.search.setVisible(searchable)
        self.search.setText(typed)
        self._fill(typed, "" if typed else current)
        self._place(anchor, searchable)
        self.show()
        (self.search if searchable else self.list).setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, anchor: QWidget, searchable: bool) -> None:
        room = anchor.screen().availableGeometry()
        width = min(max(anchor.width(), 400), room.width())
        rows = sum(self._delegate.height(choice.group != before) for choice, before in self._grouped())
        wanted = rows + 16 + (self.search.sizeHint().height() + 6 if searchable else 0)
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        above = anchor.mapToGlobal(QPoint(0, -2))
        under, over = room.bottom() - below.y(), above.y() - room.top()
        height = min(wanted, 460, max(under, over))
        top = below.y() if height <= under or under >= over else above.y() - height
        left = min(max(below.x(), room.left()), room.right() - width)
        self.setGeometry(left, top, width, height)

    def _grouped(self) -> list[tuple[Choice, int]]:
        groups = [choice.group for choice in self._choices]
        return list(zip(self._choices, groups[:1] + groups[:-1], strict=True))

    def _fill(self, typed: str, current: str = "") -> None:
        words = typed.lower().split()
        found = [c for c in self._choices if _matches(words, f"{c.title} {c.name}")]
        found = found or [c for c in self._choices if _matches(words, c.line)]
        found.sort(key=lambda c: bool(words) and not c.title.lower().startswith(words[0]))
        self._model.clear()
        row = 0
        before: int | None = None
        for choice in found:
            item = QStandardItem(choice.title)
            item.setData(choice.name, NAME)
            item.setData(choice.line, LINE)
            item.setData(not words and before is not None and before != choice.group, GROUP)
            item.setToolTip(choice.line)
            before = choice.group
            self._model.appendRow(item)
            if choice.name == current:
                row = self._model.rowCount() - 1
        if self._model.rowCount():
            index = self._model.index(row, 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _on_entered(self, index: QModelIndex) -> None:
        # An item that comes under a pointer at rest, as the list opens or a key scrolls it, is not meant.
        if QCursor.pos() != self._mouse:
            self._mouse = QCursor.pos()
            self.list.setCurrentIndex(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        name = index.data(NAME)
        self.close()
        if name is not None:
            self.chosen.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the search has the focus, and choose with Enter."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.currentIndex().isValid():
                self._on_clicked(self.list.currentIndex())
            return True
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        if watched is self.search and key in steps and self._model.rowCount():
            row = self.list.currentIndex().row() + steps[Qt.Key(key)]
            self.list.setCurrentIndex(self._model.index(min(max(row, 0), self._model.rowCount() - 1), 0))
            return True
        return False

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme


def _matches(words: list[str], text: str) -> bool:
    return all(word in text.lower() for word in words)
