"""Maps side by side as one picture, and their numbers as CSV."""

from __future__ import annotations

import os
from collections.abc import Sequence
from math import ceil, sqrt

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from ..engine.error import InputError
from ..study.basin.text import basin_rows
from ..study.disk import write_whole
from .basin_view import BasinView
from .plots.basin_plot import BasinPlot
from .plots.figure import figure_of
from .theme import Theme, font

__all__ = ["drawing_of_maps", "save_maps", "save_rows"]

_WIDTH, _HEIGHT = 520, 470  # logical pixels of one map
_RATIO = 2.0


def save_rows(view: BasinView, path: str | os.PathLike[str]) -> None:
    """Write a line for each start of each lane, on the finest level that all maps have.

    Raises
    ------
    InputError
        If there is none yet, or the file cannot be written.
    """
    level = min((found.level for found in view.maps.values()), default=0)
    if not level:
        raise InputError("There is no map yet. Export it when the first picture is there.")
    names = [view.names[lane] for lane in view.lanes]
    write_whole(path, basin_rows(names, [view.maps[lane] for lane in view.lanes], view.surface, level))


def save_maps(plots: Sequence[BasinPlot], path: str | os.PathLike[str], theme: Theme) -> None:
    """Write maps side by side, with their shares; as SVG or PNG, by the ending of the path.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if os.fspath(path).lower().endswith(".svg"):
        write_whole(path, drawing_of_maps(plots, theme))
        return
    content = QByteArray()
    buffer = QBuffer(content)
    columns, size = _shape(plots)
    image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    painter = QPainter(image)
    _paint(painter, plots, columns, size, theme)
    painter.end()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise InputError("Qt could not write this picture as PNG.")
    write_whole(path, bytes(content.data()))


def drawing_of_maps(plots: Sequence[BasinPlot], theme: Theme) -> bytes:
    """Return maps side by side, with their shares, as the text of an SVG file."""
    columns, size = _shape(plots)
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(plots[0].logicalDpiX())
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle("Basin maps")
    generator.setDescription(" ".join(plot.describe() for plot in plots))
    painter = QPainter(generator)
    painter.setFont(font(9))
    _paint(painter, plots, columns, size, theme)
    painter.end()
    return bytes(content.data())


def _shape(plots: Sequence[BasinPlot]) -> tuple[int, QSize]:
    """Return how many maps stand in a row, and the size of the whole."""
    columns = ceil(sqrt(len(plots)))
    return columns, QSize(columns * _WIDTH, -(-len(plots) // columns) * _HEIGHT)


def _paint(painter: QPainter, plots: Sequence[BasinPlot], columns: int, size: QSize, theme: Theme) -> None:
    painter.fillRect(0, 0, size.width(), size.height(), QColor(theme.plot))
    for index, plot in enumerate(plots):
        with figure_of(plot, _WIDTH, _HEIGHT, theme, plot.title) as figure:
            figure.setBackgroundBrush(Qt.BrushStyle.NoBrush)
            at = QRectF(index % columns * _WIDTH, index // columns * _HEIGHT, _WIDTH, _HEIGHT)
            figure.render(painter, at, figure.rect())
