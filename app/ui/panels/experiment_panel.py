"""A panel with an experiment: the form at the left, the results at the right, and what they share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ...engine.error import InputError
from ...study.spec import Study
from ..controls.experiment_form import ExperimentForm
from ..message import Message
from ..plots.plot import Plot
from ..shown_experiment import ShownExperiment
from ..theme import Theme
from .experiment_layout import ExperimentLayout
from .result_frame import ResultFrame

__all__ = ["ExperimentPanel"]


class ExperimentPanel(ExperimentLayout):
    """Puts form, session and frame together; a subclass fills the frame and draws.

    Parameters
    ----------
    session : ShownExperiment
    form : ExperimentForm
    frame : ResultFrame
        Its first page is the one of nothing to show.
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    edited : (Study, str, str)
        A study that the person wants, a text for the undo menu, and a merge key.
    message_raised : Message
    report_wanted : (Study, list, str)
        The experiment, all its blocks, and the prediction of now.
    """

    edited = Signal(object, str, str)
    message_raised = Signal(object)
    report_wanted = Signal(object, list, str)

    def __init__(
        self,
        session: ShownExperiment,
        form: ExperimentForm,
        frame: ResultFrame,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session.run, parent)
        self.session, self.form, self.frame = session, form, frame
        self._theme = theme
        self._study = Study(lanes=())
        self.put(form, form.start, frame)
        form.started.connect(self.start)
        form.changed.connect(self._show_begin)
        form.kept.connect(self.edited)
        frame.empty.button.clicked.connect(self.start)
        frame.go_on_wanted.connect(self._on_go_on)
        frame.export_wanted.connect(self.save)
        frame.report_wanted.connect(self._on_report)
        session.changed.connect(self.refresh)
        session.run.advanced.connect(self._on_advanced)
        session.run.message_raised.connect(self.message_raised)

    # ------------------------------------------------------------------ what a subclass says

    def refresh(self) -> None:
        """Show what the session has now."""
        raise NotImplementedError

    def begin_text(self) -> str:
        """Return what the button of the empty page does; empty if it can do nothing."""
        raise NotImplementedError

    def export_plots(self) -> list[tuple[str, str, Plot]]:
        """Return file name, title and plot of what there is to export."""
        raise NotImplementedError

    def write(self, path: str) -> None:
        """Write what is shown into a file, as its ending says; raise an `InputError` if that cannot be."""
        raise NotImplementedError

    # ------------------------------------------------------------------ what the person asks for

    def set_study(self, study: Study) -> None:
        """Offer a study from now on; results stay those of what was run."""
        self._study = study
        self.form.set_study(study)
        self.refresh()

    def recall(self) -> None:
        """Show the experiment of the last time, if there is one."""
        self.session.recall()

    def start(self) -> None:
        """Begin what the form describes; what is wrong is marked there."""
        self.begin()

    def begin(self) -> bool:
        """Begin what the form says, and have the study hold it; return whether it began."""
        try:
            self.session.begin(self.form.study())
        except InputError as error:
            self.form.show_error(error)
            return False
        self.form.keep(always=True)
        return True

    def _on_go_on(self) -> None:
        try:
            self.session.go_on()
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))

    def _on_report(self) -> None:
        try:
            study, done = self.session.findings()
        except InputError as error:
            self.message_raised.emit(Message("info", error.message))
            return
        self.report_wanted.emit(study, done, self.prediction_now())

    def prediction_now(self) -> str:
        """Return what stands in the prediction box now."""
        return self._study.prediction

    def save(self, path: str) -> None:
        """Write what is shown into a file, and say so; csv, png or svg, by its ending."""
        try:
            self.write(path)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"Written: {path}"))

    # ------------------------------------------------------------------ what is shown

    def set_there(self, there: bool) -> None:
        """Show results, or the page that says what they would be."""
        self.frame.set_there(there)
        self.frame.pages.setCurrentIndex(int(there))
        self._show_begin()
        self._show_report()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.form.apply_theme(theme)
        self.frame.apply_theme(theme)
        self.refresh()

    def _show_begin(self) -> None:
        text = self.begin_text()
        self.frame.empty.button.setVisible(bool(text))
        self.frame.empty.button.setText(text)

    def _show_report(self) -> None:
        whole = self.session.complete
        self.frame.report.set_reason("" if whole else "A report is of all runs: some are missing as yet.")

    def _on_advanced(self) -> None:
        self.frame.bar.set_can_go_on(self.session.can_go_on)
        self._show_report()
