"""What a plot has painted, as numbers."""

import numpy as np
from PySide6.QtGui import QColor, QImage


def pixels_of(image):
    """Return an image's pixels, shape (rows, columns, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), 2::-1].astype(np.int64)


def painted(plot):
    """Return what a widget shows now, shape (rows, columns, 3)."""
    return pixels_of(plot.grab().toImage())


def count_of(pixels, colour, within=0):
    """Return how many pixels have a colour."""
    wanted = np.array(QColor(colour).getRgb()[:3])
    return int((np.abs(pixels - wanted).max(axis=-1) <= within).sum())


def afresh(plot):
    """Return what a plot shows when nothing is kept of what it has painted."""
    plot.strokes.invalidate()
    return painted(plot)
