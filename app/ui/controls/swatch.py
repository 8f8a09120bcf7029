"""The colour of a lane, and the menu of colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QToolButton, QWidget

from ..theme import Theme

__all__ = ["Swatch"]

_NAMES = ("Blue", "Vermilion", "Green", "Purple", "Black", "Ochre", "Sky blue", "Violet")


class Swatch(QToolButton):
    """A square of colour; a dashed frame around it means that the lane's line is dashed."""

    chosen = Signal(str)
    """``"1"`` to ``"8"`` for a colour of the theme, or ``#rrggbb``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = theme.muted
        self._dash: tuple[float, ...] = ()
        self._faint = False
        self.setFixedSize(22, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Colour")
        self.clicked.connect(lambda: self.open_menu())

    def set_look(self, colour: str, dash: tuple[float, ...], faint: bool) -> None:
        """Show a colour and whether the line is dashed; faint while the lane is not drawn."""
        if (colour, dash, faint) != (self._colour, self._dash, self._faint):
            self._colour, self._dash, self._faint = colour, dash, faint
            self.update()

    def open_menu(self) -> QMenu:
        """Open the menu of colours."""
        menu = QMenu(self)
        menu.setAccessibleName("Colours")
        names = list(_NAMES)
        if self._theme.dark:
            names[4] = "White"
        for number, colour in enumerate(self._theme.lanes, 1):
            action = menu.addAction(self._sample(colour), names[(number - 1) % len(names)])
            action.triggered.connect(lambda _=False, number=number: self.chosen.emit(str(number)))
        menu.addSeparator()
        menu.addAction("Other…").triggered.connect(self._open_dialog)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        return menu

    def _open_dialog(self) -> None:
        dialog = QColorDialog(QColor(self._colour), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.chosen.emit(colour.name()))
        dialog.open()

    def _sample(self, colour: str) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(16 * ratio), round(16 * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        _draw(painter, QRectF(2.0, 2.0, 12.0, 12.0), colour, ())
        painter.end()
        return QIcon(picture)

    def sizeHint(self) -> QSize:
        return QSize(22, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setOpacity(0.35 if self._faint else 1.0)
        box = QRectF((self.width() - 12) / 2, (self.height() - 12) / 2, 12.0, 12.0)
        _draw(painter, box, self._colour, self._dash)
        painter.end()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()


def _draw(painter: QPainter, box: QRectF, colour: str, dash: tuple[float, ...]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if not dash:
        painter.drawRoundedRect(box, 3.5, 3.5)
        return
    painter.drawEllipse(box.adjusted(3.0, 3.0, -3.0, -3.0))
    pen = QPen(QColor(colour), 1.5)
    pen.setDashPattern([part / 2 for part in dash])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
