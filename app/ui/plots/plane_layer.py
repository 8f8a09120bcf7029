"""The loss on the plane of the weights: when it is asked for, what of it is there, and how it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...engine.plane import Plane
from ...engine.problem import DataProblem
from ...study.file_dataset import FileDataset
from ...study.plane_loss import PlaneOrder
from ..frame import RaceView
from .plane_ground import PlaneGround
from .plane_survey import PlaneSurvey
from .scene import Range
from .tint import mix

if TYPE_CHECKING:
    from .trajectory_plot import TrajectoryPlot

__all__ = ["PlaneLayer"]

_SOON_MS = 250


class PlaneLayer(QObject):
    """Asks for the loss a moment after nothing moves the plane any more.

    Signals
    -------
    due : ()
        That moment has come: call `ask`.
    advanced : (bool)
        Something is new; whether that is what is painted.

    Attributes
    ----------
    survey : PlaneSurvey
    ground : PlaneGround or None
        What is painted.
    flat : bool
        Whether it is painted below the paths; a landscape paints it otherwise.
    hurried : bool
        The person wants it now, also while the race goes on.
    """

    due = Signal()
    advanced = Signal(bool)

    def __init__(self, plot: TrajectoryPlot, race: RaceView) -> None:
        super().__init__(plot)
        self._plot, self._race = plot, race
        self.survey = PlaneSurvey(self)
        self.survey.advanced.connect(self._on_advanced)
        self.ground: PlaneGround | None = None
        self.flat, self.hurried, self._stopped = True, False, False
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.due)

    @property
    def tone(self) -> str:
        """Return the colour that faint paths come near."""
        theme = self._plot.theme
        return theme.plot if self.ground is None else theme.surface_map[len(theme.surface_map) // 2]

    def may(self, going: bool) -> bool:
        """Return whether the loss is to be computed now; not while the race moves the plane."""
        return (
            self._plot.surveying
            and not self._stopped
            and self.survey.order is None
            and self._plot.isVisible()
            and self._plot.plane_options.directions != "off"
            and isinstance(self._race.problem, DataProblem)
            and (self.hurried or not going)
        )

    def wait(self) -> None:
        """Be due in a moment, or at once if the person has asked for it."""
        if not self._soon.isActive():
            self._soon.start(0 if self.hurried else _SOON_MS)

    def ask(self, plane: Plane, x: Range, y: Range) -> None:
        """Have the loss computed on a part of a plane."""
        problem, options = self._race.problem, self._plot.plane_options
        assert isinstance(problem, DataProblem)
        self.hurried = False
        part = options.part if len(problem.split.validation.targets) else "training"
        table = problem.dataset.folder if isinstance(problem.dataset, FileDataset) else None
        self.survey.ask(self._race.study, PlaneOrder(plane, x, y, part, options.finest), table)

    def forget(self) -> None:
        """Drop the loss: the plane is another, or nobody sees it."""
        self._soon.stop()
        self._stopped = False
        self.survey.forget()
        self.ground = None
        self.paint()

    def stop(self) -> None:
        """Compute no more until there is another plane; what is complete stays."""
        self._soon.stop()
        self._stopped = True
        self.survey.cancel()

    def adopt(self, other: PlaneLayer) -> None:
        """Show what another has."""
        self.survey.take(other.survey)
        self.ground = other.ground
        self.paint()

    def inherit(self, ground: PlaneGround) -> None:
        """Show what was computed before; it is not asked for again if it is complete."""
        self.ground = ground
        if len(ground.losses) == ground.order.finest:
            self.survey.order, self.survey.losses, self.survey.share = ground.order, ground.losses, 1.0

    def paint(self) -> None:
        """Give the plot the picture, in the colours of its theme."""
        plot, theme, ground = self._plot, self._plot.theme, self.ground
        plot.set_grid(ground is None and self.flat)
        if ground is None or not self.flat:
            plot.backdrop.set_image(None)
        else:
            colour = mix(theme.contour, theme.surface_map[len(theme.surface_map) // 2], 0.45)
            drawn = ground.map
            plot.backdrop.set_image(ground.image(theme), drawn.x, drawn.y, drawn.contours, colour, 1.0)
        plot.strokes.invalidate()

    def close(self) -> None:
        """Leave neither timer nor process."""
        self._soon.stop()
        self.survey.close()
        self.deleteLater()

    def _on_advanced(self, level: bool) -> None:
        order, found = self.survey.order, self.survey.losses
        if level and order is not None and found is not None:
            self.ground = PlaneGround(order, found)
            self.paint()
        self.advanced.emit(level)
