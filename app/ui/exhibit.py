"""What the window has in sight that can be taken away: each plot, all of them as they stand, their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ..study.curve import CurveSpec
from .plots.basin_plot import BasinPlot
from .plots.linked_plot import LinkedPlot
from .plots.plot import Plot
from .plots.sheet import Part, Still
from .plots.stage import Place
from .plots.trajectory_plot import TrajectoryPlot

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["Exhibit", "heading_of"]


class Exhibit:
    """Looks at a window.

    Parameters
    ----------
    window : MainWindow
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def plots(self) -> list[tuple[str, str, Plot]]:
        """Return name, title and widget of the plots that are shown, the trajectory first."""
        window = self._window
        found: list[tuple[str, str, Plot]] = [("trajectory", "Trajectory", window.trajectory.plot)]
        beside = window.split.panel
        if beside is not None and beside.isVisible() and beside.plot.reference is not None:
            found.append(("reference-trajectory", "Reference", beside.plot))
        for panel in window.docks.curves:
            if panel.isVisible() and panel.file_name not in [name for name, *_ in found]:
                found.append((panel.file_name, panel.title, panel.plot))
        verdict = window.docks.verdict.panel
        found += [] if verdict is None or not verdict.isVisible() else verdict.plots()
        experiments = (window.sweeps, window.tunings, window.suites)
        return [*found, *(plot for dock in experiments for plot in dock.export_plots())]

    def stage(self) -> Still | None:
        """Return all plots, and the table, as they stand beside each other; None if there are no two plots.

        What lies behind another panel, or is scrolled out of sight, is not on the stage.
        """
        maps = self._window.basins.panel
        plots = [plot for *_, plot in self.plots()] + (maps.plots if maps is not None else [])
        seen = [(plot, _area(plot)) for plot in plots]
        compared = any(isinstance(plot, LinkedPlot) for plot, area in seen if area is not None)
        parts = tuple(Part(plot, heading_of(plot, compared), area) for plot, area in seen if area is not None)
        if len(parts) < 2:
            return None
        table = self._window.table
        area = _area(table)
        return Still((*parts, Part(table.picture(), "", area)) if area is not None else parts)

    def curves(self) -> list[CurveSpec]:
        """Return what the curve plots in sight show."""
        shown = [panel for panel in self._window.docks.curves if panel.isVisible()]
        found = [CurveSpec(quantity=panel.quantity_name, x=panel.x_name) for panel in shown]
        return list(dict.fromkeys(found))


def heading_of(plot: Plot, compared: bool = False) -> str:
    """Return what is to be said of a plot that stands among others and does not say it itself.

    Parameters
    ----------
    plot : Plot
    compared : bool
        Whether the trajectory of a reference is among them.
    """
    if isinstance(plot, LinkedPlot):
        return f"Ref: {plot.reference.title}" if plot.reference is not None else ""
    if isinstance(plot, BasinPlot):
        return plot.title
    return "This race" if compared and isinstance(plot, TrajectoryPlot) else ""


def _area(plot: QWidget) -> Place | None:
    """Return what is to be seen of a widget on the screen."""
    seen = plot.visibleRegion().boundingRect()
    if not plot.isVisible() or seen.isEmpty():
        return None
    corner = plot.mapToGlobal(QPoint(seen.left(), seen.top()))
    return corner.x(), corner.y(), seen.width(), seen.height()
