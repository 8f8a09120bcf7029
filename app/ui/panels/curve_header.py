"""The row above a curve plot: what is drawn against what, and switches; where it is narrow, in a menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from ..controls.combo import Combo
from ..controls.label import ElidedLabel
from ..icon import icon
from ..theme import Theme
from .curve_menu import CurveMenu
from .spread_button import SpreadButton

__all__ = ["CurveHeader"]

_MARGINS = 8, 4, 8, 2
_GAP = 6
_LONGER = 80  # pixels by which names of quantities are longer than those of clocks
_ROOMY = 50  # pixels more than the lists need at least, from which on words are there that only read better


class CurveHeader(QWidget):
    """Lists, switches and buttons; what has no room is offered by the menu.

    Parameters
    ----------
    parent : QWidget, optional

    Attributes
    ----------
    quantity, x_axis : Combo
    log_x, log_y, fit : QToolButton
    smoothing : QSlider
    seeds : SpreadButton
    menu : CurveMenu
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = Combo(least=96)
        self.quantity.setMinimumContentsLength(12)
        self.quantity.setAccessibleName("Quantity")
        self.x_axis = Combo(least=92)  # "epochs"
        self.x_axis.setMinimumContentsLength(6)
        self.x_axis.setAccessibleName("Horizontal axis")
        self.log_y = _switch("log y", "Logarithmic vertical axis (L)")
        self.log_x = _switch("log x", "Logarithmic horizontal axis")
        self.smoothing = QSlider(Qt.Orientation.Horizontal, minimum=0, maximum=99, value=90)
        self.smoothing.setMinimumWidth(36)
        self.smoothing.setMaximumWidth(70)
        self.smoothing.setAccessibleName("Smoothing")
        self.smoothing.setToolTip(
            "Smoothing of noisy curves: a debiased exponential average; the raw curve stays behind it."
        )
        self.smooth = _word("smooth")
        self.smooth.setProperty("muted", True)
        self.against = QLabel("against")
        self.menu = CurveMenu()
        self.seeds = SpreadButton()
        self.fit = QToolButton()
        self.fit.setToolTip("Fit: show everything again (A, or double click)")
        self.fit.setAccessibleName("Fit the plot")
        self._many = self._noisy = self._long = False
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(_GAP)
        for widget in (self.quantity, self.against, self.x_axis):
            row.addWidget(widget)
        row.addStretch(1)
        buttons = (self.seeds, self.log_x, self.log_y, self.menu, self.fit)
        for other in (self.smooth, self.smoothing, *buttons):
            row.addWidget(other)
        self.log_x.toggled.connect(self.menu.log_x.setChecked)
        self.menu.log_x.toggled.connect(self.log_x.setChecked)
        self.menu.offer_seeds(self.seeds.menu())
        self.fold()

    def offer(self, many: bool | None = None, noisy: bool | None = None, long: bool | None = None) -> None:
        """Say what there is to choose; None leaves it as it is.

        Parameters
        ----------
        many : bool, optional
            There are so many seeds that it matters what is drawn of them.
        noisy : bool, optional
            The curves are smoothed.
        long : bool, optional
            A quantity is across, with a longer name than a clock.
        """
        self._many = self._many if many is None else many
        self._noisy = self._noisy if noisy is None else noisy
        self._long = self._long if long is None else long
        self.fold()
        self.updateGeometry()

    def fold(self) -> None:
        """Show what there is room for: buttons first, then words that only make it read better."""
        self.smoothing.setVisible(self._noisy)
        room = self.width() - self.minimumSizeHint().width()
        wanted: list[tuple[QWidget, bool, int]] = [
            (self.seeds, self._many, 0),
            (self.log_x, True, 0),
            (self.smooth, self._noisy, _ROOMY),
            (self.against, True, _ROOMY + _LONGER * self._long),
        ]
        for widget, there, more in wanted:
            needed = widget.sizeHint().width() + _GAP
            if there:  # where one has no room, none that comes after it has
                room = room - needed if needed + more <= room else -1
            widget.setVisible(there and room >= 0)
        self.menu.show_folded(log_x=self.log_x.isHidden(), seeds=self._many and self.seeds.isHidden())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fit.setIcon(icon("auto-range", theme))
        self.menu.apply_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """Return what is needed when all that can be is folded away."""
        parts: list[QWidget] = [self.quantity, self.x_axis, self.log_y, self.menu, self.fit]
        parts += [self.smoothing] * self._noisy
        width = sum(_least(part) + _GAP for part in parts)
        return QSize(width + _MARGINS[0] + _MARGINS[2], super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()


def _least(part: QWidget) -> int:
    """Return the pixels below which a layout does not make a widget."""
    fixed = part.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
    hint = part.sizeHint() if fixed else part.minimumSizeHint()
    return max(hint.width(), part.minimumWidth())


def _switch(text: str, tip: str) -> QToolButton:
    button = QToolButton(text=text, checkable=True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


def _word(text: str) -> ElidedLabel:
    """Return a label that takes no more room than its word."""
    label = ElidedLabel(text)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label
