"""The panel of the tuning: the budget at the left, what it came to at the right, while it comes."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine.error import InputError
from ...study.experiment.gain import best_of_curve
from ...study.experiment.measure import lowest_of
from ...study.experiment.space import trial_settings
from ...study.experiment.standing import edge_names
from ...study.experiment.table import result_csv
from ...study.spec import DataSpec, Study
from ...study.statistics.caution import edge_caution
from ..colour import study_looks
from ..controls.label import Caption
from ..controls.run_bar import RunBar
from ..controls.tune_form import TuneForm
from ..frame import LaneLook
from ..icon import icon
from ..message import Message
from ..plots.best_of_plot import BestOf, BestOfPlot
from ..plots.pace import Pace
from ..theme import Theme
from ..tune_session import TuneSession
from .experiment_layout import ExperimentLayout
from .gain_table import GainMatrix, GainTable, SpaceTable

__all__ = ["TunePanel"]

_EMPTY = (
    "Tuning gives every lane the same number of trials, chooses the best setting of each, and runs it again "
    "on fresh seeds beside the default. Only then is a comparison of optimizers fair."
)
_GAINS = ("Default against tuned", "What tuning gained, on seeds that no trial has had")
_TALL = 330  # pixels beside the table from which on it stands above the pictures


class TunePanel(ExperimentLayout):
    """Shows what a `TuneSession` has.

    Parameters
    ----------
    session : TuneSession
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    edited : (Study, str)
        The study with the chosen settings, and a text for the undo menu.
    message_raised : Message
    """

    edited = Signal(object, str)
    message_raised = Signal(object)

    def __init__(self, session: TuneSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session.run, parent)
        self.session = session
        self._theme = theme
        self._study = Study(lanes=())
        self.form = TuneForm(theme)
        self.plot = BestOfPlot(theme)
        self.spaces, self.gains, self.matrix = SpaceTable(theme), GainTable(theme), GainMatrix(theme)
        self.put(self.form, self.form.start, self._lay_out())
        self._tell = Pace(1.0, self._say, self)
        self.form.started.connect(self.start)
        self.form.changed.connect(self._show_begin)
        session.changed.connect(self.refresh)
        session.run.advanced.connect(self._on_advanced)
        session.run.message_raised.connect(self.message_raised)
        self.apply_theme(theme)
        self.refresh()

    def _lay_out(self) -> QWidget:
        self.sentence = Caption()
        self.use = QPushButton("Use tuned settings")
        self.use.setToolTip("Give the lanes the settings that were chosen, as one step that can be undone.")
        self.use.clicked.connect(self._on_use)
        self.export = QToolButton()
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolTip("Save all runs as CSV, or the curve as a picture")
        self.export.setAccessibleName("Export the tuning")
        menu = QMenu(self.export)
        for text, kind in (("Numbers (CSV)…", "csv"), ("Picture (PNG)…", "png"), ("Picture (SVG)…", "svg")):
            menu.addAction(text, lambda kind=kind: self._on_export(kind))
        self.export.setMenu(menu)
        self.bar = RunBar(self.session.run, "tuning", self._theme)
        self.bar.go_on_wanted.connect(self._on_go_on)
        head = QHBoxLayout()
        head.setContentsMargins(10, 5, 8, 2)
        head.addWidget(self.sentence, 1)
        head.addWidget(self.use)
        head.addWidget(self.export)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title, tip in (
            (self.gains, *_GAINS),
            (self.plot, "Best of n trials", "What a smaller budget would have given"),
            (self.matrix, "Gain matrix", "Each default against each tuned lane"),
            (self.spaces, "Search spaces", "What was tuned, over which ranges"),
        ):
            self.tabs.addTab(widget, title)
            self.tabs.setTabToolTip(self.tabs.count() - 1, tip)
        self.empty = QLabel(_EMPTY)
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.begin = QPushButton("Tune the lanes with 25 trials each")
        self.begin.clicked.connect(self.start)
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.setContentsMargins(24, 6, 24, 6)
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        shown = QWidget()
        below = QVBoxLayout(shown)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.tabs, 1)
        self._below = below
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(shown)
        results = QWidget()
        column = QVBoxLayout(results)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        last = QHBoxLayout()
        last.setContentsMargins(8, 0, 8, 4)
        last.addWidget(self.bar)
        column.addLayout(last)
        return results

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

    def set_study(self, study: Study) -> None:
        """Tune the lanes of a study from now on; results stay those of the tuning that was run."""
        self._study = study
        self.form.set_study(study)
        self.refresh()

    def start(self) -> None:
        """Begin the tuning that the form describes."""
        try:
            self.session.begin(self.form.study())
        except InputError as error:
            self.form.show_error(error)

    def _on_go_on(self) -> None:
        try:
            self.session.go_on()
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))

    def _on_use(self) -> None:
        study = self.session.with_choices(self._study)
        if study != self._study:
            self.edited.emit(study, "Use tuned settings")

    # ------------------------------------------------------------------ what is shown

    def looks(self) -> tuple[LaneLook, ...]:
        """Return how the lanes of the tuning are drawn; all of them are visible."""
        shown = self.session.shown
        if shown is None:
            return ()
        seen = [msgspec.structs.replace(lane, muted=False) for lane in shown.lanes]
        return study_looks(msgspec.structs.replace(shown, lanes=tuple(seen)), self._theme, None, None)

    def export_plots(self) -> list[tuple[str, str, BestOfPlot]]:
        """Return file name, title and plot of what there is to export."""
        return [("best-of-n", "Expected best of n trials", self.plot)] if self.plot.result is not None else []

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.export.setIcon(icon("export", theme))
        for part in (self.form, self.bar, self.plot, self.spaces, self.gains, self.matrix):
            part.apply_theme(theme)
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        shown = self.session.shown
        there = shown is not None
        for widget in (self.use, self.export, self.bar):
            widget.setVisible(there)
        self.pages.setCurrentIndex(1 if there else 0)
        self.begin.setVisible(bool(self._study.lanes))
        self._show_begin()
        self.sentence.setText(self._words())
        if shown is None:
            self.plot.set_result(None)
            return
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
        changes = self._study.lanes and self.session.with_choices(self._study) != self._study
        self.use.setEnabled(bool(changes))
        if self._tell.may():
            self._say()

    def _show_begin(self) -> None:
        count = self.form.count
        self.begin.setText(f"Tune the lanes with {count} trials each" if count else "Compare the defaults")

    def _words(self) -> str:
        """Return one sentence on what is shown: how it was tuned, and how much that is worth."""
        if self.session.shown is None:
            return ""
        spec, shown = self.session.spec, self.session.shown
        seeds = len(shown.seeds)
        if not spec.trials:
            return (
                f"Untuned: every lane with its own values, on {spec.fresh} fresh seeds. A default favours "
                "whom it suits."
            )
        rule = ""
        if spec.stopping == "median":
            when = f"{spec.stop_at:.0%} of the race"
            rule = f" Hopeless trials ended at {when} (median rule, {spec.pilots} pilots)."
        part = "the validation part" if isinstance(shown.problem, DataSpec) else "the surface"
        sampler = "Sobol" if spec.design == "sobol" else "random"
        single = "1 seed" if seeds == 1 else f"{seeds} seeds"
        return (
            f"{spec.trials} {sampler} trials a lane, {single} each, chosen by the {spec.metric} loss on "
            f"{part}; then {spec.fresh} fresh seeds.{rule} On this task, with this budget."
        )

    def _on_advanced(self) -> None:
        run = self.session.run
        self.bar.set_can_go_on(self.session.shown is not None and run.state in ("cancelled", "failed"))

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

    def _on_export(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the tuning", f"tuning.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if path:
            self.save(path if path.lower().endswith(f".{kind}") else f"{path}.{kind}")

    def save(self, path: str) -> None:
        """Write what is shown into a file, as its ending says: csv, png or svg."""
        from ...study.disk import write_whole
        from ..sweep_export import save_pictures

        try:
            if path.lower().endswith(".csv"):
                if self.session.shown is None or not self.session.rows():
                    raise InputError("There is no run yet. Start the tuning first.")
                write_whole(path, result_csv(self.session.shown, trial_settings, self.session.rows()))
            else:
                save_pictures(self.export_plots(), path, self._theme)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"Written: {path}"))
