"""Maps side by side, in the most even shape that the room has."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ..controls.label import ElidedLabel
from ..plots.basin_plot import BasinPlot
from ..plots.basin_shown import BasinShown
from ..theme import Theme

__all__ = ["BasinGrid"]

_LEAST = QSize(150, 130)


class BasinGrid(QScrollArea):
    """As many plots as were ever shown at once; a start that is pointed at in one is marked in all.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    plots : list of BasinPlot
    start_chosen : Signal(float, float)
    """

    start_chosen = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.plots: list[BasinPlot] = []
        self._names: list[ElidedLabel] = []
        self._cells: list[QWidget] = []
        self._shape = (0, 0)  # columns and maps
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setSpacing(4)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self.installEventFilter(self)

    @property
    def drawn(self) -> list[BasinPlot]:
        """Return the plots that have a map."""
        return [plot for plot in self.plots if plot.shown is not None and plot.shown.level]

    def arrange(self, shown: Sequence[BasinShown]) -> None:
        """Show these maps."""
        while len(self.plots) < len(shown):
            self._add_plot()
        for index, cell in enumerate(self._cells):
            cell.setVisible(index < len(shown))
            self.plots[index].show_map(shown[index] if index < len(shown) else None)
        for label, each in zip(self._names, shown, strict=False):
            label.setText(each.title)
            label.set_tip(each.paired[1])
            palette = label.palette()
            colour = self._theme.text if each.against else each.colour
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            label.setPalette(palette)
        self._place(len(shown))

    def fit(self) -> None:
        """Show the whole domain in all of them."""
        for plot in self.plots:
            plot.auto_range()

    def describe(self) -> str:
        """Return what the maps show in sentences."""
        return " ".join(plot.describe() for plot in self.plots if plot.shown is not None)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for plot in self.plots:
            plot.apply_theme(theme)

    # ------------------------------------------------------------------ inside

    def _add_plot(self) -> None:
        plot, name = BasinPlot(self._theme), ElidedLabel()
        plot.set_legend(False)
        plot.named_elsewhere = True  # in the table of shares
        plot.setMinimumSize(_LEAST)
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(plot, 1)
        cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if self.plots:
            plot.setXLink(self.plots[0].plotItem)
            plot.setYLink(self.plots[0].plotItem)
        plot.start_chosen.connect(self.start_chosen)
        plot.pointed.connect(self._on_pointed)
        self.plots.append(plot)
        self._names.append(name)
        self._cells.append(cell)

    def _place(self, count: int) -> None:
        room = max(self.width(), 1)
        most = max(room // (_LEAST.width() + 4), 1)
        height = max(self.height(), 1)
        columns = min(max(count, 1), most)
        if count > 1:
            columns = max(
                range(1, columns + 1), key=lambda n: min(room / n, height / ceil(count / n), 10_000)
            )
        if (columns, count) == self._shape:
            return
        self._shape = (columns, count)
        for cell in self._cells:
            self._grid.removeWidget(cell)
        for index, cell in enumerate(self._cells[:count]):
            self._grid.addWidget(cell, index // columns, index % columns)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() == QEvent.Type.Resize:
            self._place(sum(not cell.isHidden() for cell in self._cells))
        return super().eventFilter(watched, event)

    def _on_pointed(self, place: tuple[int, int] | None) -> None:
        sender = self.sender()
        for plot in self.plots:
            if plot is not sender and plot.shown is not None:
                plot.read_at(place)
