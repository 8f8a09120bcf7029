"""What a sweep has come to: curves of one hyperparameter, or a map for each lane of two."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from ...study.experiment.measure import lowest_of
from ...study.experiment.spec import SweepSpec
from ...study.experiment.swept import RULES
from ...study.spec import Study
from ..colour import shown_looks
from ..frame import LaneLook
from ..plots.heat_key import HeatKey
from ..plots.heat_plot import Heat, HeatPlot, ends_of
from ..plots.pick_plot import PickPlot
from ..plots.sensitivity import Curve, Sensitivity
from ..plots.sensitivity_plot import SensitivityPlot
from ..sweep_session import SweepSession
from ..theme import Theme
from .sweep_measure import SweepMeasure

__all__ = ["SweepResult"]


class SweepResult(QStackedWidget):
    """The plots of a `SweepSession`.

    Parameters
    ----------
    session : SweepSession
    chosen : SweepMeasure
        By what is compared.
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    key : HeatKey
        Of the maps; it stands where the panel puts it.
    pointed : Signal(int, int)
        Lane and setting under the cursor; -1 for none.
    taken : Signal(int, int, bool)
        Lane and setting that are to be kept, or set in the lane itself.
    """

    pointed = Signal(int, int)
    taken = Signal(int, int, bool)

    def __init__(
        self, session: SweepSession, chosen: SweepMeasure, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._chosen, self._theme = session, chosen, theme
        self.curves = SensitivityPlot(theme)
        self.maps: list[HeatPlot] = []
        self.key = HeatKey(theme)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.addWidget(self.curves)
        self.addWidget(inside)
        self._listen(self.curves)

    def _listen(self, plot: PickPlot) -> None:
        plot.chosen.connect(self._on_chosen)
        plot.taken.connect(self.taken)

    # ------------------------------------------------------------------ what is shown

    @property
    def is_map(self) -> bool:
        """Return whether two hyperparameters are varied."""
        return len(self._session.names()) == 2

    @property
    def plots(self) -> list[PickPlot]:
        """Return the plots that are in sight."""
        if self._session.shown is None:
            return []
        return [plot for plot in self.maps if not plot.isHidden()] if self.is_map else [self.curves]

    @property
    def every(self) -> list[PickPlot]:
        """Return all plots there are."""
        return [self.curves, *self.maps]

    def looks(self) -> tuple[LaneLook, ...]:
        """Return how the lanes of the sweep are drawn; all of them are visible."""
        return shown_looks(self._session.shown, self._theme)

    def export_plots(self) -> list[tuple[str, str, PickPlot]]:
        """Return file name, title and plot of what there is to export."""
        if not self.is_map:
            title = f"Sensitivity to {', '.join(self._session.names())}"
            return [("sensitivity", title, plot) for plot in self.plots]
        many = len(self.plots) > 1
        return [
            (f"heat-{index + 1}" if many else "heat", f"{plot.looks[0].name}", plot)
            for index, plot in enumerate(self.plots)
            if plot.looks
        ]

    def show_study(self, shown: Study) -> None:
        """Show what the session has of the sweep that it shows."""
        if self.is_map:
            self._show_maps(shown)
        else:
            self._show_curves(shown)
        self.setCurrentIndex(int(self.is_map))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self.key, *self.every):
            part.apply_theme(theme)

    def take_focus(self) -> None:
        """Let go of what was pointed at, and give the first plot the keys."""
        for plot in self.every:
            plot.let_go()
        (self.maps[0] if self.is_map and self.maps else self.curves).setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self) -> str:
        """Return what is in sight in sentences."""
        return " ".join(plot.describe() for plot in self.plots)

    def sentence(self, lane: int, cell: int) -> str:
        """Return what is known of one setting; empty if that is nothing."""
        if self.is_map:
            plot = self.maps[lane]
            return plot.sentence(cell) if plot.result is not None else ""
        return self.curves.sentence(lane, cell) if self.curves.result is not None else ""

    # ------------------------------------------------------------------ inside

    def _show_curves(self, shown: Study) -> None:
        measure, rule, session = self._chosen.measure, self._chosen.rule, self._session
        curves = tuple(
            Curve(shown.lanes[lane], session.swept(lane, measure), session.tolerance(lane, measure, rule))
            for lane in session.lanes()
        )
        if not any(curve.found.known.any() for curve in curves):
            self.curves.set_result(None)
            return
        above = lowest_of(shown) is not None
        result = Sensitivity(session.names()[0], measure, curves, above, RULES[rule][0])
        self.curves.set_result(result, self.looks())

    def _show_maps(self, shown: Study) -> None:
        measure = self._chosen.measure
        some = [self._session.swept(lane, measure) for lane in self._session.lanes()]
        ends, log = ends_of(some)
        above = lowest_of(shown) is not None
        self.key.set_meaning(measure.title + (" above the minimum" if above else ""), ends, log)
        spec = shown.experiment
        assert isinstance(spec, SweepSpec)
        while len(self.maps) < len(some):
            self.maps.append(HeatPlot(self._theme))
            self._listen(self.maps[-1])
        for plot, found, look in zip(self.maps, some, self.looks(), strict=False):
            lane = shown.lanes[found.lane]
            there = found.known.any()
            heat = Heat(lane, found.lane, found, measure, ends, log, spec.design == "grid", above)
            plot.set_result(heat if there else None, (look,))
            plot.plotItem.setTitle(look.name if len(some) > 1 else None, color=look.colour, size="9pt")
        columns = max(1, min(len(some), ceil(len(some) ** 0.5) if len(some) > 3 else len(some)))
        for index, plot in enumerate(self.maps):
            self._grid.setColumnStretch(index, int(index < columns))
            plot.setVisible(index < len(some))
            if index < len(some):
                self._grid.addWidget(plot, index // columns, index % columns)

    def _on_chosen(self, lane: int, cell: int) -> None:
        if lane >= 0:
            for plot in self.maps:
                if plot is not self.sender():
                    plot.drop_cursor()
        self.pointed.emit(lane, cell)
