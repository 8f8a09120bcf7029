"""The panel of the suites: which one at the left, what it comes to at the right, task by task."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from ...engine.error import InputError
from ...study.report.suite_found import SuiteFound
from ...study.spec import Study
from ..colour import shown_looks, with_colours
from ..controls.label import Caption
from ..controls.suite_form import SuiteForm
from ..data_files import STUDIES, file_in
from ..frame import LaneLook
from ..message import Message
from ..plots.pace import Pace
from ..plots.pair_plot import PairPlot
from ..plots.profile_plot import ProfilePlot
from ..plots.rank_plot import RankPlot
from ..plots.result_plot import ResultPlot
from ..plots.runtime_plot import RuntimePlot
from ..plots.suite_result import pairs_of, profiles_of, runtimes_of
from ..suite_session import SuiteSession
from ..theme import Theme
from .empty_page import EmptyPage
from .experiment_panel import ExperimentPanel
from .lane_key import LaneKey
from .result_frame import ResultFrame
from .section_table import SectionTables
from .sentence_list import SentenceList
from .task_table import TaskTable

__all__ = ["SuitePanel"]

_EMPTY = (
    "A suite runs optimizers on many problems: which is the fastest on most of them, what each one solves, "
    "and whether their ranks differ by more than chance. Choose one, then press Start."
)
_BESIDE = 480  # pixels that sentence and buttons take in one line


class SuitePanel(ExperimentPanel):
    """Shows what a `SuiteSession` has.

    Parameters
    ----------
    session : SuiteSession
    theme : Theme
    parent : QWidget, optional
    """

    session: SuiteSession
    form: SuiteForm

    def __init__(self, session: SuiteSession, theme: Theme, parent: QWidget | None = None) -> None:
        self.profile, self.runtimes = ProfilePlot(theme), RuntimePlot(theme)
        self.ranks, self.pairs = RankPlot(theme), PairPlot(theme)
        self.tables, self.said, self.tasks = SectionTables(theme), SentenceList(), TaskTable(theme)
        self._seen: tuple[SuiteFound | None, tuple[LaneLook, ...]] = (None, ())
        self._leads = False  # whether the first results come into sight by themselves
        self._tell: Pace | None = None
        empty = EmptyPage(_EMPTY, "Run the suite")
        tip = "Save all runs as CSV, or the plot in sight as a picture"
        frame = ResultFrame(session.run, "suite", empty, tip, theme)
        super().__init__(session, SuiteForm(theme, session.run.shelf.past), frame, theme, parent)
        self._lay_out()
        self.setAcceptDrops(True)
        session.run.ended.connect(self._on_ended)
        self._tell = Pace(1.0, self._say, self)
        self.apply_theme(theme)

    def _lay_out(self) -> None:
        self.sentence = Caption()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Results of the suite")
        for widget, title, tip in (
            (self.said, "Verdict", "What may be concluded, and what limits it"),
            (
                self.profile,
                "Profile",
                "On which share of the problems a lane was nearly the fastest",
            ),
            (self.runtimes, "Runtimes", "Which share of all runs had reached its target by when (ECDF)"),
            (self.ranks, "Ranks", "Mean ranks over the problems, and which cannot be told apart (Nemenyi)"),
            (self.pairs, "Pairs", "How probably a run of one lane is sooner than one of another"),
            (self.tables, "Tables", "All numbers, as the report has them"),
            (self.tasks, "Tasks", "What each problem is, and how far it is"),
        ):
            self.tabs.addTab(widget, title)
            self.tabs.setTabToolTip(self.tabs.count() - 1, tip)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.tabs.tabBarClicked.connect(self._on_tab_clicked)
        self.key = LaneKey()
        self.frame.head.addWidget(self.sentence, 1)
        self.frame.least_beside = _BESIDE
        self.frame.pages.addWidget(self.tabs)
        self.frame.foot.addWidget(self.key)
        self.frame.finish()

    # ------------------------------------------------------------------ what the person asks for

    def open(self, path: Path) -> None:
        """Take a suite of a person's own into the list; what is wrong with it is said."""
        try:
            self.form.open(path)
        except InputError as error:
            self.message_raised.emit(Message("error", f"{path.name} was not opened. {error.message}"))

    def recall(self) -> None:
        """Show the suite of the last time, and choose it."""
        super().recall()
        if self.session.shown is not None:
            self.form.remember(self.session.shown)

    def begin(self) -> bool:
        """Begin the suite that is chosen, and show how far its tasks are."""
        began = super().begin()
        if began:
            self.tabs.setCurrentWidget(self.tasks)
            self.tasks.setFocus()
            self._leads = True
        return began

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the file of a suite."""
        path = file_in(event.mimeData())
        if path is not None and path.suffix.lower() in STUDIES:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        path = file_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open(path)

    # ------------------------------------------------------------------ what is shown

    @property
    def plots(self) -> tuple[ResultPlot, ...]:
        """Return all plots."""
        return self.profile, self.runtimes, self.ranks, self.pairs

    def looks(self) -> tuple[LaneLook, ...]:
        """Return how the lanes of the suite are drawn; all of them are visible."""
        shown = self.session.shown
        return shown_looks(with_colours(shown) if shown is not None else None, self._theme)

    def export_plots(self) -> list[tuple[str, str, ResultPlot]]:
        """Return file name, title and plot of what there is to export: all that have something to show."""
        titles = ("performance-profile", "runtimes", "ranks", "pairs")
        return [
            (name, self.tabs.tabText(self.tabs.indexOf(plot)), plot)
            for name, plot in zip(titles, self.plots, strict=True)
            if plot.result is not None
        ]

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (*self.plots, self.tables, self.tasks):
            part.apply_theme(theme)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Show what the session has now."""
        if self._tell is None:  # not laid out yet
            return
        shown, found = self.session.shown, self.session.found
        self.set_there(shown is not None)
        self.sentence.setText("" if shown is None else self._words(shown, found))
        self._show_key()
        if shown is None:
            for plot in self.plots:
                plot.set_result(None)
            return
        self.tasks.show_tasks(self.session.spec.tasks, self.session.progress(), self.session.run.is_busy)
        looks = self.looks()
        if (found, looks) != self._seen:  # blocks come more often than tasks are complete
            self._seen = (found, looks)
            self._show_found(found, looks)
        if self._tell.may():
            self._say()

    def _show_found(self, found: SuiteFound | None, looks: tuple[LaneLook, ...]) -> None:
        standing = found.standing if found is not None else None
        verdict = found.verdict if found is not None else None
        over_all = standing is not None and verdict is not None
        self.profile.set_result(profiles_of(standing, verdict) if over_all else None, looks)
        self.ranks.set_result(verdict.ranking if verdict is not None else None, looks)
        self.runtimes.set_result(runtimes_of(standing) if standing is not None else None, looks)
        self.pairs.set_result(pairs_of(found.pairs) if found is not None else None, looks)
        self.tables.show_blocks(found.tables if found is not None else (), looks)
        self.said.show_sentences(found.sentences if found is not None else ())
        self.key.show_looks(looks)
        self._lead(found)

    def _show_key(self) -> None:
        """Say which colour is which lane, where the plot has no names of its own."""
        seen = self.tabs.currentWidget() in (self.profile, self.runtimes)
        self.key.setVisible(seen and self.session.shown is not None)

    def begin_text(self) -> str:
        """Return what the button of the empty page does."""
        self.frame.empty.label.setText(f"{_EMPTY}\n\n{self.form.about.text()}")
        return f"Run the suite “{self.form.chosen.title}”"

    def prediction_now(self) -> str:
        """Return what stands in the box of the form."""
        shown = self.session.shown
        if shown is None or self.form.chosen.is_of(shown):
            return self.form.expected.toPlainText().strip()
        return shown.prediction

    def _words(self, shown: Study, found: SuiteFound | None) -> str:
        title = shown.title.strip() or "This suite"
        count, tasks = len(found.tasks) if found is not None else 0, len(self.session.spec.tasks)
        if found is None or not count:
            if self.session.judging:
                return f"{title}: the statistics are being made."
            first = "its task" if tasks == 1 else f"the first of {tasks} tasks"
            return f"{title}: results are told as soon as {first} is complete."
        first = next((each.text for each in found.sentences if each.kind != "caution"), "")
        so_far = "" if count == tasks else f", {count} of {tasks} tasks so far"
        return f"{title}{so_far}: {first}"

    def _on_advanced(self) -> None:
        super()._on_advanced()
        if self.session.shown is not None:
            self.tasks.show_tasks(self.session.spec.tasks, self.session.progress(), self.session.run.is_busy)

    def _on_ended(self, how: str) -> None:
        self.form.reckon()

    def _lead(self, found: SuiteFound | None) -> None:
        """Bring the first results into sight, unless the person looks elsewhere."""
        if not self._leads or found is None or found.standing is None:
            return
        if self.profile.result is None and len(found.tasks) < len(self.session.spec.tasks):
            return  # there will be one soon
        self._leads = False
        if self.tabs.currentWidget() is self.tasks:
            self.tabs.setCurrentWidget(self.profile if self.profile.result is not None else self.said)

    def _on_tab_clicked(self, tab: int) -> None:
        self._leads = False

    def _on_tab_changed(self, tab: int) -> None:
        widget = self.tabs.currentWidget()
        self._show_key()
        if isinstance(widget, ResultPlot):
            widget.redraw()

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        self.setAccessibleDescription(self.sentence.text() or _EMPTY)

    # ------------------------------------------------------------------ files

    def write(self, path: str) -> None:
        """Write what is shown into a file."""
        from ..experiment_export import save_pictures, save_results

        if path.lower().endswith(".csv"):
            save_results(self.session, path)
            return
        seen = [each for each in self.export_plots() if each[2] is self.tabs.currentWidget()]
        save_pictures(seen or self.export_plots(), path, self._theme)
