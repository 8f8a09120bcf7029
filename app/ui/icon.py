"""Icons: line drawings from the resources, in the colour of the theme's text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..engine.resource import resource
from .theme import Theme

__all__ = ["icon", "pixmap"]

_FAINT = 0.55


def icon(name: str, theme: Theme, colour: str = "") -> QIcon:
    """Return an icon, crisp at every device pixel ratio.

    Parameters
    ----------
    name : str
        A file of ``resources/icons`` without its suffix, such as ``play``.
    theme : Theme
    colour : str
        '#rrggbb' instead of the colour of text; switched-off icons are muted either way.

    Raises
    ------
    FileNotFoundError
        If there is none of that name.
    """
    return _icon(name, colour or theme.text, theme.muted)


def pixmap(name: str, colour: str, size: float, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of ``size`` pixels on a screen of the device pixel ratio ``ratio``."""
    picture = _picture(name, colour, round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, faint: str) -> QIcon:
    _source(name)  # a name that does not exist is an error here, not when Qt paints
    return QIcon(_Engine(name, colour, faint))


class _Engine(QIconEngine):
    """Draws an icon at the size that is asked for, when it is asked for."""

    def __init__(self, name: str, colour: str, faint: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._faint = faint

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._faint)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = rect.size() * painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        side = min(size.width(), size.height())
        if mode is QIcon.Mode.Disabled:
            return _drawn(self._name, self._faint, side, _FAINT)
        return _drawn(self._name, self._colour, side, 1.0)


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, opacity: float) -> QPixmap:
    return _picture(name, colour, size, opacity)


def _picture(name: str, colour: str, size: int, opacity: float = 1.0) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    result = QPixmap(size, size)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0.0, 0.0, size, size))
    if opacity < 1.0:  # of the whole picture: where it is filled and stroked, both would count
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.fillRect(result.rect(), QColor(0, 0, 0, round(255 * opacity)))
    painter.end()
    return result


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
