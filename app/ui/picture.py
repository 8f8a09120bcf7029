"""Pictures of plots as files: a fresh copy of the plot at the picture's size, painted and thrown away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QEvent,
    QIODevice,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from ..engine.error import InputError
from ..engine.history import History
from ..engine.problem import Problem
from ..engine.quantity import quantities
from ..study.disk import make_folder, write_whole
from ..study.spec import Study
from .colour import study_looks, with_colours
from .frame import Frame, RaceView
from .plots.curve_plot import CurvePlot
from .plots.figure import LEAST, SCREEN_DPI, figure_of, picture_of, ratio_of
from .plots.plot import Plot
from .plots.trajectory_plot import TrajectoryPlot
from .theme import DARK, LIGHT, Theme

__all__ = [
    "copy_to_clipboard",
    "figure_of",
    "picture_of",
    "save_png",
    "save_svg",
    "write_pictures",
]

_PICTURE = (1600, 1000, 192)
_CURVES = ("loss", "gradient_norm", "validation_loss", "train_accuracy", "validation_accuracy")


def save_png(
    plot: Plot,
    path: str | os.PathLike[str],
    width_px: int,
    height_px: int,
    dpi: float = 144.0,
    scale: float = 1.0,
    theme: Theme = LIGHT,
    title: str = "",
) -> None:
    """Write a plot as PNG; arguments as in `picture_of`.

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
    plot: Plot,
    path: str | os.PathLike[str],
    width: int,
    height: int,
    dpi: float = SCREEN_DPI,
    theme: Theme = LIGHT,
    title: str = "",
) -> None:
    """Write a plot as SVG, lines and text as vectors.

    Parameters
    ----------
    plot : Plot
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
    ratio = ratio_of(width, height, dpi)
    content = QByteArray()
    buffer = QBuffer(content)
    with figure_of(plot, width / ratio, height / ratio, theme, title) as figure:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(figure.logicalDpiX())
        generator.setSize(QSize(width, height))
        generator.setViewBox(QRect(0, 0, figure.width(), figure.height()))
        generator.setTitle(title or figure.accessibleName())
        generator.setDescription(figure.describe())
        painter = QPainter(generator)
        painter.fillRect(figure.rect(), QColor(theme.plot))
        # Rendering the widget would put its background in as an image.
        figure.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        figure.render(painter, QRectF(figure.rect()), figure.rect())
        painter.end()
    write_whole(path, bytes(content.data()))


def copy_to_clipboard(plot: Plot, theme: Theme = LIGHT) -> None:
    """Put a plot on the clipboard, as it is on the screen and twice as fine."""
    width, height = (2 * max(side, least) for side, least in zip(plot.size().toTuple(), LEAST, strict=True))
    image = picture_of(plot, width, height, 2 * SCREEN_DPI, theme=theme)
    QGuiApplication.clipboard().setImage(image)


def write_pictures(
    folder: str | os.PathLike[str],
    study: Study,
    problem: Problem,
    history: History,
    theme: str = "light",
) -> list[Path]:
    """Write the pictures of a race, as PNG and SVG, without a window.

    Parameters
    ----------
    folder : path
        Made if it is not there.
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
    theme : {'light', 'dark'}

    Returns
    -------
    list of Path
        Empty if nothing is recorded.

    Raises
    ------
    InputError
        If a file cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["descent-lab"])
    if not all(lane.length for lane in history.lanes):
        return []
    colours = {"light": LIGHT, "dark": DARK}[theme]
    study = with_colours(study)
    race = RaceView(study, problem, history)
    tick = history.tick
    steps = tuple(history.plan.step_at(lane, tick) for lane in range(len(history.lanes)))
    frame = Frame(race, tick, tick, steps, study_looks(study, colours, None, None))
    place, written = make_folder(folder), []
    for name, plot in _plots(race, colours):
        plot.show_frame(frame)
        for suffix, save in ((".png", _save_picture), (".svg", _save_drawing)):
            save(plot, place / f"{name}{suffix}", colours, study.title)
            written.append(place / f"{name}{suffix}")
        plot.close()
        plot.deleteLater()
        QCoreApplication.sendPostedEvents(plot, QEvent.Type.DeferredDelete)
    del app
    return written


def _save_picture(plot: Plot, path: Path, theme: Theme, title: str) -> None:
    width, height, dpi = _PICTURE
    save_png(plot, path, width, height, dpi, theme=theme, title=title)


def _save_drawing(plot: Plot, path: Path, theme: Theme, title: str) -> None:
    width, height, dpi = _PICTURE
    save_svg(plot, path, width, height, dpi, theme, title)


def _plots(race: RaceView, theme: Theme) -> Iterator[tuple[str, Plot]]:
    trajectory = TrajectoryPlot(theme)
    trajectory.set_race(race)
    yield "trajectory", trajectory
    for name in _CURVES:
        quantity = quantities[name]
        if not quantity().available(race.problem):
            continue
        curves = CurvePlot(theme)
        curves.set_quantity(name)
        curves.set_x("epochs" if race.problem.kind == "data" else "steps")
        curves.set_log(False, quantity.scale == "log")
        if race.problem.kind == "data" and name == "gradient_norm":
            curves.set_smoothing(0.9)
        curves.set_race(race)
        yield name, curves
