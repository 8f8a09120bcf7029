"""The example studies as pictures: what each shows, in a sentence, and one click to race it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..engine.resource import resource
from ..study.preset import list_presets
from .gallery_card import PICTURE, Card
from .theme import Theme

__all__ = ["Gallery"]

_SIZE, _BORDER = QSize(1090, 720), QSize(24, 56)  # and what a title bar and the desk's edge take


class Gallery(QDialog):
    """A grid of examples; arrow keys move, Enter or a double click opens.

    Parameters
    ----------
    parent : QWidget
    theme : Theme

    Signals
    -------
    chosen : str
        The name of an example.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle("Examples")
        self.list = QListWidget()
        self.list.setAccessibleName("Examples")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setIconSize(PICTURE)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(Card(theme, self.list))
        self.about = QLabel(wordWrap=True)
        self.about.setMinimumHeight(58)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setText("Race this example")
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setProperty("primary", True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addWidget(self.buttons)
        for preset in list_presets():
            item = QListWidgetItem(_picture(preset.name, theme), preset.title)
            item.setData(Qt.ItemDataRole.UserRole, preset.name)
            item.setData(Qt.ItemDataRole.UserRole + 1, preset.description)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, preset.description)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.list.itemActivated.connect(lambda: self.accept())
        self.list.setCurrentRow(0)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _BORDER))

    def accept(self) -> None:
        """Open the chosen example."""
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        self.about.setText("" if item is None else str(item.data(Qt.ItemDataRole.UserRole + 1)))


def _picture(name: str, theme: Theme) -> QIcon:
    """Return an example's thumbnail; an example without one has no picture, and works all the same."""
    try:
        path = resource("thumbnails", f"{name}-{theme.name}.png")
    except FileNotFoundError:
        return QIcon()
    return QIcon(QPixmap(str(path)))
