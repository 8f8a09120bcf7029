"""The curves of a reference among those of the race: pale, dashed, behind."""

from __future__ import annotations

from dataclasses import replace

from ...engine.quantity import quantities
from ..frame import Frame, LaneLook, RaceView
from ..reference import Reference, same_ground
from ..theme import Theme
from .axis import is_clock
from .curves import Curves
from .limits import Extent
from .picture import Picture
from .portrait import Portrait
from .spread import Spread
from .trail import View

__all__ = ["Companion", "companion_of"]

_COMPARED = ("loss", "batch_loss", "suboptimality", "distance", "validation_loss", "test_loss")
_FIRST = -2  # the number of its first lane, for the items that keep lanes apart; they go down from there


class Companion:
    """A quantity of a reference, as the curve plot of another race draws it.

    Parameters
    ----------
    reference : Reference
    race : RaceView
        The other.
    quantity, x : str
    log_x, log_y : bool
    smoothing : float
    spread : Spread
        What is drawn of many seeds.
    """

    def __init__(
        self, reference: Reference, race: RaceView, quantity: str, x: str, log_x: bool, log_y: bool,
        smoothing: float, spread: Spread = Spread(),  # noqa: B008 (frozen)
    ) -> None:  # fmt: skip
        self._reference = reference
        kind = Curves if is_clock(x) else Portrait
        self._curves = kind(reference.race, quantity, x, log_x, log_y, smoothing, spread)
        self._quantity, self._x, self._race = quantity, x, race
        self._extents: dict[tuple[str, bool], list[Extent]] = {}
        self._frame: tuple[Frame, Theme, Frame] | None = None

    def at(self, frame: Frame, theme: Theme) -> Frame:
        """Return the reference at an instant of the race."""
        if self._frame is None or self._frame[0] is not frame or self._frame[1] is not theme:
            own = self._reference.frame(frame, theme, paler=True)
            self._frame = frame, theme, own
            if isinstance(self._curves, Portrait):
                self._curves.extend(own, whole=True)  # it stands still, so this is done once
            else:
                self._curves.extend(own)
        return self._frame[2]

    def extents(self, frame: Frame, theme: Theme, usual: bool = False) -> list[Extent]:
        """Return what each of its lanes would like to show."""
        if ("up", usual) not in self._extents:  # nothing is added to it
            self._extents["up", usual] = self._curves.extents(self.at(frame, theme), usual)
        return self._extents["up", usual]

    def across(self, frame: Frame, theme: Theme, usual: bool = False) -> list[Extent]:
        """Return what each of its lanes would like to show along x, which is no clock."""
        if ("across", usual) not in self._extents:
            assert isinstance(self._curves, Portrait)
            self._extents["across", usual] = self._curves.across(self.at(frame, theme), usual)
        return self._extents["across", usual]

    def reach(self, frame: Frame, theme: Theme) -> tuple[float, float]:
        """Return the first place above 0 and the last place, as numbers of a clock."""
        assert isinstance(self._curves, Curves)
        return self._curves.reach(self.at(frame, theme))

    def hidden(self, frame: Frame, theme: Theme) -> int:
        """Return how many of its points have no place on the y axis."""
        return self._curves.hidden(self.at(frame, theme))

    def add_to(self, picture: Picture, frame: Frame, theme: Theme, view: View) -> None:
        """Put its curves behind those of a picture."""
        own = self._curves.draw(self.at(frame, theme), theme, view)
        strokes = [
            replace(stroke, lane=_FIRST - stroke.lane, width=min(stroke.width, 1.6), casing="", dots=0.0)
            for stroke in own.strokes
        ]
        heads = [
            replace(head, lane=-1, size=min(head.size, 6.0), label="", tip="", arrow=False)
            for head in own.heads
        ]
        picture.strokes[:0] = strokes
        picture.heads[:0] = heads

    def values_at(self, frame: Frame, theme: Theme, x: float) -> list[tuple[str, ...]]:
        """Return colour, name and exact values at a view coordinate of a clock, best first."""
        assert isinstance(self._curves, Curves)
        return self._curves.values_at(self.at(frame, theme), x)

    def points_at(self, frame: Frame, theme: Theme, share: float) -> list[tuple[str, ...]]:
        """Return colour, name, x and y at a share of its race, best first."""
        assert isinstance(self._curves, Portrait)
        return self._curves.values_at(self.at(frame, theme), share)

    def rows(self, frame: Frame, theme: Theme) -> tuple[tuple[int, LaneLook], ...]:
        """Return its lines for the legend; a click on one chooses nothing."""
        return tuple((-1, look) for look in self.at(frame, theme).looks if look.visible)

    def note(self) -> str:
        """Return what is to be known about the comparison; empty if it goes without saying."""
        if {self._quantity, self._x} & set(_COMPARED) and not same_ground(
            self._reference.race.study, self._race.study
        ):
            return "ref: another problem, whose losses are not comparable"
        return ""

    def describe(self, frame: Frame, theme: Theme) -> str:
        """Return its values at the playhead as one sentence."""
        return f"Compared with {self._reference.title}: {self._curves.describe(self.at(frame, theme))}"


def companion_of(
    reference: Reference | None, race: RaceView, quantity: str, x: str, log_x: bool, log_y: bool,
    smoothing: float, spread: Spread = Spread(),  # noqa: B008 (frozen)
) -> Companion | None:  # fmt: skip
    """Return the curves of a reference, or None if there is none or it does not have this quantity."""
    if reference is None:
        return None
    for name in (quantity,) if is_clock(x) else (quantity, x):
        kind = quantities[name]
        if kind.asked and name not in reference.race.asked:
            return None
        if not kind().available(reference.race.problem):
            return None
    return Companion(reference, race, quantity, x, log_x, log_y, smoothing, spread)
