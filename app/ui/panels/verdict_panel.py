"""What may be concluded from the present race, and what may not: sentences, numbers, two pictures."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...study.statistics.assessment import Assessment, assess
from ...study.statistics.evidence import Evidence
from ...study.statistics.sample import INTERVAL_FROM
from ...study.statistics.verdict import Verdict
from ..controls.edit import is_certain
from ..frame import Frame, RaceView
from ..judging import Judging
from ..plots.pair_plot import PairMatrix, PairPlot
from ..plots.result_plot import ResultPlot
from ..plots.runtime_plot import RuntimeCurves, RuntimePlot
from ..theme import Theme, points
from .verdict_switches import VerdictSwitches
from .verdict_table import VerdictTable

__all__ = ["VerdictPanel"]

_EVERY_MS = 700
_EMPTY = "Run the race: what may be concluded from it, and what may not, appears here."
_AT_START = "The playhead is at the start, where nothing may be concluded yet: move it on."
_AWAITED = "What may be concluded from the race, and what may not, is being worked out …"
_AXES = {
    "steps": "Steps",
    "evaluations": "Gradient evaluations",
    "examples": "Examples seen",
    "seconds": "Seconds (this machine, NumPy)",
}


class VerdictPanel(QWidget):
    """Follows the playhead, a little behind it; works only while it is seen.

    Attributes
    ----------
    seeds_wanted : Signal
        The person wants as many seeds as a verdict takes.
    csv_wanted : Signal(Evidence)
        The person wants the numbers as a file.
    failed : Signal(str)
        The statistics could not be computed.
    """

    seeds_wanted = Signal()
    csv_wanted = Signal(object)
    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._race: RaceView | None = None
        self._frame: Frame | None = None
        self._judged: tuple[object, ...] = ()
        self.assessment: Assessment | None = None
        self._judging = Judging(self)
        self._judging.done.connect(self._on_judged)
        self._judging.failed.connect(self.failed)
        self._clock = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._clock.timeout.connect(self._judge)
        self.switches = VerdictSwitches()
        self.switches.asked.connect(self._ask)
        self.switches.restarts.toggled.connect(lambda on: self._show_pictures())
        self.switches.save.clicked.connect(self._on_save_clicked)
        self.text = QLabel(_EMPTY)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName("Verdict")
        self.seeds = QPushButton(f"Use {INTERVAL_FROM} seeds")
        self.seeds.clicked.connect(self.seeds_wanted)
        self.table = VerdictTable()
        self.runtimes, self.pairs = RuntimePlot(theme), PairPlot(theme)
        self.pictures = QTabWidget()
        self.pictures.setDocumentMode(True)
        self.pictures.addTab(self.runtimes, "Runtimes")
        self.pictures.addTab(self.pairs, "Pairs")
        self.pictures.setMinimumHeight(250)
        self.pictures.setTabToolTip(0, "Which share of all targets was reached by when, in all runs")
        self.pictures.setTabToolTip(1, "How probably a run of one lane is better than a run of another")
        self._arrange()
        self.apply_theme(theme)
        self._show_nothing()

    def _arrange(self) -> None:
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(10, 6, 10, 8)
        inside.setSpacing(8)
        inside.addWidget(self.text)
        inside.addWidget(self.seeds, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.table)
        inside.addWidget(self.pictures, 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.switches)
        column.addWidget(area, 1)

    # ------------------------------------------------------------------ the interface of every panel

    def set_race(self, race: RaceView | None) -> None:
        """Show another race, or none."""
        same = race is not None and self._race is not None and race.history is self._race.history
        self._race, self._judged = race, ()
        if not same:
            self._frame = None
            self._show_nothing()
        self.switches.set_on_data(race is None or race.problem.kind == "data")
        self._later()

    def show_frame(self, frame: Frame) -> None:
        """Take the playhead; it is judged a moment later."""
        if self._race is None or frame.race.history is not self._race.history:
            return
        looks = self._frame.looks if self._frame is not None else None
        self._frame = frame
        if looks is not None and looks != frame.looks and self.assessment is not None:
            self._show()
        self._later()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.switches.apply_theme(theme)
        for plot in (self.runtimes, self.pairs):
            plot.apply_theme(theme)
        if self.assessment is not None:
            self._show()

    def plots(self) -> list[tuple[str, str, ResultPlot]]:
        """Return file name, title and plot of what there is to export."""
        if self.assessment is None:
            return []
        found: list[tuple[str, str, ResultPlot]] = [("runtimes", "Runtimes", self.runtimes)]
        return [*found, ("pairs", "Pairs", self.pairs)] if len(self.assessment.verdict.rows) > 1 else found

    @property
    def plot(self) -> ResultPlot:
        """Return the picture that is in front."""
        return self.pairs if self.pictures.currentWidget() is self.pairs else self.runtimes

    def stop(self) -> None:
        """End what is under way; to be called before the panel goes."""
        self._clock.stop()
        self._judging.stop()

    # ------------------------------------------------------------------ judging

    def _later(self) -> None:
        if self.isVisible() and self._frame is not None and not self._clock.isActive():
            # The first verdict of a race comes at once, later ones seldom.
            self._clock.start(0 if self.assessment is None and not self._judging.busy else _EVERY_MS)

    def _ask(self) -> None:
        self._judged = ()
        self._judge()

    def _judge(self) -> None:
        frame, race = self._frame, self._race
        if frame is None or race is None or not self.isVisible():
            return
        if not all(lane.length for lane in race.history.lanes):
            self._clock.start(_EVERY_MS)
            return
        target, unit = self.switches.wanted
        asked = (race, frame.steps, target, unit)
        if not any(frame.steps):  # losses at the start are alike, and say nothing
            self._judged = ()
            self._show_nothing(_AT_START if frame.recorded else _EMPTY)
        elif asked != self._judged:
            self._judged = asked
            if self.assessment is None:
                self.text.setText(escape(_AWAITED))
            call = partial(assess, race.study, race.problem, race.history, frame.steps, target, unit)
            self._judging.start(partial(_with_race, race, call))

    def _on_judged(self, answer: tuple[RaceView, Assessment]) -> None:
        race, assessment = answer
        if self._race is None or race.history is not self._race.history:
            return  # of the race before
        if self._frame is None or not any(self._frame.steps):
            return  # the playhead is at the start again
        self.assessment = assessment
        self._show()
        self._later()

    # ------------------------------------------------------------------ showing

    def _show_nothing(self, text: str = _EMPTY) -> None:
        self.assessment = None
        self.text.setText(escape(text))
        self.text.setAccessibleDescription(text)
        for widget in (self.seeds, self.table, self.pictures):
            widget.hide()
        self.switches.save.setEnabled(False)
        for plot in (self.runtimes, self.pairs):
            plot.set_result(None)

    def _show(self) -> None:
        assessment, frame = self.assessment, self._frame
        if assessment is None or frame is None:
            return
        verdict = assessment.verdict
        self.text.setText(_rich(verdict, self._theme))
        self.text.setAccessibleDescription(verdict.text)
        few = verdict.runs < INTERVAL_FROM
        plain = self._race is not None and is_certain(self._race.study.problem)
        self.seeds.setText(f"Use {INTERVAL_FROM} seeds" + (" and spread the start" if plain else ""))
        self.seeds.setToolTip("Changes the study, which can be undone; then run it.")
        self.seeds.setVisible(few)
        self.switches.show_targets(assessment)
        self.table.show_verdict(verdict, frame.looks)
        self.table.show()
        self.pictures.show()
        self.pictures.setTabVisible(1, len(verdict.rows) > 1)
        self.switches.save.setEnabled(True)
        self._show_pictures()

    def _show_pictures(self) -> None:
        assessment, frame = self.assessment, self._frame
        if assessment is None or frame is None:
            return
        verdict = assessment.verdict
        self.runtimes.set_result(
            RuntimeCurves(
                assessment.curves,
                assessment.restarts if self.switches.restarts.isChecked() else (),
                assessment.ends,
                _AXES[verdict.unit],
                assessment.reading.targets_text,
            ),
            frame.looks,
        )
        word = "sooner" if any(row.successes for row in verdict.rows) else "lower"
        self.pairs.set_result(
            PairMatrix(verdict.pairs, word, assessment.reading.evidence.paired), frame.looks
        )

    # ------------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def _on_save_clicked(self) -> None:
        if self.assessment is not None:
            evidence: Evidence = self.assessment.reading.evidence
            self.csv_wanted.emit(evidence)


def _rich(verdict: Verdict, theme: Theme) -> str:
    """Return findings and what cannot be told line by line, and what limits them in one paragraph."""
    colours = {"finding": theme.text, "open": theme.warning}
    parts = [
        f'<p style="margin:0 0 5px 0;color:{colours[sentence.kind]}">{escape(sentence.text)}</p>'
        for sentence in verdict.sentences
        if sentence.kind != "caution"
    ]
    limits = " ".join(sentence.text for sentence in verdict.sentences if sentence.kind == "caution")
    small = f"margin:0;color:{theme.muted};font-size:{points(8.5)}"
    return "".join([*parts, f'<p style="{small}">{escape(limits)}</p>'])


def _with_race(race: RaceView, call: object) -> tuple[RaceView, Assessment]:
    return race, call()  # type: ignore[operator]
