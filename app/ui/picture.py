"""Pictures of plots as files: a fresh copy of the plot at the picture's size, painted and thrown away."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from ..engine.error import InputError
from ..engine.history import History
from ..engine.problem import Problem
from ..study.disk import make_folder, write_whole
from ..study.film.request import STAGE
from ..study.spec import Study
from .plots.figure import LEAST, SCREEN_DPI
from .plots.plot import Plot
from .plots.sheet import Part, Pictured, Still, name_of, picture_of, sheet_of
from .plots.spread import Spread
from .race_plots import BESIDE, TRAJECTORY, discard, on_stage, race_plots
from .theme import DARK, LIGHT, Theme, font

__all__ = [
    "copy_to_clipboard",
    "drawing_of",
    "picture_of",
    "save_pdf",
    "save_png",
    "save_svg",
    "write_pictures",
]

_PICTURE = (1600, 1000, 192)
_POINTS = 72  # an inch


def save_png(
    plot: Pictured,
    path: str | os.PathLike[str],
    width_px: int,
    height_px: int,
    dpi: float = 144.0,
    scale: float = 1.0,
    theme: Theme = LIGHT,
    title: str = "",
) -> None:
    """Write a plot, or a stage, as PNG; arguments as in `picture_of`.

    Raises
    ------
    InputError
        If the file cannot be written; what stood there is untouched.
    """
    image = picture_of(plot, width_px, height_px, dpi, scale, theme, title)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise InputError("Qt could not write this picture as PNG.")
    write_whole(path, bytes(content.data()))


def save_svg(
    plot: Pictured,
    path: str | os.PathLike[str],
    width: int,
    height: int,
    dpi: float = SCREEN_DPI,
    theme: Theme = LIGHT,
    title: str = "",
) -> None:
    """Write a plot, or a stage, as SVG, lines and text as vectors.

    Parameters
    ----------
    plot : Plot or Still
    path : path
    width, height : int
        Pixels at ``dpi``.
    dpi : float
    theme : Theme
    title : str

    Raises
    ------
    InputError
        If the file cannot be written; what stood there is untouched.
    """
    write_whole(path, drawing_of(plot, width, height, dpi, theme, title))


def save_pdf(
    plot: Pictured,
    path: str | os.PathLike[str],
    width: int,
    height: int,
    dpi: float = SCREEN_DPI,
    theme: Theme = LIGHT,
    title: str = "",
) -> None:
    """Write a plot as a PDF of one page, lines and text as vectors; arguments as in `save_svg`.

    The page is as large as the picture is on paper at ``dpi``.

    Raises
    ------
    InputError
        If the file cannot be written; what stood there is untouched.
    """
    # Painted on a PDF directly, plots would take its fine resolution for that of a screen.
    drawing = QSvgRenderer(QByteArray(drawing_of(plot, width, height, dpi, theme, title)))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    page = QSizeF(width * _POINTS / dpi, height * _POINTS / dpi)
    writer.setPageSize(QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(title or name_of(plot))
    writer.setCreator("Descent Lab")
    painter = QPainter(writer)
    drawing.render(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    write_whole(path, bytes(content.data()))


def drawing_of(
    plot: Pictured, width: int, height: int, dpi: float = SCREEN_DPI, theme: Theme = LIGHT, title: str = ""
) -> bytes:
    """Return a plot, or a stage, as the text of an SVG file; arguments as in `save_svg`."""
    content = QByteArray()
    buffer = QBuffer(content)
    with sheet_of(plot, width, height, dpi, theme, title) as sheet:
        unit = 1.0 / sheet.ratio
        whole = QRect(0, 0, max(round(width * unit), 1), max(round(height * unit), 1))
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(sheet.figures[0].logicalDpiX())
        generator.setSize(QSize(width, height))
        generator.setViewBox(whole)
        generator.setTitle(title or sheet.title)
        generator.setDescription(sheet.describe())
        painter = QPainter(generator)
        # Where nothing is written the file still names a font: not the one that the program happens to have.
        painter.setFont(font(9))
        painter.fillRect(whole, QColor(theme.plot))
        for figure, (left, top, *_) in zip(sheet.figures, sheet.places, strict=True):
            # Rendering the widget would put its background in as an image.
            figure.setBackgroundBrush(Qt.BrushStyle.NoBrush)
            place = QRectF(left * unit, top * unit, figure.width(), figure.height())
            figure.render(painter, place, figure.rect())
        sheet.rule(painter, unit)
        painter.end()
    return bytes(content.data())


def copy_to_clipboard(plot: Pictured, theme: Theme = LIGHT) -> None:
    """Put a plot, or a stage, on the clipboard, as it is on the screen and twice as fine."""
    size = plot.size() if isinstance(plot, Still) else plot.size().toTuple()
    width, height = (2 * max(side, least) for side, least in zip(size, LEAST, strict=True))
    image = picture_of(plot, width, height, 2 * SCREEN_DPI, theme=theme)
    QGuiApplication.clipboard().setImage(image)


def write_pictures(
    folder: str | os.PathLike[str],
    study: Study,
    problem: Problem,
    history: History,
    theme: str = "light",
    kinds: Sequence[str] = ("png", "svg"),
    seeds: str = "",
) -> list[Path]:
    """Write the pictures of a race without a window: each plot, and the stage with the first of them.

    Parameters
    ----------
    folder : path
        Made if it is not there.
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
    theme : {'light', 'dark'}
    kinds : sequence of {'png', 'svg', 'pdf'}
    seeds : str
        What is drawn of many: 'median' (the default) or 'mean', either with '+runs'.

    Returns
    -------
    list of Path
        Empty if nothing is recorded.

    Raises
    ------
    InputError
        If a file cannot be written.
    """
    if not all(lane.length for lane in history.lanes):
        return []
    colours = {"light": LIGHT, "dark": DARK}[theme]
    place, written = make_folder(folder), []
    stage: dict[str, Plot] = {}
    spread = Spread.from_text(seeds)

    def save(name: str, shown: Pictured) -> None:
        for kind in kinds:
            _SAVERS[kind](shown, place / f"{name}.{kind}", *_PICTURE, theme=colours, title=study.title)
            written.append(place / f"{name}.{kind}")

    try:
        for name, plot in race_plots(study, problem, history, colours, spread=spread, paths=study.curves):
            save(name, plot)
            if name in (TRAJECTORY, *BESIDE):
                stage[name] = plot
            else:
                discard(plot)
        together = [stage[name] for name in on_stage(stage)]
        for plot in together[1:]:
            plot.set_legend(False)  # the first says whose the colours are
            plot.named_elsewhere = True
        save(STAGE, Still(tuple(Part(plot) for plot in together)))
    finally:
        for plot in stage.values():
            discard(plot)
    return written


_SAVERS = {"png": save_png, "svg": save_svg, "pdf": save_pdf}
