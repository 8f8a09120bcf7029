"""Lines and signs of the plane laid over a landscape; what is behind a hill is fainter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..theme import Theme
from .camera import Projection
from .marks import Mark
from .relief import Relief
from .stroke import Stroke
from .sweep import Seen
from .tint import mix

__all__ = ["Drape"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Units of the square: a longer segment follows the ground in pieces.
_PIECE, _PIECES = 0.035, 64
# What lies less than so many pixels deep in the ground is not hidden by it.
_LIFT = 2.5
_FAINT = 0.55


class Drape:
    """Brings what is drawn on the plane onto a landscape.

    Parameters
    ----------
    relief : Relief
    projection : Projection
    seen : Seen
        The picture that hides what is behind.
    size : (float, float)
        Pixels; the view is from -1 to 1, upwards and to the right.
    """

    def __init__(self, relief: Relief, projection: Projection, seen: Seen, size: tuple[float, float]) -> None:
        self.relief = relief
        self._projection, self._seen, self._size = projection, seen, size

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
        """Return where points of the plane lie in the view, and which of them are hidden.

        Parameters
        ----------
        x, y : ndarray
            Coordinates of the surface; what is beyond the landscape becomes NaN.
        """
        across, up = self.relief.square(x, y)
        with np.errstate(invalid="ignore"):
            outside = ~((np.abs(across) <= 1.0 + 1e-9) & (np.abs(up) <= 1.0 + 1e-9))
        height = self.relief.rise(np.where(outside, np.nan, x), np.where(outside, np.nan, y))
        gone = np.isnan(height)
        across, up = np.where(gone, np.nan, across), np.where(gone, np.nan, up)
        right, down, away = self._projection.place(across, up, height)
        with np.errstate(invalid="ignore"):
            hidden = away > self._seen.away_at(right, down - _LIFT) + 1e-3
        return 2.0 * right / self._size[0] - 1.0, 1.0 - 2.0 * down / self._size[1], hidden

    def stroke(self, stroke: Stroke, theme: Theme) -> tuple[Stroke, Stroke]:
        """Return a polyline on the ground: what is hidden of it, and what is seen."""
        x, y, rows = self._pieces(stroke)
        right, up, hidden = self.points(x, y)
        parts = []
        for kept, name in ((hidden, f"hidden {stroke.name}"), (~hidden, stroke.name)):
            # A segment is where its end is.
            near = kept.copy()
            if not stroke.dots:
                near[:-1] |= kept[1:]
            one = replace(
                stroke, x=np.where(near, right, np.nan), y=np.where(near, up, np.nan), rows=rows, name=name
            )
            if kept is hidden:
                faint = mix(stroke.colour, theme.surface_map[2], _FAINT)
                one = replace(
                    one,
                    colour=faint,
                    width=min(stroke.width, 1.4),
                    casing="",
                    dots=min(stroke.dots, 2.5),
                    top=False,
                )
            parts.append(one)
        return parts[0], parts[1]

    def mark(self, mark: Mark, theme: Theme) -> Mark | None:
        """Return a sign on the ground; at the border if its place is beyond it, None if there is none."""
        (left, right), (bottom, top) = self.relief.x, self.relief.y
        if not (np.isfinite(mark.x) and np.isfinite(mark.y)):
            return None
        x, y = min(max(mark.x, left), right), min(max(mark.y, bottom), top)
        across, up, hidden = self.points(np.array([x]), np.array([y]))
        if not np.isfinite(up[0]):
            return None
        beyond = (x, y) != (mark.x, mark.y) and mark.kind == "head"
        colour = mix(mark.colour, theme.surface_map[2], _FAINT) if hidden[0] else mark.colour
        return replace(
            mark,
            x=float(across[0]),
            y=float(up[0]),
            kind="hollow" if beyond else mark.kind,
            colour=colour,
            edge="" if hidden[0] else mark.edge,
            size=mark.size * (0.8 if hidden[0] else 1.0),
            tip=f"{mark.tip}, beyond this landscape" if beyond else mark.tip,
            arrow=mark.arrow and not beyond,
        )

    def _pieces(self, stroke: Stroke) -> tuple[Floats, Floats, Integers | None]:
        """Return a polyline with points between those that are far apart; these have the row of the next."""
        x, y, rows = stroke.x, stroke.y, stroke.rows
        if stroke.dots or len(x) < 2:
            return x, y, rows
        across, up = self.relief.square(x, y)
        with np.errstate(all="ignore"):
            length = np.maximum(np.abs(np.diff(across)), np.abs(np.diff(up)))
            count = np.ceil(length / _PIECE)
        count = np.clip(np.nan_to_num(count, nan=1.0, posinf=_PIECES), 1, _PIECES).astype(np.int64)
        if (count == 1).all():
            return x, y, rows
        owner = np.repeat(np.arange(len(count)), count)
        first = np.cumsum(count) - count
        share = (np.arange(len(owner)) - first[owner] + 1) / count[owner]
        with np.errstate(all="ignore"):
            # The ends are kept to the bit: they are points that were recorded.
            end = share >= 1.0
            fine = [
                np.where(end, part[owner + 1], part[owner] + share * (part[owner + 1] - part[owner]))
                for part in (x, y)
            ]
        whole = None if rows is None else np.concatenate([rows[:1], rows[owner + 1]])
        return np.concatenate([x[:1], fine[0]]), np.concatenate([y[:1], fine[1]]), whole
