"""A relief as a picture, without a graphics card: each column of pixels is swept from near to far.

The projection is parallel and upright lines stay upright, so a column of pixels sees one straight line across
the ground. Along it the horizon only rises: how many of its samples lie below a pixel says which part of the
ground the pixel sees. That is a running maximum, a histogram and its sum, for all columns at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from .camera import BASE, RISE, Projection
from .dye import LIGHTS, LINES, SHADES, Dyes, Words
from .relief import Relief

__all__ = ["Seen", "Sweep", "sweep"]

Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

_LEVELS = 15
# Columns painted at once: what they need stays in the cache.
_STRIP = 64
_SKY = np.float32(np.inf)
_NOWHERE = np.float32(-1e7)
# The light comes from the left, from the viewer and from above, and turns with the camera.
_LIGHT = (-0.52, 0.36, 0.775)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture of a relief, and how far away is what each pixel shows.

    Parameters
    ----------
    image : QImage
        Transparent where there is no ground.
    away : ndarray of float32, shape (rows, columns)
        Units, as of `Projection.place`; infinite where there is no ground. Row 0 is on top.
    wall : ndarray of bool, shape (rows, columns)
        Where a side of the block is seen.
    ratio : float
        Pixels of the picture per pixel of the projection.
    """

    image: QImage
    away: Singles
    wall: npt.NDArray[np.bool_]
    ratio: float

    def away_at(self, across: Floats, down: Floats) -> Singles:
        """Return how far away is what is seen at places in pixels of the projection; infinite outside."""
        row, column, inside = self._pixel(across, down)
        return np.where(inside, self.away[row, column], _SKY)

    def wall_at(self, across: Floats, down: Floats) -> npt.NDArray[np.bool_]:
        """Return where a side of the block is seen."""
        row, column, inside = self._pixel(across, down)
        return inside & self.wall[row, column]

    def _pixel(self, across: Floats, down: Floats) -> tuple[Integers, Integers, npt.NDArray[np.bool_]]:
        rows, columns = self.away.shape
        with np.errstate(all="ignore"):
            inside = (
                (across >= 0) & (down >= 0) & (across * self.ratio < columns) & (down * self.ratio < rows)
            )
            row = np.where(inside, down * self.ratio, 0.0).astype(np.intp)
            return row, np.where(inside, across * self.ratio, 0.0).astype(np.intp), inside


class Sweep:
    """Paints a relief strip by strip.

    Parameters
    ----------
    relief : Relief
    projection : Projection
    size : (float, float)
        Pixels of the projection.
    ratio : float
        Pixels of the picture per pixel of the projection.
    colours : tuple of ndarray
        What `dye` returns.
    fine : bool
        Interpolate colours between the points of the grid.
    """

    def __init__(
        self,
        relief: Relief,
        projection: Projection,
        size: tuple[float, float],
        ratio: float,
        colours: Dyes,
        fine: bool,
    ) -> None:
        columns, rows = (max(round(side * ratio), 1) for side in size)
        self._ratio = ratio
        self._colours = colours
        middle = (projection.centre[0] * ratio, rows - projection.centre[1] * ratio)
        self._right = (np.arange(columns) + 0.5 - middle[0]) / (projection.scale * ratio)
        self._near, self._far = _spans(self._right, projection.azimuth)
        used = np.flatnonzero(self._far > self._near)
        self._next, self._end = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 0)
        self._away = np.full((rows, columns), _SKY)
        self._wall = np.zeros((rows, columns), dtype=bool)
        self._pixels = np.zeros((rows, columns), dtype=np.uint32)
        self._beam = _Beam(relief, projection, rows, middle[1], ratio, fine)

    @property
    def done(self) -> bool:
        """Return whether all strips are painted."""
        return self._next >= self._end

    def go_on(self) -> None:
        """Paint the next strip."""
        first, last = self._next, min(self._next + _STRIP, self._end)
        # Contour lines need the neighbours.
        left, right = max(first - 1, 0), min(last + 1, self._end)
        part, kept = slice(left, right), slice(first - left, last - left)
        away, wall, pixels = self._beam.paint(
            self._right[part], self._near[part], self._far[part], self._colours
        )
        self._away[:, first:last] = away[:, kept]
        self._wall[:, first:last] = wall[:, kept]
        self._pixels[:, first:last] = pixels[:, kept]
        self._next = last

    def seen(self) -> Seen:
        """Return the picture."""
        rows, columns = self._pixels.shape
        pixels = np.ascontiguousarray(self._pixels[::-1])
        kind = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(pixels.data, columns, rows, 4 * columns, kind).copy()
        return Seen(image, self._away[::-1], self._wall[::-1], self._ratio)


def sweep(
    relief: Relief,
    projection: Projection,
    size: tuple[float, float],
    ratio: float,
    colours: Dyes,
    fine: bool,
) -> Seen:
    """Paint a relief at once; arguments as of `Sweep`."""
    work = Sweep(relief, projection, size, ratio, colours, fine)
    while not work.done:
        work.go_on()
    return work.seen()


def _spans(right: Floats, azimuth: float) -> tuple[Floats, Floats]:
    """Return where the line below each column enters the square and leaves it; less if it misses."""
    turn = [part if abs(part) > 1e-9 else 1e-9 for part in (cos(azimuth), sin(azimuth))]
    first = (right * turn[0] - 1.0) / turn[1], (right * turn[0] + 1.0) / turn[1]
    second = (-1.0 - right * turn[1]) / turn[0], (1.0 - right * turn[1]) / turn[0]
    near = np.maximum(np.minimum(*first), np.minimum(*second))
    return near, np.minimum(np.maximum(*first), np.maximum(*second))


class _Beam:
    """The columns that see the ground; row 0 is the lowest."""

    def __init__(
        self, relief: Relief, projection: Projection, rows: int, middle: float, ratio: float, fine: bool
    ) -> None:
        scale = projection.scale * ratio
        self._relief, self._rows, self._fine = relief, rows, fine
        self._last = len(relief.height) - 1
        self._turn = cos(projection.azimuth), sin(projection.azimuth)
        self._slope, self._rise = scale * sin(projection.elevation), scale * RISE * cos(projection.elevation)
        self._middle = middle
        self._thick = 0.4 + 0.55 * ratio  # half a contour line, in pixels
        self._light = self._lit()

    def paint(
        self, right: Floats, near: Floats, far: Floats, colours: Dyes
    ) -> tuple[Singles, npt.NDArray[np.bool_], Words]:
        """Return distances, walls and colours of columns, shape (rows, columns)."""
        self._right, self._near = right.astype(np.float32), near.astype(np.float32)
        self._span = np.maximum(far - near, 0.0).astype(np.float32)
        foot = self._middle + near * self._slope - self._rise * (0.5 + BASE / RISE)
        base = foot.astype(np.float32)
        rows, count = self._rows, len(right)
        samples = max(int(0.75 * rows), 32)
        along = np.linspace(0.0, 1.0, samples, dtype=np.float32)[:, None]
        depth = self._near + along * self._span
        heights = _mix_of([self._relief.height], *self._texels(depth))[0]
        up = depth * np.float32(self._slope) + (heights - np.float32(0.5)) * np.float32(self._rise)
        up += np.float32(self._middle)
        up[np.isnan(up)] = _NOWHERE
        horizon = np.maximum.accumulate(up, axis=0)
        first = np.clip(np.floor(horizon + np.float32(0.5)), 0, rows).astype(np.int32)
        first *= count
        first += np.arange(count, dtype=np.int32)
        below = np.bincount(first.ravel(), minlength=(rows + 1) * count)[: rows * count]
        sample = np.cumsum(below.reshape(rows, count), axis=0, dtype=np.int32)
        centre = (np.arange(rows, dtype=np.float32) + np.float32(0.5))[:, None]
        seen = sample < samples
        wall = (sample == 0) & (centre >= base)
        ground = seen & (sample > 0)
        row, column = np.nonzero(ground)
        flat = sample[ground].astype(np.intp) * count + column
        ahead = up.ravel().take(flat)
        behind = up.ravel().take(flat - count)
        share = (centre[row, 0] - behind) / np.maximum(ahead - behind, np.float32(1e-6))
        at = (sample[ground] - np.float32(1) + share) / np.float32(samples - 1)
        away = np.full((rows, count), _SKY)
        away[ground] = self._near[column] + at * self._span[column]
        away[wall] = np.broadcast_to(self._near, wall.shape)[wall]
        pixels = np.zeros((rows, count), dtype=np.uint32)
        pixels[ground] = self._ground(away, ground, column, colours[0])
        pixels[wall] = np.broadcast_to(self._walls(colours[1]), wall.shape)[wall]
        _soften(pixels, horizon[-1], base)
        return away, wall, pixels

    def _texels(self, depth: Singles, column: Integers | None = None) -> tuple[Singles, Singles]:
        """Return column and row in the grid at distances along columns."""
        half = np.float32(0.5 * self._last)
        base = self._right if column is None else self._right[column]
        across, along = (np.float32(part) for part in self._turn)
        x = (base * across * half + half) - depth * (along * half)
        y = (base * along * half + half) + depth * (across * half)
        return x, y

    def _ground(self, away: Singles, ground: npt.NDArray[np.bool_], column: Integers, table: Words) -> Words:
        x, y = self._texels(away[ground], column)
        parts = [self._relief.shade, self._light]
        shade, light = _mix_of(parts, x, y) if self._fine else _nearest(parts, x, y)
        shade = np.nan_to_num(shade)
        whole = np.zeros(ground.shape, np.float32)
        whole[ground] = shade * np.float32(_LEVELS)
        line = _lines(whole, self._thick)[ground]
        index = (line * LIGHTS + (np.nan_to_num(light) * (LIGHTS - 0.01)).astype(np.intp)) * SHADES
        index += (shade * np.float32(SHADES - 0.01)).astype(np.intp)
        return table.take(index)

    def _lamp(self) -> tuple[float, float]:
        """Return where the light comes from on the ground: along x and along y."""
        cosine, sine = self._turn
        side, front, _ = _LIGHT
        return side * cosine + front * sine, side * sine - front * cosine

    def _lit(self) -> Singles:
        """Return how much light each point of the grid gets, 0 to 1."""
        x, y = self._lamp()
        along, up, top = self._relief.normal
        light = along * np.float32(x) + up * np.float32(y) + top * np.float32(_LIGHT[2])
        return np.clip(light, 0.0, 1.0, out=light)

    def _walls(self, table: Words) -> Words:
        """Return the colour of the side that each column meets first."""
        cosine, sine = self._turn
        x = self._right * cosine - self._near * sine
        y = self._right * sine + self._near * cosine
        facing_x, facing_y = self._lamp()
        light = np.where(np.abs(x) > np.abs(y), facing_x * np.sign(x), facing_y * np.sign(y))
        return table.take((np.clip(0.35 + 0.55 * light, 0.0, 1.0) * (LIGHTS - 0.01)).astype(np.intp))


def _mix_of(parts: list[Singles], x: Singles, y: Singles) -> list[Singles]:
    """Return grids between their points."""
    last = len(parts[0]) - 1
    x, y = np.clip(x, 0, np.float32(last - 1e-3)), np.clip(y, 0, np.float32(last - 1e-3))
    column, row = x.astype(np.intp), y.astype(np.intp)
    across, up = x - column, y - row
    across, up = across.astype(np.float32), up.astype(np.float32)
    flat = row * (last + 1) + column
    found = []
    for part in parts:
        cells = part.ravel()
        lower = cells.take(flat)
        lower += (cells.take(flat + 1) - lower) * across
        flat_up = flat + (last + 1)
        upper = cells.take(flat_up)
        upper += (cells.take(flat_up + 1) - upper) * across
        lower += (upper - lower) * up
        found.append(lower)
    return found


def _nearest(parts: list[Singles], x: Singles, y: Singles) -> list[Singles]:
    """Return grids at their nearest points."""
    last = len(parts[0]) - 1
    half = np.float32(0.5)
    flat = np.clip(y + half, 0, last).astype(np.intp) * (last + 1) + np.clip(x + half, 0, last).astype(
        np.intp
    )
    return [part.ravel().take(flat) for part in parts]


def _lines(level: Singles, thick: float) -> Integers:
    """Return how much of a contour line each pixel shows, from 0 to `LINES` - 1."""
    steep = np.abs(level[1:-1, 2:] - level[1:-1, :-2]) + np.abs(level[2:, 1:-1] - level[:-2, 1:-1])
    steep *= np.float32(0.5)
    inner = level[1:-1, 1:-1]
    off = np.abs(inner - np.rint(inner))
    with np.errstate(all="ignore"):
        line = np.float32(thick) - off / np.maximum(steep, np.float32(1e-6))
    # Where lines would merge, and at the edges of what is in front.
    line *= np.clip(np.float32(1.4) - 2 * steep, 0.0, 1.0)
    line[(inner < 0.5) | (inner > _LEVELS - 0.5)] = 0.0
    result = np.zeros(level.shape, np.intp)
    result[1:-1, 1:-1] = np.clip(line, 0.0, 1.0) * (LINES - 0.01)
    return result


def _soften(pixels: Words, horizon: Singles, base: Singles) -> None:
    """Let the outline end within a pixel."""
    rows, count = pixels.shape
    column = np.arange(count)
    for edge, share, step in ((horizon, horizon - np.floor(horizon), -1), (base, np.ceil(base) - base, 1)):
        row = np.floor(edge).astype(np.intp)
        kept = (row >= 1) & (row < rows - 1)
        place, at, part = row[kept], column[kept], share[kept]
        inside = pixels[place + step, at]
        rgba = inside.view(np.uint8).reshape(-1, 4).astype(np.float32) * part[:, None]
        pixels[place, at] = np.rint(rgba).astype(np.uint8).reshape(-1, 4).view(np.uint32).ravel()
