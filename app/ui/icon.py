"""Icons: line drawings from the resources, in the colour of the theme's text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..engine.resource import resource
from .theme import Theme

__all__ = ["icon", "pixmap"]

# Device pixels: what is drawn at 16 to 32 on screens of scale 1 to 3.
_SIZES = (16, 18, 24, 36, 48)
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
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_picture(name, colour, size))
        result.addPixmap(_picture(name, faint, size, _FAINT), QIcon.Mode.Disabled)
    return result


def _picture(name: str, colour: str, size: int, opacity: float = 1.0) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    result = QPixmap(size, size)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0.0, 0.0, size, size))
    painter.end()
    return result


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
