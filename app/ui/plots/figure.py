"""A fresh copy of a plot that no one sees, at the size of a picture; painted and thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from ...engine.error import InputError
from ..frame import RaceView
from ..theme import Theme, font
from .plot import Plot

__all__ = ["INCH", "LEAST", "SCREEN_DPI", "figure_of", "painted", "ratio_of"]

LEAST = Plot.least
SCREEN_DPI = 96.0
INCH = 0.0254
"""Metres."""
_SMALLEST, _LARGEST = 16, 20_000
_COVERED = 0.2
_TITLE, _BESIDE = 11.0, 96  # points, and pixels beside it: axis, margins


@contextmanager
def figure_of(
    plot: Plot,
    width: float,
    height: float,
    theme: Theme | None = None,
    title: str = "",
    race: RaceView | None = None,
    named: bool = False,
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
    named : bool
        The names of the lanes stand beside it, as they do in the window.
    """
    figure = plot.clone(theme, race=race)
    try:
        if plot.named_elsewhere and not named:
            figure.set_legend(True)
        figure.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        figure.strokes.printed = figure.legend.always = True
        # At 1.44 pixels for one of the plot's, an image begins between two: lines in it would be lost.
        figure.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        figure.ensurePolished()
        if figure.frameWidth():
            figure.setStyleSheet("border: none")  # that of the window's theme, not of the picture's
        if title:
            room = round(width) - _BESIDE  # a longer one would push the plot out of its picture
            fitting = QFontMetricsF(font(_TITLE)).elidedText(title, Qt.TextElideMode.ElideRight, room)
            figure.plotItem.setTitle(escape(fitting), color=figure.theme.text, size=f"{_TITLE:g}pt")
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
    image.setDotsPerMeterX(round(figure.logicalDpiX() / INCH))
    image.setDotsPerMeterY(round(figure.logicalDpiY() / INCH))
    image.fill(figure.theme.plot)
    QWidget.render(figure, image, QPoint())
    image.setDevicePixelRatio(1.0)
    return image


def _make_room(figure: Plot) -> None:
    """Put the legend above the plot if it would cover much of it, or what it covers is missed."""
    legend, layout = figure.legend, figure.plotItem.layout
    if figure.seat.used:
        return  # it does that by itself
    if legend.shown and not legend.above and (figure.filled or legend.share() > _COVERED):
        legend.set_above(True)
        # Row 1 holds the axis on top, which is hidden; the view box is in the next.
        layout.setRowSpacing(1, legend.area().height())
        layout.activate()


def ratio_of(width: int, height: int, dpi: float, least: tuple[int, int] = LEAST) -> float:
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
    return min(dpi / SCREEN_DPI, width / least[0], height / least[1])
