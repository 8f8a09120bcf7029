"""A fresh copy of a plot that no one sees, at the size of a picture; painted and thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ...engine.error import InputError
from ..frame import RaceView
from ..theme import LIGHT, Theme
from .plot import Plot

__all__ = ["LEAST", "SCREEN_DPI", "figure_of", "painted", "picture_of", "ratio_of"]

LEAST = (240, 160)
SCREEN_DPI = 96.0
_INCH = 0.0254
_SMALLEST, _LARGEST = 16, 20_000
_COVERED = 0.2


@contextmanager
def figure_of(
    plot: Plot,
    width: float,
    height: float,
    theme: Theme | None = None,
    title: str = "",
    race: RaceView | None = None,
) -> Iterator[Plot]:
    """Lend a copy of a plot that no one sees.

    Parameters
    ----------
    plot : Plot
    width, height : float
        Logical pixels.
    theme : Theme, optional
        The plot's own by default.
    title : str
        Printed above it.
    race : RaceView, optional
        As in `Plot.clone`.
    """
    figure = plot.clone(theme, race=race)
    try:
        figure.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        figure.strokes.printed = figure.legend.always = True
        # At 1.44 pixels for one of the plot's, an image begins between two: lines in it would be lost.
        figure.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if title:
            figure.plotItem.setTitle(title, color=figure.theme.text, size="11pt")
        figure.resize(max(round(width), 1), max(round(height), 1))
        figure.show()
        # The layout of a new plot comes to rest in two rounds: the width of an axis depends on its labels.
        for _ in range(2):
            # What Qt would do in a moment; it does nothing at once where the size is that of a new plot.
            figure.plotItem.layout.activate()
            QWidget.grab(figure, QRect(0, 0, 1, 1))
            for axis in figure.axes.values():
                axis.measure()
            _make_room(figure)
            figure.seat.forget()  # it found its place in a plot of another size
            figure.settle()
        figure.plotItem.layout.activate()
        figure.settle()
        yield figure
    finally:
        figure.close()
        figure.deleteLater()
        QCoreApplication.sendPostedEvents(figure, QEvent.Type.DeferredDelete)


def picture_of(
    plot: Plot,
    width_px: int,
    height_px: int,
    dpi: float = 144.0,
    scale: float = 1.0,
    theme: Theme = LIGHT,
    title: str = "",
) -> QImage:
    """Return a plot as an image.

    Parameters
    ----------
    plot : Plot
    width_px, height_px : int
    dpi : float
        Decides how large text and lines are: as on paper, if the picture is printed at this resolution.
    scale : float
        Factor on text and lines.
    theme : Theme
    title : str

    Raises
    ------
    InputError
        If the size is not one for a picture.
    """
    ratio = ratio_of(width_px, height_px, dpi * scale)
    with figure_of(plot, width_px / ratio, height_px / ratio, theme, title) as figure:
        image = painted(figure, width_px, height_px, ratio)
    image.setDotsPerMeterX(round(dpi / _INCH))
    image.setDotsPerMeterY(round(dpi / _INCH))
    return image


def painted(figure: Plot, width_px: int, height_px: int, ratio: float) -> QImage:
    """Return a figure as it is now, with so many pixels of the image for one of its own.

    Raises
    ------
    InputError
        If there is no memory for it.
    """
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    if image.isNull():
        raise InputError(f"There is no memory for a picture of {width_px} × {height_px} pixels.")
    image.setDevicePixelRatio(ratio)
    image.setDotsPerMeterX(round(figure.logicalDpiX() / _INCH))
    image.setDotsPerMeterY(round(figure.logicalDpiY() / _INCH))
    image.fill(figure.theme.plot)
    QWidget.render(figure, image, QPoint())
    image.setDevicePixelRatio(1.0)
    return image


def _make_room(figure: Plot) -> None:
    """Put the legend above the plot if it would cover much of it."""
    legend, layout = figure.legend, figure.plotItem.layout
    if figure.seat.used:
        return  # it does that by itself
    if legend.shown and not legend.above and legend.share() > _COVERED:
        legend.set_above(True)
        # Row 1 holds the axis on top, which is hidden; the view box is in the next.
        layout.setRowSpacing(1, legend.area().height())
        layout.activate()


def ratio_of(width: int, height: int, dpi: float) -> float:
    """Return the pixels of a picture per logical pixel of its plot.

    Raises
    ------
    InputError
        If size or resolution are not those of a picture.
    """
    for name, value in (("width", width), ("height", height)):
        if not _SMALLEST <= value <= _LARGEST:
            raise InputError(
                f"The {name} of a picture is from {_SMALLEST} to {_LARGEST} pixels, but {value} was given."
            )
    if not 0 < dpi < float("inf"):
        raise InputError(f"The resolution of a picture is above 0 dpi, but {dpi:g} was given.")
    # A plot needs some room for its axes; a picture with less gets smaller text instead.
    return min(dpi / SCREEN_DPI, width / LEAST[0], height / LEAST[1])
