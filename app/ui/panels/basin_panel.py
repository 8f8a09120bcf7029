"""Maps of basins side by side, and the few switches they need above them."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...engine.error import InputError
from ...study.experiment.spec import BasinSpec
from ...study.spec import Study
from ..basin_session import BasinSession
from ..frame import LaneLook
from ..message import Message
from ..plots.basin_key import BasinKey
from ..plots.basin_plot import BasinPlot
from ..plots.pace import Pace
from ..theme import Theme
from .basin_choice import BasinChoice
from .basin_controls import BasinControls
from .basin_grid import BasinGrid
from .basin_shares import BasinShares
from .basin_status import BasinStatus

__all__ = ["BasinPanel"]

_EMPTY = "Basin maps show, for every point of a surface, which minimum a run that starts there reaches."
_ONE_LINE, _BESIDE, _BELOW = 960, 760, 470  # pixels from which on controls and table stand there
_LINE = 15  # the height of a line of type in these pixels


class BasinPanel(QWidget):
    """Shows what a `BasinSession` has.

    Parameters
    ----------
    session : BasinSession
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    start_chosen : (float, float)
        The person wants the race to start there.
    edited : (Study, str, str)
        The study with another number of starts or steps, a text for the undo menu, and a merge key.
    message_raised : Message
    report_wanted : (Study, list, str)
        The maps as an experiment, all its blocks, and the prediction of now.
    """

    start_chosen = Signal(float, float)
    edited = Signal(object, str, str)
    message_raised = Signal(object)
    report_wanted = Signal(object, list, str)

    def __init__(self, session: BasinSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._theme = theme
        self._study = Study(lanes=())
        self._bare = BasinSpec(resolution=session.resolution)  # what was set before the study held it
        self._looks: tuple[LaneLook, ...] = ()
        self._start = (0.0, 0.0)
        self._tell = Pace(1.0, self._say, self)
        self.controls = BasinControls(BasinSpec(resolution=session.resolution, steps=session.steps))
        self.grid = BasinGrid(theme)
        self.shares, self.key, self.status = BasinShares(theme), BasinKey(theme), BasinStatus(theme)
        self.empty = QLabel()
        self._lay_out()
        self.controls.changed.connect(self.refresh)
        self.controls.asked.connect(self._on_asked)
        self.controls.stop.clicked.connect(self._on_stop)
        self.controls.fit.clicked.connect(self.grid.fit)
        self.controls.export.chosen.connect(self.save)
        self.controls.report.clicked.connect(self._on_report)
        self.grid.start_chosen.connect(self.start_chosen)
        session.changed.connect(self.refresh)
        session.advanced.connect(self._show_progress)
        self.apply_theme(theme)
        self.refresh()

    def _lay_out(self) -> None:
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("muted", True)
        self.empty.setMargin(24)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(8, 0, 8, 0)
        self._body.addWidget(self.grid, 1)
        self._body.addWidget(self.shares, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 2, 8, 5)
        foot.setSpacing(8)
        foot.addWidget(self.key, 1)
        foot.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # Narrower than one line of controls, which then become two.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.controls)
        column.addWidget(self.empty, 1)
        column.addLayout(self._body, 1)
        column.addLayout(foot)

    def _fit_room(self) -> None:
        """Put the table beside the maps where there is width, below them where there is height."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        scale = self.fontMetrics().height() / _LINE  # larger type, as in a presentation
        self.controls.set_one_line(self.width() >= _ONE_LINE * scale)
        beside = self.width() >= _BESIDE * scale
        self._body.setDirection(across if beside else down)
        self.shares.set_beside(beside)
        self.shares.setVisible(self._there and (beside or self.height() >= _BELOW * scale))

    # ------------------------------------------------------------------ what is shown

    @property
    def plots(self) -> list[BasinPlot]:
        """Return all plots there are."""
        return self.grid.plots

    @property
    def _there(self) -> bool:
        view = self.session.view
        return view is not None and bool(view.lanes)

    def set_study(self, study: Study) -> None:
        """Map another study, with as many starts and steps as it asks for if it holds maps."""
        before, self._study = self._study.experiment, study
        held = study.experiment
        if held is None and isinstance(before, BasinSpec):
            held = self._bare  # the edit that began it was undone
        if isinstance(held, BasinSpec):
            self.controls.show_spec(held)
            self._ask(held)
        self.session.show(study)

    def set_looks(self, looks: tuple[LaneLook, ...], start: tuple[float, float]) -> None:
        """Take the colours of the lanes and the start of the race."""
        if (looks, start) != (self._looks, self._start):
            self._looks, self._start = looks, start
            self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self.controls, self.shares, self.key, self.grid, self.status):
            part.apply_theme(theme)
        self._show_progress()
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        view, there = self.session.view, self._there
        self._fit_room()
        self.grid.setVisible(there)
        self.key.setVisible(there)
        self.controls.set_there(there)
        self.empty.setVisible(not there)
        self._show_report()
        if view is None or not there:
            hidden = "All lanes are hidden. Show one to see its map."
            self.empty.setText(self.session.reason or (hidden if view is not None else _EMPTY))
            self.grid.arrange([])
            return
        self.controls.offer(view)
        measure = str(self.controls.measure.currentData())
        choice = BasinChoice(view, self._looks, measure, self.controls.pair, self._start, self._theme)
        self.grid.arrange(choice.maps())
        self.key.set_meaning(measure, choice.ends, choice.others, choice.meaning)
        self.shares.show_shares(view, choice.colours)
        self.status.show_session(self.session, choice.pair is not None)
        if self._tell.may():
            self._say()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.controls.least_width, 170)

    def _show_progress(self) -> None:
        state = self.session.state
        can_stop = self.session.view is not None and state not in ("done", "idle")
        self.controls.show_state(state == "computing", can_stop, self._theme)
        self.status.show_session(self.session, self.controls.pair is not None)
        self._show_report()

    def _show_report(self) -> None:
        view = self.session.view
        whole = view is not None and view.level >= self.session.resolution
        stopped = self.session.state == "cancelled" and view is not None and view.level >= 50
        reason = (
            "" if whole or stopped else "A report is of maps that are complete; stop them to have it now."
        )
        self.controls.report.set_reason(reason if self._there else "There are no maps to report.")

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        self.setAccessibleDescription(self.grid.describe() if self.session.view else self.empty.text())

    # ------------------------------------------------------------------ what the person does

    def _on_asked(self, spec: BasinSpec) -> None:
        """Compute other numbers; the study keeps them unless it holds an experiment of another kind."""
        held = self._study.experiment
        if held is None:
            self._bare = BasinSpec(resolution=self.session.resolution, steps=self.session.steps)
        self._ask(spec)
        if held != spec and (held is None or isinstance(held, BasinSpec)):
            study = msgspec.structs.replace(self._study, experiment=spec)
            self.edited.emit(study, "Set up the basin maps", "basin form")

    def _ask(self, spec: BasinSpec) -> None:
        if spec.resolution != self.session.resolution:
            self.session.set_resolution(spec.resolution)
        if spec.steps != self.session.steps:
            self.session.set_steps(spec.steps)

    def _on_stop(self) -> None:
        if self.session.state == "computing":
            self.session.cancel()
        else:
            self.session.resume()

    def _on_report(self) -> None:
        view = self.session.view
        if view is None:
            return
        try:
            study, done = view.findings()
        except InputError as error:
            self.message_raised.emit(Message("info", error.message))
            return
        self.report_wanted.emit(study, done, self._study.prediction)

    def save(self, path: str) -> None:
        """Write what is shown into a file, as its ending says: png, svg or csv."""
        from ..basin_export import save_maps, save_rows

        view, drawn = self.session.view, self.grid.drawn
        try:
            if view is None or not drawn:
                raise InputError("There is no map yet. Export it when the first picture is there.")
            if path.lower().endswith(".csv"):
                save_rows(view, path)
            else:
                save_maps(drawn, path, self._theme)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"Written: {path}"))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from other uses while something is computed."""
        if event.type() == QEvent.Type.ShortcutOverride and self._stops(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._stops(event):
            self.session.cancel()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _stops(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.session.state == "computing"
        )
