"""The picture of the loss over a plane of weights: colours, contours, and where there is no number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ...study.plane_loss import PlaneOrder
from ..theme import Theme
from .surface_map import SurfaceMap, chart, paint_heights
from .tint import mix

__all__ = ["PlaneGround"]

Floats = npt.NDArray[np.float64]

_CELLS = 260
_HATCH, _LINE = 8, 2  # cells between two lines, and of a line


class PlaneGround:
    """Losses on a grid, and what lies between its points.

    Parameters
    ----------
    order : PlaneOrder
    losses : ndarray, shape (n, n)
        Row 0 has the lowest y.
    """

    def __init__(self, order: PlaneOrder, losses: Floats) -> None:
        self.order, self.losses = order, losses
        self._map: SurfaceMap | None = None

    @property
    def map(self) -> SurfaceMap:
        """Return colours and contours, of logarithms above 0."""
        if self._map is None:
            (left, right), (bottom, top) = self.order.x, self.order.y
            middles = (np.arange(_CELLS) + 0.5) / _CELLS
            x, y = np.meshgrid(left + middles * (right - left), bottom + middles * (top - bottom))
            self._map = chart(self.order.x, self.order.y, self.at(x, y), 0.0, log=True)
        return self._map

    @property
    def ends(self) -> tuple[float, float]:
        """Return the lowest and the highest finite loss; NaN if there is none."""
        finite = self.losses[np.isfinite(self.losses)]
        return (float(finite.min()), float(finite.max())) if len(finite) else (np.nan, np.nan)

    @property
    def whole(self) -> bool:
        """Return whether all losses are finite."""
        return bool(np.isfinite(self.losses).all())

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the loss between the points of the grid; NaN beyond it, and beside what is not finite."""
        (left, right), (bottom, top) = self.order.x, self.order.y
        cells = len(self.losses) - 1
        with np.errstate(all="ignore"):
            across, up = (x - left) / (right - left) * cells, (y - bottom) / (top - bottom) * cells
            inside = (across >= 0) & (across <= cells) & (up >= 0) & (up <= cells)
            across, up = np.where(inside, across, 0.0), np.where(inside, up, 0.0)
            column = np.minimum(across.astype(np.int64), cells - 1)
            line = np.minimum(up.astype(np.int64), cells - 1)
            right_part, top_part = across - column, up - line
            total = np.zeros(np.shape(x))
            for a, wide in ((0, 1.0 - right_part), (1, right_part)):
                for b, high in ((0, 1.0 - top_part), (1, top_part)):
                    weight = wide * high
                    # A point that has no part in it may be infinite.
                    total = total + np.where(weight > 0, weight * self.losses[line + b, column + a], 0.0)
        return np.where(inside & np.isfinite(total), total, np.nan)

    def image(self, theme: Theme) -> QImage:
        """Return the colours; hatched where the loss is not finite."""
        picture = paint_heights(self.map.shade, theme.surface_map, theme.plot)
        gone = np.isnan(self.map.shade)
        if not gone.any():
            return picture
        rows, columns = np.nonzero(gone[::-1])
        line = (rows + columns) % _HATCH < _LINE
        rgb = np.uint32(0xFF000000 | QColor(mix(theme.muted, theme.plot, 0.3)).rgb())
        pixels = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), -1).copy()
        pixels[rows[line], columns[line]] = rgb
        height, width = pixels.shape
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
