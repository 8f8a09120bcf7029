"""The panel of the sweeps: what to vary at the left, what it comes to at the right, while it comes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ...engine.error import InputError
from ...study.lane_name import lane_names
from ..controls.label import ElidedLabel
from ..controls.sweep_form import SweepForm
from ..message import Message
from ..plots.pace import Pace
from ..plots.pick_plot import PickPlot
from ..sweep_session import SweepSession
from ..theme import Theme
from .empty_page import EmptyPage
from .experiment_panel import ExperimentPanel
from .result_frame import ResultFrame
from .sweep_measure import SweepMeasure
from .sweep_point import SweepPoint, with_kept, with_set
from .sweep_result import SweepResult

__all__ = ["SweepPanel"]

_EMPTY = (
    "A sweep runs a lane with many values of a hyperparameter, each with several seeds, and shows which "
    "values work and how wide their range is. Choose what to vary, then press Start."
)


class SweepPanel(ExperimentPanel):
    """Shows what a `SweepSession` has.

    Parameters
    ----------
    session : SweepSession
    theme : Theme
    parent : QWidget, optional
    """

    session: SweepSession
    form: SweepForm

    def __init__(self, session: SweepSession, theme: Theme, parent: QWidget | None = None) -> None:
        self._picked = (-1, -1)
        self.measures = SweepMeasure()
        self.result = SweepResult(session, self.measures, theme)
        self.point = SweepPoint()
        self._tell: Pace | None = None
        empty = EmptyPage(_EMPTY, "Sweep lr of the first lane")
        tip = "Save the runs as CSV, or what is shown as a picture"
        frame = ResultFrame(session.run, "sweep", empty, tip, theme)
        super().__init__(session, SweepForm(theme), frame, theme, parent)
        self._lay_out()
        self._tell = Pace(1.0, self._say, self)
        self.measures.changed.connect(self.refresh)
        self.result.pointed.connect(self._on_pointed)
        self.result.taken.connect(self._on_taken)
        self.point.keep.clicked.connect(lambda: self._take(False))
        self.point.set.clicked.connect(lambda: self._take(True))
        self.apply_theme(theme)

    def _lay_out(self) -> None:
        self.stale = ElidedLabel()
        self.stale.setProperty("muted", True)
        self.stale.setProperty("small", True)
        self.stale.set_tip("The study has been edited since. Start sweeps it as it is now.")
        self.extend = QPushButton("Best at the edge: extend")
        self.extend.setToolTip(
            "The best value is the first or the last one tried, so a better one may lie beyond. Only the new "
            "values are computed."
        )
        self.extend.clicked.connect(self._on_extend)
        frame = self.frame
        frame.head.addWidget(self.measures)
        frame.head.addWidget(self.stale, 1)
        frame.head.addWidget(self.extend)
        frame.pages.addWidget(self.result)
        frame.foot.addWidget(self.point)
        frame.last.addWidget(self.result.key)
        frame.finish()

    # ------------------------------------------------------------------ what the person asks for

    def choose(self, lane: int, name: str) -> None:
        """Prepare a sweep of one hyperparameter of one lane."""
        self.form.choose(lane, name)
        self.form.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Begin the sweep that the form describes; what is wrong is marked there."""
        if self.begin():
            self.result.take_focus()

    def _on_extend(self) -> None:
        try:
            self.session.extend(self.measures.measure)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
            return
        shown = self.session.shown
        if shown is not None and len(shown.lanes) == len(self.form.lanes):
            self.edited.emit(self.form.with_axes_of(shown), "Extend the sweep", "")

    # ------------------------------------------------------------------ what is shown

    @property
    def plots(self) -> list[PickPlot]:
        """Return the plots that are in sight."""
        return self.result.plots

    def export_plots(self) -> list[tuple[str, str, PickPlot]]:
        """Return file name, title and plot of what there is to export."""
        return self.result.export_plots()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.result.apply_theme(theme)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Show what the session has now."""
        if self._tell is None:  # not laid out yet
            return
        shown = self.session.shown
        there = shown is not None
        self.set_there(there)
        for widget in (self.measures, self.point):
            widget.setVisible(there)
        self.result.key.setVisible(there and self.result.is_map)
        self.measures.set_ruled(there and not self.result.is_map)
        if shown is None:
            self.extend.hide()
            self.stale.setText("")
            return
        self.measures.offer(shown)
        self.result.show_study(shown)
        self._show_edges()
        self._show_point()
        self.stale.setText("" if self.session.is_of(self._study) else "of another problem or budget")
        if self._tell.may():
            self._say()

    def begin_text(self) -> str:
        """Return what the button of the empty page does."""
        if not self._study.lanes or not self.form.lanes:
            return ""
        name = lane_names(self._study)[self.form.lanes[0]]
        parameter = self.form.first.parameter
        return f"Sweep {parameter.name if parameter else 'lr'} of {name}"

    def _show_edges(self) -> None:
        edges = self.session.edges(self.measures.measure) if self.session.complete else {}
        self.extend.setVisible(bool(edges) and not self.session.run.is_busy)
        where = ", ".join(f"{name} {' and '.join(sorted(ends))}" for name, ends in edges.items())
        self.extend.setAccessibleDescription(f"The best value is at the end of the range: {where}.")

    def _on_advanced(self) -> None:
        super()._on_advanced()
        self._show_edges()

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        self.setAccessibleDescription(self.result.describe() or _EMPTY)

    # ------------------------------------------------------------------ a point

    def _on_pointed(self, lane: int, cell: int) -> None:
        self._picked = (lane, cell)
        self._show_point()

    def _on_taken(self, lane: int, cell: int, own: bool) -> None:
        self._picked = (lane, cell)
        self._take(own)

    def _show_point(self) -> None:
        lane, cell = self._picked
        shown = self.session.shown
        there = shown is not None and 0 <= lane < len(shown.lanes)
        twin = self.session.twin(self._study, lane) if there else None
        self.point.show_point(self.result.sentence(lane, cell) if there else "", there, twin is not None)

    def _take(self, own: bool) -> None:
        """Keep the point under the cursor as a lane, or give its values to the lane that was swept."""
        lane, cell = self._picked
        shown = self.session.shown
        if shown is None or not 0 <= lane < len(shown.lanes):
            return
        values = self.session.swept(lane, self.measures.measure).settings.values(cell)
        if not own:
            self.edited.emit(*with_kept(self._study, shown, lane, values), "")
            return
        twin = self.session.twin(self._study, lane)
        if twin is not None:
            self.edited.emit(*with_set(self._study, twin, lane_names(shown)[lane], values), "")

    # ------------------------------------------------------------------ files

    def write(self, path: str) -> None:
        """Write what is shown into a file."""
        from ..experiment_export import save_pictures, save_runs

        if path.lower().endswith(".csv"):
            save_runs(self.session, path)
        else:
            save_pictures(self.export_plots(), path, self._theme)
