"""The batch size of a lane: full, or any number of examples."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ...engine.error import InputError
from ..theme import Theme
from .entry import Entry
from .icon_button import IconButton
from .row import Row

__all__ = ["BatchRow", "read_batch"]

_USUAL = (1, 16, 32, 64, 128, 256)
_ANY = 2**31 - 1


def read_batch(text: str, examples: int | None) -> int | str:
    """Return ``"full"`` or a number from 1 to ``examples``.

    Raises
    ------
    InputError
    """
    if text.lower() in ("full", "all"):
        return "full"
    limit = examples or _ANY
    rule = f"The batch size is 'full' or a whole number from 1 to {limit:,}"
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 18:
        raise InputError(f"{rule}, but '{text}' was given.", "batch_size")
    value = int(text)
    if not 1 <= value <= limit:
        near = "1" if value < 1 else f"{limit}, or full"
        raise InputError(f"{rule}, but {value} was given. The nearest valid choice is {near}.", "batch_size")
    return value


class BatchRow(QWidget):
    """An entry and a menu of usual sizes."""

    chosen = Signal(object, bool)
    """``"full"`` or a number, and whether it is one of a series."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: int | None = None
        self.entry = Entry(lambda text: read_batch(text, self._examples), str, self._next)
        self.entry.accepted.connect(lambda value: self.chosen.emit(value, False))
        self.entry.stepped.connect(lambda value: self.chosen.emit(value, True))
        self.menu = IconButton("chevron-down", "Usual batch sizes", theme)
        self.menu.clicked.connect(self._open)
        tip = (
            "How many examples each gradient is computed from. full: the whole training set, one update an "
            "epoch. Changing it starts the race again."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Row("batch size", self.entry, self.menu, tip=tip))

    def _sizes(self) -> list[Any]:
        return [size for size in _USUAL if size <= (self._examples or _ANY)] + ["full"]

    def _next(self, value: Any, direction: int, fine: bool) -> Any:
        sizes = self._sizes()
        numbers = [_ANY if size == "full" else size for size in sizes]
        now = _ANY if value == "full" else value
        if direction > 0:
            return next((size for size, number in zip(sizes, numbers, strict=True) if number > now), value)
        pairs = zip(reversed(sizes), reversed(numbers), strict=True)
        return next((size for size, number in pairs if number < now), value)

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("Batch sizes")
        for size in reversed(self._sizes()):
            text = f"full ({self._examples:,})" if size == "full" and self._examples else str(size)
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(size == self.entry.value)
            action.triggered.connect(lambda _=False, size=size: self._choose(size))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def _choose(self, size: Any) -> None:
        if size != self.entry.value:
            self.entry.set_value(size)
            self.chosen.emit(size, False)

    def set_batch(self, batch: int | str, examples: int | None) -> None:
        """Show a batch size, without a signal; ``examples`` is the size of the training set."""
        self._examples = examples
        self.entry.set_value(batch)

    def set_owner(self, owner: str) -> None:
        """Set whose batch size it is."""
        self.entry.setAccessibleName(f"batch size of {owner}")
        self.menu.set_tip("Usual batch sizes", f"Usual batch sizes of {owner}")
