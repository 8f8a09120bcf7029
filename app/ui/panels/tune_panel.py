"""The panel of the tuning: the budget at the left, what it came to at the right, while it comes."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from ...study.experiment.gain import best_of_curve
from ...study.experiment.measure import lowest_of
from ...study.experiment.standing import edge_names
from ...study.spec import DataSpec, Study
from ...study.statistics.caution import edge_caution
from ..colour import shown_looks
from ..controls.label import Caption
from ..controls.tune_form import TuneForm
from ..frame import LaneLook
from ..plots.best_of_plot import BestOf, BestOfPlot
from ..plots.pace import Pace
from ..theme import Theme
from ..tune_session import TuneSession
from .empty_page import EmptyPage
from .experiment_panel import ExperimentPanel
from .gain_matrix import GainMatrix
from .gain_table import GainTable
from .result_frame import ResultFrame
from .space_table import SpaceTable
from .tune_sentence import tune_sentence

__all__ = ["TunePanel"]

_EMPTY = (
    "Tuning gives every lane the same number of trials, chooses the best setting of each, and runs it again "
    "on fresh seeds beside the default. Only then is a comparison of optimizers fair."
)
_GAINS = ("Default against tuned", "What tuning gained, on seeds that no trial has had")
_BESIDE = 600  # pixels that sentence and buttons take in one line
_TALL = 330  # pixels beside the table from which on it stands above the pictures


class TunePanel(ExperimentPanel):
    """Shows what a `TuneSession` has.

    Parameters
    ----------
    session : TuneSession
    theme : Theme
    parent : QWidget, optional
    """

    session: TuneSession
    form: TuneForm

    def __init__(self, session: TuneSession, theme: Theme, parent: QWidget | None = None) -> None:
        self.plot = BestOfPlot(theme)
        self.spaces, self.gains, self.matrix = SpaceTable(theme), GainTable(theme), GainMatrix(theme)
        self._tell: Pace | None = None
        empty = EmptyPage(_EMPTY, "Tune the lanes with 25 trials each")
        tip = "Save all runs as CSV, or the curve as a picture"
        frame = ResultFrame(session.run, "tuning", empty, tip, theme)
        super().__init__(session, TuneForm(theme), frame, theme, parent)
        self._lay_out()
        self._tell = Pace(1.0, self._say, self)
        self.apply_theme(theme)

    def _lay_out(self) -> None:
        self.sentence = Caption()
        self.use = QPushButton("Use tuned settings")
        self.use.setToolTip("Give the lanes the settings that were chosen, as one step that can be undone.")
        self.use.clicked.connect(self._on_use)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Results of the tuning")
        for widget, title, tip in (
            (self.gains, *_GAINS),
            (self.plot, "Best of n trials", "What a smaller budget would have given"),
            (self.matrix, "Gain matrix", "Each default against each tuned lane"),
            (self.spaces, "Search spaces", "What was tuned, over which ranges"),
        ):
            self.tabs.addTab(widget, title)
            self.tabs.setTabToolTip(self.tabs.count() - 1, tip)
        shown = QWidget()
        self._below = QVBoxLayout(shown)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(4)
        self._below.addWidget(self.tabs, 1)
        self.frame.head.addWidget(self.sentence, 1)
        self.frame.least_beside = _BESIDE
        self.frame.add_button(self.use)
        self.frame.pages.addWidget(shown)
        self.frame.finish()

    def _fit_room(self) -> None:
        """Have the numbers stand above the pictures where there is height."""
        super()._fit_room()
        tall = self.height() >= self.gains.whole + _TALL
        apart = self.tabs.indexOf(self.gains) < 0
        if tall and not apart:
            self.tabs.removeTab(self.tabs.indexOf(self.gains))
            self._below.insertWidget(0, self.gains)
            self.gains.show()
        elif not tall and apart:
            self._below.removeWidget(self.gains)
            self.tabs.insertTab(0, self.gains, _GAINS[0])
            self.tabs.setTabToolTip(0, _GAINS[1])
            self.tabs.setCurrentIndex(0)
        self.gains.setMaximumHeight(self.gains.whole if tall else 16_777_215)

    # ------------------------------------------------------------------ what the person asks for

    def _on_use(self) -> None:
        study = self.session.with_choices(self._study)
        if study != self._study:
            self.edited.emit(study, "Use tuned settings", "")

    # ------------------------------------------------------------------ what is shown

    def looks(self) -> tuple[LaneLook, ...]:
        """Return how the lanes of the tuning are drawn; all of them are visible."""
        return shown_looks(self.session.shown, self._theme)

    def export_plots(self) -> list[tuple[str, str, BestOfPlot]]:
        """Return file name, title and plot of what there is to export."""
        return [("best-of-n", "Expected best of n trials", self.plot)] if self.plot.result is not None else []

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.plot, self.spaces, self.gains, self.matrix):
            part.apply_theme(theme)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Show what the session has now."""
        if self._tell is None:  # not laid out yet
            return
        shown = self.session.shown
        self.set_there(shown is not None)
        self.use.setVisible(shown is not None)
        self.sentence.setText("" if shown is None else tune_sentence(shown))
        if shown is None:
            self.plot.set_result(None)
            return
        self._show_results(shown)
        changes = self._study.lanes and self.session.with_choices(self._study) != self._study
        self.use.setEnabled(bool(changes))
        if self._tell.may():
            self._say()

    def _show_results(self, shown: Study) -> None:
        lanes, looks, spec = self.session.lanes, self.looks(), self.session.spec
        on_data = isinstance(shown.problem, DataSpec)
        self.gains.show_lanes(lanes, looks, on_data, spec.stopping == "median")
        self.matrix.show_lanes(lanes, looks)
        edges = edge_names(shown, [lane for lane in lanes if lane.is_tuned])
        if edges:
            self.sentence.setText(f"{self.sentence.text()} {edge_caution(edges)}")
        self._fit_room()
        self.spaces.show_spaces([lane.space for lane in lanes], looks)
        lowest = lowest_of(shown)
        curves = tuple(best_of_curve(lane, lowest) for lane in lanes)
        title = f"{'validation' if on_data else spec.metric} loss"
        drawn = any(curve is not None for curve in curves)
        self.plot.set_result(BestOf(curves, title) if drawn else None, looks)

    def begin_text(self) -> str:
        """Return what the button of the empty page does."""
        count = self.form.count
        if not self._study.lanes:
            return ""
        return f"Tune the lanes with {count} trials each" if count else "Compare the defaults"

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        if self.session.shown is None:
            self.setAccessibleDescription(_EMPTY)
            return
        rows = [
            " ".join(self.gains.item(row, column).text() for column in range(self.gains.columnCount()))
            for row in range(self.gains.rowCount())
        ]
        self.setAccessibleDescription(f"{self.sentence.text()} {'; '.join(rows)}")

    # ------------------------------------------------------------------ files

    def write(self, path: str) -> None:
        """Write what is shown into a file."""
        from ..experiment_export import save_pictures, save_results

        if path.lower().endswith(".csv"):
            save_results(self.session, path)
        else:
            save_pictures(self.export_plots(), path, self._theme)
