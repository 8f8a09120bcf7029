"""A legend finds its place by itself, and stays where the person has put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from .legend_spot import INSIDE, SPOTS, Cover, Spot, beads, costs_of
from .pace import Pace

if TYPE_CHECKING:
    from .plot import Plot

__all__ = ["ABOVE", "HIDDEN", "LegendSeat"]

Floats = npt.NDArray[np.float64]

ABOVE, HIDDEN = "above", "hidden"
_KEYS = ("1 0", "1 1", "0 1", "0 0", ABOVE, "")  # where a key moves it, one after the other
_REST_MS = 200
_WATCH = 1.5  # seconds between two looks while the race goes on
_BETTER, _MUCH_BETTER = 1.0, 6.0  # what another place must be, at rest and while things move
_STRIP = 2.0  # how bad it is to take a strip from the plot
_ROOM, _MOST_ROOM = 0.22, 0.3  # of the plot's height, for a strip; the more where much would be hidden
_MUCH = 6.0
_MOST = 2000  # beads: a look takes 2 ms with these, and 25 with ten times as many
_COVERED = 0.2  # of a picture, from which on the legend goes above it
_WEIGHTS = {"minimum": 4.0, "head": 3.0, "ring": 6.0, "cross": 2.0, "saddle": 1.5}


class LegendSeat(QObject):
    """The place of a plot's legend.

    It is chosen anew when the plot comes to rest: at a pause, a reset, after resizing. While the race goes
    on the legend moves for a much better place only. Where all places along the border would hide
    something, it looks for one away from it, and where there is none stands in a strip above the plot.

    Parameters
    ----------
    plot : Plot
        That calls `follow` when it has drawn a frame.

    Signals
    -------
    chosen : str
        By the person: as of `text`.
    """

    chosen = Signal(str)

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._legend = plot, plot.legend
        self._choice = ""
        self._placed = self._held = self._moving = False
        self._known: object = None
        self._room = 0.0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._pace = Pace(_WATCH, self._on_watch, self)
        self._legend.dropped.connect(self._on_dropped)

    @property
    def text(self) -> str:
        """Return the person's choice: empty for none, 'above', 'hidden', or shares of the room left."""
        return self._choice if self._legend.shown else HIDDEN

    @property
    def used(self) -> bool:
        """Return whether this plot has its legend placed."""
        return self._known is not None

    def choose(self, text: str) -> None:
        """Take a choice of the person, such as one of an earlier day; what it does not know is none."""
        self._legend.set_shown(text != HIDDEN)
        if text != HIDDEN:
            self._choice = text if text == ABOVE or _spot(text) is not None else ""
            self._placed = False
            self._take()
        self._fit_room()

    def move(self) -> None:
        """Go to the next place, as with a key; after the last the legend finds its own again."""
        at = _KEYS.index(self._choice) if self._choice in _KEYS else -1
        self.choose(_KEYS[(at + 1) % len(_KEYS)])
        self.chosen.emit(self.text)

    def toggle(self) -> None:
        """Hide the legend, or show it again."""
        self._legend.set_shown(not self._legend.shown)
        self._plot.redraw()
        self._fit_room()
        self.chosen.emit(self.text)

    def release(self) -> None:
        """Let the legend find its own place again."""
        self.choose("")
        self.chosen.emit("")

    def forget(self) -> None:
        """Choose the place at once when the next frame is drawn: it shows something else."""
        self._placed = False

    def hold(self) -> None:
        """Stay here, as in an animation."""
        self._held = True

    def stop(self) -> None:
        """Look no more until the next frame."""
        self._rest.stop()

    def follow(self, moving: bool) -> None:
        """Look whether the legend stands well, when a frame has been drawn."""
        if self._moving:
            return  # a strip that comes or goes has the plot drawn again
        plot, legend = self._plot, self._legend
        legend.movable = True
        self._fit_room()
        frame = plot.frame
        race = None if frame is None else (id(frame.race), frame.recorded)
        # Signs move with the camera of a landscape, too, whose view is always the same.
        key = (moving, plot.view(), legend.extent(), plot.caption.lines, id(plot.signs.marks), race)
        if self._choice or self._held or not legend.shown or legend.dragged:
            self._known = key
        elif not self._placed:
            self._known = key
            self._place(0.0, strip=True)
        elif key != self._known and not moving:
            self._known = key
            self._rest.start()
        elif moving and key != self._known and self._pace.may():
            self._known = key
            self._place(_MUCH_BETTER, strip=False)

    def _take(self) -> None:
        """Stand where the person has chosen."""
        spot = _spot(self._choice)
        if self._choice == ABOVE:
            self._set_above(True)
        elif spot is not None:
            self._set_above(False)
            self._legend.set_spot(spot)
        elif self.used:
            self._place(0.0, strip=True)

    def _place(self, better: float, strip: bool) -> None:
        """Go to the best place if that is so much better than this one; for 0 in any case."""
        legend = self._legend
        if legend.extent().isEmpty():
            return
        self._placed = True
        # In the strip, what is asked is how the plot would be with the room that this takes.
        more = self._room if legend.above else 0.0
        cover = self.cover(more)
        now, *costs = self._costs((legend.spot, *SPOTS), cover, more)
        spots = SPOTS
        if min(costs) > _STRIP:
            spots, costs = (*SPOTS, *INSIDE), costs + self._costs(INSIDE, cover, more)
        best = int(np.argmin(np.round(costs, 1)))  # of those as good as each other the first, a corner
        fits = legend.fits(more)
        crowded = costs[best] > _STRIP or not fits or (legend.always and legend.share() > _COVERED)
        room = _MOST_ROOM if costs[best] > _MUCH else _ROOM
        if strip and crowded and (legend.always or self._strip_fits(room)):
            if now > _STRIP + better or not fits or legend.always:
                self._set_above(True)
            return
        if legend.above and strip and not crowded and _STRIP - costs[best] > better:
            self._set_above(False)
        if not legend.above and now - costs[best] >= better:
            legend.set_spot(spots[best])

    def _costs(self, spots: tuple[Spot, ...], cover: Cover, more: float = 0.0) -> list[float]:
        rects = np.array([self._legend.rect_at(spot, more).getCoords() for spot in spots])
        found: list[float] = costs_of(rects, spots, cover).tolist()
        return found

    def cover(self, more: float = 0.0) -> Cover:
        """Return what the plot shows, in pixels, or would show if it were so many pixels higher."""
        plot = self._plot
        mapping = plot.strokes.mapping()
        found = [
            beads(mapping.points(stroke.x, stroke.y)) for stroke in plot.strokes.strokes if stroke.lane >= 0
        ]
        dots = plot.dots()
        found.append((mapping.points(dots[:, 0], dots[:, 1]), np.full(len(dots), 6.0)))
        points, lengths = (np.concatenate(part) for part in zip(*found, strict=True))
        kept = slice(None, None, max(-(-len(points) // _MOST), 1))
        marks = plot.signs.marks
        weights = np.array([_WEIGHTS.get(mark.kind, 1.0) for mark in marks])
        places = mapping.points(np.array([m.x for m in marks]), np.array([m.y for m in marks]))
        signs = np.column_stack([plot.stretched(places, more), weights])
        areas = [area.getCoords() for area in plot.taken(more) if not area.isEmpty()]
        return Cover(
            plot.stretched(points[kept], more),
            lengths[kept] * (kept.step or 1),
            signs[np.isfinite(signs).all(axis=1)],
            np.array(areas).reshape(-1, 4),
        )

    def cover_at(self, spot: Spot) -> float:
        """Return how bad it would be to stand at a spot: 1 for each 30 pixels of a path below it."""
        return self._costs((spot,), self.cover())[0]

    def _strip_fits(self, room: float) -> bool:
        whole = self._plot.plotItem.rect()
        return self._legend.height_above() <= room * whole.height()

    def _set_above(self, above: bool) -> None:
        if above != self._legend.above:
            self._moving = True
            self._legend.set_above(above)
            self._fit_room()
            self._moving = False

    def _fit_room(self) -> None:
        """Give a legend above the plot its strip; row 1 holds the axis on top, which is hidden."""
        legend = self._legend
        height = legend.area().height() if legend.above else 0.0
        if height != self._room:
            self._room = height
            layout = self._plot.plotItem.layout
            layout.setRowSpacing(1, height)
            layout.activate()

    def _on_rest(self) -> None:
        if not self._plot.isVisible():
            self._known = ()  # it looks when it is seen again
        elif self._plot.frame is not None and not (self._choice or self._held):
            self._place(_BETTER, strip=True)

    def _on_watch(self) -> None:
        if self._plot.frame is not None and self._plot.isVisible():
            self.follow(self._plot.frame.running)

    def _on_dropped(self, above: bool) -> None:
        across, down = self._legend.spot
        self._choice = ABOVE if above else f"{across:.3g} {down:.3g}"
        self._take()
        self.chosen.emit(self._choice)


def _spot(text: str) -> Spot | None:
    """Return the spot that a text stands for."""
    try:
        across, down = map(float, text.split())
    except ValueError:
        return None
    return (across, down) if 0.0 <= across <= 1.0 and 0.0 <= down <= 1.0 else None
