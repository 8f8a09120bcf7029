"""An image whose pixels are those of what it is painted on."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

__all__ = ["draw_sharp", "ratio_at"]


def ratio_at(painter: QPainter) -> float:
    """Return the pixels of what is painted on for one of the painter's.

    The painter's device does not know them where a widget is rendered into a larger picture.
    """
    return float(painter.deviceTransform().m11())


def draw_sharp(painter: QPainter, at: QPointF, image: QImage) -> None:
    """Draw an image made for the device, at the nearest place where it begins with a whole pixel of it.

    Between two pixels, as in a picture with 1.44 for each of the plot's, it would be blurred.
    """
    device = painter.deviceTransform()
    place = device.map(at)
    back, _ = device.inverted()
    painter.drawImage(back.map(QPointF(round(place.x()), round(place.y()))), image)
