"""What the plots of results have in common: they show something that is finished, not a race's playhead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ..frame import LaneLook, RaceView
from ..theme import LIGHT, Theme
from .plot import Plot
from .tint import recoloured

__all__ = ["ResultPlot"]


class ResultPlot(Plot):
    """Base class; a subclass defines `draw_result` and `describe`.

    Attributes
    ----------
    result : object or None
    looks : tuple of LaneLook
        Of the lanes, in the result's order.
    """

    notice = "There is nothing to show yet."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self.result: Any = None
        self.looks: tuple[LaneLook, ...] = ()
        super().__init__(theme, parent)
        self.box.setMouseEnabled(False, False)
        self.set_grid(self.has_axes)
        self.apply_theme(theme)
        self.set_result(None)

    def set_result(self, result: Any, looks: tuple[LaneLook, ...] = ()) -> None:
        """Show another result, or none; costs nothing while the plot is hidden."""
        self.result, self.looks = result, looks
        self._stale = True
        if self.isVisible():
            self.redraw()

    def set_race(self, race: RaceView | None) -> None:
        """Stay as it is: a result does not move with a race."""

    def settings_to(self, other: ResultPlot) -> None:
        """Give another plot the same result."""
        other.set_result(self.result, recoloured(self.looks, self.theme, other.theme))

    def redraw(self) -> None:
        """Draw the result again."""
        self._stale = False
        self.caption.set_notice("" if self.result is not None else self.notice)
        for axis in self.axes.values():
            (axis.show if self.result is not None and self.has_axes else axis.hide)()
        if self.result is None:
            self.strokes.set_strokes([])
            self.caption.set_lines()
            self.legend.set_rows(())
        else:
            self.draw_result()
        self.setAccessibleDescription(self.describe())

    has_axes = True

    def draw_result(self) -> None:
        """Give the items what the result shows."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def _on_mouse_moved(self, place: QPointF) -> None:
        point = self.box.mapFromScene(place)
        inside = self.result is not None and self.box.rect().contains(point)
        if not inside:
            self.readout.hide()
        self.hover(point if inside else None)
