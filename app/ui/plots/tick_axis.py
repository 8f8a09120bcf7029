"""An axis that labels itself quietly: 10⁻³ on logarithmic axes, no prefixes, no trailing zeros."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPicture
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from ..theme import Theme, font, points

__all__ = ["TickAxis", "power_of_ten", "tick_text"]

# What stands for the spacing of logarithmic ticks: whole powers of ten, or these and their 2 and 5 fold.
_WHOLE, _TWO_FIVE = -1.0, -2.0
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Return 10 to a power as it is printed; small ones as plain numbers."""
    plain = {-1: "0.1", 0: "1", 1: "10", 2: "100"}
    return plain.get(exponent) or f"10{str(exponent).translate(_SUPERSCRIPT)}"


def tick_text(value: float, spacing: float) -> str:
    """Return a number with as many places as the distance to its neighbours needs."""
    if abs(value) < spacing * 1e-6:
        return "0"
    size = max(abs(value), spacing)
    if size >= 1e6 or spacing < 1e-5:
        digits = max(0, floor(np.log10(abs(value))) - floor(np.log10(spacing) + 1e-9))
        mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
        head = "" if mantissa == "1" else "−" if mantissa == "-1" else f"{mantissa}·".replace("-", "−")
        return f"{head}10{str(int(exponent)).translate(_SUPERSCRIPT)}"
    places = max(0, -floor(np.log10(spacing) + 1e-9))
    return f"{value:,.{places}f}".replace(",", "\u202f").replace("-", "−")


def _one_digit(exponent: float) -> str:
    """Return 2 or 5 times a power of ten, or the power itself, by its logarithm."""
    whole = floor(exponent + 1e-9)
    factor = round(10.0 ** (exponent - whole))
    if factor == 1:
        return power_of_ten(whole)
    return f"{factor * 10.0**whole:g}" if -3 <= whole <= 3 else f"{factor}·{power_of_ten(whole)}"


class TickAxis(pg.AxisItem):
    """A thin axis in the colours of a theme."""

    # Its size changes before it is ready.
    title, named = "", True

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=0)
        self.enableAutoSIPrefix(False)
        self.setStyle(maxTickLevel=1, maxTextLevel=0, tickTextOffset=5, tickLength=0)

    def set_title(self, text: str) -> None:
        """Set the axis' title."""
        if text != self.title:
            self.title = text
            self._fit_title()
            self.resizeEvent(None)  # where pyqtgraph puts the title into the middle

    def set_named(self, named: bool) -> None:
        """Show the title, or give its room to the plot."""
        if named != self.named:
            self.named = named
            self._fit_title()
            self.resizeEvent(None)

    def apply_theme(self, theme: Theme) -> None:
        """Take colours and type."""
        # These pens are not cosmetic, unlike those that pyqtgraph makes: they are as wide on a finer screen.
        self.setTickFont(font(8.5))
        self.label.setFont(font(9))
        self.setPen(QPen(QColor(theme.line), 1.0))
        self.setTickPen(QPen(QColor(theme.line), 1.0))
        self.setTextPen(QPen(QColor(theme.muted)))
        self.setLabel(self.labelText, **{"color": theme.muted, "font-size": points(9)})
        self.setZValue(-1000)

    def set_moving(self, moving: bool) -> None:
        """Give no room back while the view is being moved: the plot would be laid out again and again."""
        if self.style["autoReduceTextSpace"] == moving:
            self.setStyle(autoReduceTextSpace=not moving)

    def measure(self) -> None:
        """Take the room that the labels need, as otherwise the axis does when it is painted."""
        picture = QPicture()
        painter = QPainter(picture)
        painter.setFont(font(8.5))
        self.generateDrawSpecs(painter)
        painter.end()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        self._fit_title()
        super().resizeEvent(event)

    def _fit_title(self) -> None:
        """Show as much of the title as there is room for; what is in brackets goes first."""
        rect = self.rect()
        room = rect.height() if self.orientation in ("left", "right") else rect.width()
        metrics = QFontMetricsF(font(9))
        shown = self.title if self.named else ""
        if room > 0 and metrics.horizontalAdvance(shown) > room:
            shown = shown.partition(" (")[0]
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        if shown != self.labelText:
            self.setLabel(shown)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if not self.logMode:
            return super().tickValues(low, high, size)
        low, high = min(low, high), max(low, high)
        decades = high - low
        per = 28.0 if self.orientation in ("left", "right") else 50.0
        every = max(1, ceil(decades / max(size / per, 1.0)))
        if decades < 1.2:
            return self._few_decades(low, high)
        first = ceil(low / every - 1e-9) * every
        major = [float(v) for v in np.arange(first, floor(high + 1e-9) + 1, every)]
        minor: list[float] = []
        if every == 1 and size / decades > 36:
            minor = [v + float(np.log10(k)) for v in range(floor(low), ceil(high)) for k in range(2, 10)]
        elif every > 1:
            minor = [float(v) for v in range(ceil(low), floor(high) + 1) if v % every]
        if decades < 2.6 and size / decades > 3 * per:
            labelled = [v + float(np.log10(k)) for v in range(floor(low), ceil(high)) for k in (1, 2, 5)]
            rest = [v for v in minor if low < v < high and min(abs(v - other) for other in labelled) > 1e-9]
            return [(_TWO_FIVE, [v for v in labelled if low < v < high]), (0.0, rest)]
        return [(_WHOLE, major), (0.0, [v for v in minor if low < v < high])]

    def _few_decades(self, low: float, high: float) -> list[tuple[float, list[float]]]:
        """Round numbers within about one power of ten: 1, 2, 5 if three of these are there."""
        ladder = [v + float(np.log10(k)) for v in range(floor(low), ceil(high)) for k in range(1, 10)]
        ladder = [v for v in ladder if low < v < high]
        labelled = [v for v in ladder if round(10.0 ** (v - floor(v + 1e-9))) in (1, 2, 5)]
        if len(labelled) > 2:
            return [(_TWO_FIVE, labelled), (0.0, [v for v in ladder if v not in labelled])]
        bottom, top = 10.0**low, 10.0**high
        if not top > bottom:
            return [(1.0, [])]
        spacing = 10.0 ** floor(np.log10((top - bottom) / 6.0))
        for factor in (1, 2, 5, 10):
            if (top - bottom) / (spacing * factor) <= 6:
                spacing *= factor
                break
        values = np.arange(ceil(bottom / spacing), floor(top / spacing) + 1) * spacing
        return [(spacing, [float(v) for v in np.log10(values[values > 0])])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if not self.logMode:
            return [tick_text(value, spacing) for value in values]
        if spacing == _WHOLE:
            return [power_of_ten(round(v)) for v in values]
        if spacing == _TWO_FIVE:
            return [_one_digit(v) for v in values]
        return [tick_text(10.0**v, spacing) for v in values]

    def boundingRect(self) -> QRectF:
        """Return the area with room for half a label beyond each end; pyqtgraph drops labels outside."""
        beyond = (0, 8, 0, 8) if self.orientation in ("left", "right") else (20, 0, 20, 0)
        left, top, right, bottom = beyond
        return super().boundingRect().adjusted(-left, -top, right, bottom)
