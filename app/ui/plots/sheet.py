"""What a picture is of: one plot, or all that are in sight, as they stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ...engine.error import InputError
from ..theme import LIGHT, Theme
from .figure import INCH, figure_of, painted, ratio_of
from .mosaic import mosaic
from .plot import Plot
from .stage import Place, arranged

__all__ = ["Part", "Pictured", "Sheet", "Still", "name_of", "picture_of", "sheet_of"]

_STAGE = "The whole stage"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One plot of a stage.

    Parameters
    ----------
    plot : Plot
    heading : str
        Printed above it.
    area : (int, int, int, int) or None
        Left, top, width and height on the screen.
    """

    plot: Plot
    heading: str = ""
    area: Place | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The stage: several plots in one picture.

    Parameters
    ----------
    parts : tuple of Part
        The first is the largest, unless each has an area: then they stand as they do on the screen.
    """

    parts: tuple[Part, ...]

    def places(self, width: int, height: int) -> list[Place]:
        """Return left, top, width and height of each part in a picture of a size."""
        areas = [part.area for part in self.parts if part.area is not None]
        if len(areas) == len(self.parts):
            return mosaic(areas, width, height)
        return arranged(len(self.parts), width, height)

    def size(self) -> tuple[int, int]:
        """Return the width and height of what it takes of the screen; 0 if that is not known."""
        areas = [part.area for part in self.parts if part.area is not None]
        if not areas:
            return 0, 0
        left, top = min(area[0] for area in areas), min(area[1] for area in areas)
        return max(area[0] + area[2] for area in areas) - left, max(area[1] + area[3] for area in areas) - top


Pictured = Plot | Still


def name_of(shown: Pictured) -> str:
    """Return what is shown, in a few words."""
    return shown.accessibleName() if isinstance(shown, Plot) else _STAGE


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Copies of plots that no one sees, ready to be painted beside each other.

    Parameters
    ----------
    figures : tuple of Plot
    places : tuple of (int, int, int, int)
        Left, top, width and height of each in pixels of the picture.
    ratio : float
        Pixels of the picture for one of a plot's.
    """

    figures: tuple[Plot, ...]
    places: tuple[Place, ...]
    ratio: float

    @property
    def title(self) -> str:
        """Return what it is, in a few words."""
        return self.figures[0].accessibleName() if len(self.figures) == 1 else _STAGE

    def describe(self) -> str:
        """Return what it shows in sentences."""
        return " ".join(figure.describe() for figure in self.figures)

    def rule(self, painter: QPainter, unit: float) -> None:
        """Draw a thin line between plots that stand beside each other.

        Parameters
        ----------
        painter : QPainter
        unit : float
            Of the painter for a pixel of the picture.
        """
        colour = QColor(self.figures[0].theme.line)
        thick = max(round(self.ratio), 1)
        for left, top, width, height in self.places:
            if left:
                painter.fillRect(_scaled(left, top, thick, height, unit), colour)
            if top:
                painter.fillRect(_scaled(left, top, width, thick, unit), colour)


@contextmanager
def sheet_of(
    shown: Pictured, width: int, height: int, dpi: float, theme: Theme = LIGHT, title: str = ""
) -> Iterator[Sheet]:
    """Lend copies of what a picture is of, at its size.

    Parameters
    ----------
    shown : Plot or Still
    width, height : int
        Pixels.
    dpi : float
        Decides how large text and lines are: the same in all plots. Where one of them has too little room,
        all have smaller text.
    theme : Theme
    title : str
        Printed above it; above the first plot, if that has no heading of its own.

    Raises
    ------
    InputError
        If the size is not one for a picture.
    """
    still = shown if isinstance(shown, Still) else Still((Part(shown),))
    ratio_of(width, height, dpi)  # says what is wrong with the whole, and not with a part of it
    places = still.places(width, height)
    ratio = min(
        ratio_of(*place[2:], dpi, part.plot.least) for part, place in zip(still.parts, places, strict=True)
    )
    named = any(part.plot.legend.shown for part in still.parts)
    with ExitStack() as held:
        figures = []
        for part, place in zip(still.parts, places, strict=True):
            heading = part.heading or (title if part is still.parts[0] else "")
            size = place[2] / ratio, place[3] / ratio
            figures.append(held.enter_context(figure_of(part.plot, *size, theme, heading, named=named)))
            named = named or figures[-1].legend.shown
        yield Sheet(tuple(figures), tuple(places), ratio)


def picture_of(
    shown: Pictured,
    width_px: int,
    height_px: int,
    dpi: float = 144.0,
    scale: float = 1.0,
    theme: Theme = LIGHT,
    title: str = "",
) -> QImage:
    """Return a plot, or a stage, as an image.

    Parameters
    ----------
    shown : Plot or Still
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
    with sheet_of(shown, width_px, height_px, dpi * scale, theme, title) as sheet:
        if len(sheet.figures) == 1:
            image = painted(sheet.figures[0], width_px, height_px, sheet.ratio)
        else:
            image = _beside(sheet, width_px, height_px)
    image.setDotsPerMeterX(round(dpi / INCH))
    image.setDotsPerMeterY(round(dpi / INCH))
    return image


def _beside(sheet: Sheet, width_px: int, height_px: int) -> QImage:
    # Each is an image of its own: what is painted for the device's pixels begins with a whole one of them.
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    if image.isNull():
        raise InputError(f"There is no memory for a picture of {width_px} × {height_px} pixels.")
    painter = QPainter(image)
    for figure, (left, top, width, height) in zip(sheet.figures, sheet.places, strict=True):
        painter.drawImage(QPointF(left, top), painted(figure, width, height, sheet.ratio))
    sheet.rule(painter, 1.0)
    painter.end()
    return image


def _scaled(left: float, top: float, width: float, height: float, unit: float) -> QRectF:
    return QRectF(left * unit, top * unit, width * unit, height * unit)
