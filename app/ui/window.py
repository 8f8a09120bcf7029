"""The window: it puts panels, controls and actions together and passes on what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QToolBar, QVBoxLayout, QWidget

from ..engine.error import InputError
from ..study.intake.options import FileSpec
from ..study.spec import Study
from . import theme as themes
from .announcer import Announcer
from .arrangement import Arrangement
from .basin_dock import BasinDock
from .command import Commands
from .controls.study_panel import StudyPanel
from .curve_views import CurveViews
from .data_files import STUDIES, file_in, refusal
from .dock_sizes import RoomKeeper
from .docks import Docks
from .document import Document
from .experiment_dock import ExperimentDock
from .frame import RaceView
from .lane_choice import LaneChoice
from .menus import Menus
from .message_bar import MessageBar
from .own_optimizers import OwnOptimizers
from .panels.curve_panel import CurvePanel
from .panels.help_panel import HelpPanel
from .panels.inspector_panel import InspectorPanel
from .panels.table_panel import TablePanel
from .panels.trajectory_panel import TrajectoryPanel
from .panels.transport import Transport
from .plots.overlay import Overlays
from .plots.plane_options import PlaneOptions
from .plots.plot import Plot
from .plots.spread import Spread
from .presentation import Presentation
from .recall import Recall
from .session import Message, Session
from .setting import Settings
from .showing import Showing
from .split import Split

if TYPE_CHECKING:
    from ..study.inside import Inside
    from .command_palette import CommandPalette
    from .exhibit import Exhibit
    from .panels.verdict_panel import VerdictPanel
    from .welcome import Welcome

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """The one window.

    Parameters
    ----------
    session : Session
    settings : Settings
    theme : Theme
    """

    def __init__(self, session: Session, settings: Settings, theme: themes.Theme) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.session = session
        self.settings = settings
        self.theme = theme
        self.document = Document(session, settings, self)
        self.own = OwnOptimizers(session, settings, self)
        self.recall = Recall(session, self)
        self.commands = Commands(self)
        self.menus = Menus(self)
        self.actions_by_name = self.menus.actions
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self._make_panels()
        self.menus.fill(self.menu_bar)
        self.showing = Showing(self)
        self.announcer = Announcer(self)
        self.room = RoomKeeper(self, self.message_bar)
        self._connect()
        # Not beyond a small screen, its title bar included: what runs the race stands at the bottom.
        self.resize(QSize(1366, 820).boundedTo(self.screen().availableSize() - QSize(0, 32)))
        self.docks.arrange()
        self.arrangement = Arrangement(self)
        layout = settings.layout()
        if layout is not None:
            self.restoreGeometry(layout[0])
            self.docks.restore(layout[1])
            self.arrangement.adopt(settings.text("window/arrangement"))
        self.actions_by_name["compare_end"].setEnabled(False)
        self._palette: CommandPalette | None = None
        self.welcome: Welcome | None = None
        self.presentation = Presentation(self)
        self.show_theme(theme)
        self._on_document_changed()
        if settings.flag("loop"):
            self.actions_by_name["loop"].trigger()
        self.transport.run_button.setFocus()  # the one thing to do at a first start

    # ------------------------------------------------------------------------------ building

    def _make_panels(self) -> None:
        self.message_bar = MessageBar(self.theme)
        self.trajectory = TrajectoryPanel(self.theme)
        self.trajectory.set_overlays(Overlays.from_text(self.settings.text("overlays")))
        self.trajectory.set_plane_options(PlaneOptions.from_text(self.settings.text("plane")))
        self.transport = Transport(self.actions_by_name, self.theme)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.split = Split(self)
        column.addWidget(self.split.stage, 1)
        self.setCentralWidget(centre)
        # The bar stands between menus and docks, over the whole width: neither a tool bar nor a dock can.
        top = QWidget()
        over = QVBoxLayout(top)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(0)
        self.menu_bar = QMenuBar()
        over.addWidget(self.menu_bar)
        over.addWidget(self.message_bar)
        self.setMenuWidget(top)
        bottom = QToolBar("Transport")
        bottom.setObjectName("transportToolBar")
        bottom.setMovable(False)
        bottom.toggleViewAction().setVisible(False)
        bottom.addWidget(self.transport)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bottom)
        self.study_panel = StudyPanel(self.theme)
        self.choice = LaneChoice(self.session, self.study_panel, self)
        self.table = TablePanel(self.theme)
        self.help = HelpPanel(self.theme)
        self.inspector = InspectorPanel(self.theme)
        self.docks = Docks(self, self.study_panel, self.table, self.inspector, self.help, self.theme)
        self.curve_views = CurveViews(self.session, self.docks)
        self.docks.curve_made.connect(self._on_curve_made)
        self.docks.verdict.made.connect(self._on_verdict_made)
        self.basins = BasinDock(self.session, lambda: tuple(map(str, self.own.trusted)), self.theme, self)
        self.sweeps, self.tunings, self.suites = (
            ExperimentDock(kind, self.session, lambda: tuple(map(str, self.own.trusted)), self.theme, self)
            for kind in ("sweep", "tune", "suite")
        )
        self.late = (self.basins, self.sweeps, self.tunings, self.suites)
        for dock in self.late:
            dock.report_wanted.connect(self.document.ask_experiment_report)
            self.docks.add(dock.kind, dock)

    def _connect(self) -> None:
        session = self.session
        session.study_changed.connect(self._on_study_changed)
        session.state_changed.connect(self._on_state_changed)
        session.undo_changed.connect(self._on_undo_changed)
        session.player.inspected.connect(self.inspector.show_inside)
        self.inspector.wanted.connect(session.player.inspect)
        self.inspector.shown.connect(self._on_inside_shown)
        self.own.changed.connect(self._on_own_changed)
        self.document.changed.connect(self._on_document_changed)
        panel = self.study_panel
        panel.study_edited.connect(session.edit)
        panel.help_requested.connect(self.show_help)
        panel.file_requested.connect(self.commands.on_open_data)
        panel.sweep_requested.connect(self.sweep)
        files = self.document.files
        files.chosen.connect(panel.problem.choose_file)
        self.transport.scrubbed.connect(session.seek)
        self.transport.speed_changed.connect(session.set_speed)
        self.trajectory.plot.start_chosen.connect(self._on_start_chosen)
        self.trajectory.plot.start_dragged.connect(self._on_start_chosen)
        session.drag.changed.connect(self._on_drag_changed)
        self.choice.follow(self.trajectory.plot)
        self.trajectory.run_chosen.connect(self._on_run_chosen)
        self.trajectory.overlays_chosen.connect(self._on_overlays_chosen)
        self.trajectory.plane.help_requested.connect(self.show_help)
        self.trajectory.offer_side(self.actions_by_name["study_column"])
        self._keep_legend(self.trajectory.plot, "trajectory")
        self.trajectory.plane_chosen.connect(lambda shown: self.settings.set("plane", shown.to_text()))
        self.recall.set_wanted(self.trajectory.overlays.overlays.recalls)
        self.recall.known.connect(self.trajectory.plot.set_insides)
        self.recall.late.connect(self.trajectory.plot.pushes.set_late)
        self.choice.follow(self.table)
        self.docks.shown.connect(self._on_dock_shown)
        for dock in self.late:
            dock.message_raised.connect(self.announcer.on_message_raised)

    def _keep_legend(self, plot: Plot, name: str) -> None:
        """Have a legend stand where the person has put it, today and later."""
        plot.seat.choose(self.settings.text(f"legend/{name}", plot.seat.text))
        plot.seat.chosen.connect(lambda text: self.settings.set(f"legend/{name}", text))

    # ------------------------------------------------------------------------------ session

    def _on_study_changed(self, study: Study) -> None:
        self.study_panel.set_study(study)
        self.study_panel.set_looks(self.session.looks)

    def _on_state_changed(self, state: str) -> None:
        self.transport.set_state(state)
        self.study_panel.set_running(state in ("running", "paused"))
        self.study_panel.set_begun(state in ("running", "paused", "finished", "failed"))
        recorded = self.session.race is not None
        for name in ("export", "report", "copy_plot", "copy_stage", "copy_table"):
            self.actions_by_name[name].setEnabled(recorded)

    def _on_own_changed(self, names: frozenset[str]) -> None:
        self.study_panel.show_again(names)
        self.session.race_anew(names)
        for dock in self.late:
            dock.forget()

    def _on_undo_changed(self) -> None:
        self.menus.show_undo()
        if self.session.modified != self.isWindowModified():
            self.setWindowModified(self.session.modified)

    def _on_document_changed(self) -> None:
        study = self.session.study
        name = self.document.path.name if self.document.path else study.title or "New study"
        self.setWindowTitle(f"{name}[*] · Descent Lab")
        self.setWindowModified(self.session.modified)

    # ------------------------------------------------------------------------------ panels

    def _on_start_chosen(self, x: float, y: float) -> None:
        self.session.set_start(x, y)

    def _on_drag_changed(self, race: RaceView | None) -> None:
        self.trajectory.plot.show_ghost(race, self.session.run_shown)

    def _on_inside_shown(self, inside: Inside | None, shown: int) -> None:
        colour = self.session.looks[inside.lane].colour if inside is not None else ""
        self.trajectory.plot.cartoon.show_update(inside, shown, colour)

    def _on_overlays_chosen(self, shown: Overlays) -> None:
        self.settings.set("overlays", shown.to_text())
        self.recall.set_wanted(shown.recalls)

    def _on_run_chosen(self, run: int) -> None:
        self.session.set_run_shown(run)

    def _on_curve_made(self, panel: CurvePanel) -> None:
        self.choice.follow(panel.plot)
        self.showing.link(panel)
        panel.spread_chosen.connect(self._on_spread_chosen)
        panel.set_spread(Spread.from_text(self.settings.text("curves/seeds")))
        self._keep_legend(panel.plot, f"curve{self.docks.number_of(panel)}")
        panel.set_race(self.session.race)
        self.split.adopt(panel)
        self.curve_views.adopt(panel)

    def _on_verdict_made(self, panel: VerdictPanel) -> None:
        panel.seeds_wanted.connect(self._on_seeds_wanted)
        panel.csv_wanted.connect(self.document.ask_verdict)
        panel.failed.connect(lambda text: self.message_bar.show_message("error", "No verdict.", text))
        panel.set_race(self.session.race)

    def _on_seeds_wanted(self) -> None:
        from .controls.edit import with_chance

        self.session.edit(with_chance(self.session.study), "Use 10 seeds")

    def _on_spread_chosen(self, spread: Spread) -> None:
        for panel in self.docks.curves:
            panel.set_spread(spread)
        self.settings.set("curves/seeds", spread.to_text())

    def _on_dock_shown(self, name: str) -> None:
        if name == "help" and not self.help.topic:
            self.help.show_topic("guide")

    def show_help(self, topic: str) -> None:
        """Open the help panel at a topic."""
        self.help.show_topic(topic)
        self.docks.open("help")

    def show_theme(self, theme: themes.Theme) -> None:
        """Give everything the colours, and the type, of a theme."""
        self.theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            themes.apply(app, theme)
        self.session.set_theme(theme)
        for view in (
            self.menus,
            self.message_bar,
            self.trajectory,
            self.table,
            self.transport,
            self.help,
            self.inspector,
            self.study_panel,
            self.docks,
            self.split,
        ):
            view.apply_theme(theme)
        if self.welcome is not None:
            self.welcome.apply_theme(theme)
        self.study_panel.set_looks(self.session.looks)

    # ------------------------------------------------------------------------------ actions

    def plot_in_use(self) -> QWidget:
        """Return the plot that has the keyboard, else the trajectory."""
        widget = QApplication.focusWidget()
        for dock in self.late:
            plot = dock.plot_of(widget)
            if plot is not None:
                return plot
        beside = [self.split.panel] if self.split.panel is not None else []
        if self.docks.verdict.panel is not None:
            beside.append(self.docks.verdict.panel)
        for panel in (self.trajectory, *self.docks.curves, *beside):
            if widget is not None and (widget is panel or panel.isAncestorOf(widget)):
                return panel.plot
        return self.trajectory.plot

    @property
    def exhibit(self) -> Exhibit:
        """Return what there is in sight to be taken away."""
        from .exhibit import Exhibit

        return Exhibit(self)

    def sweep(self, lane: int, name: str) -> None:
        """Prepare a sweep of a hyperparameter of a lane."""
        self.docks.open("sweep")
        self.sweeps.choose(lane, name)

    def suite(self, name: str) -> None:
        """Prepare a shipped suite."""
        self.docks.open("suite")
        self.suites.choose_suite(name)

    @property
    def palette_list(self) -> CommandPalette:
        """Return the list of commands, made now if it was never opened."""
        from .command_palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self)
        return self._palette

    def open_preset(self, name: str) -> None:
        """Race one of the shipped examples."""
        from ..study.preset import load_preset

        try:
            self.document.adopt(load_preset(name), None)
        except InputError as error:
            self.announcer.on_message_raised(Message("error", error.message, where=error.where))

    # ------------------------------------------------------------------------------ events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, of which only a study and data are opened."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped, or say why not."""
        path = file_in(event.mimeData())
        if path is None:
            self.announcer.on_message_raised(Message("error", refusal(event.mimeData())))
            return
        event.acceptProposedAction()
        if path.suffix.lower() in STUDIES:
            self.document.open(path)
        else:
            self.document.files.ask(self.theme, FileSpec(path=str(path)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a plain key stands for, where no field, button or plot wanted it."""
        if not self.menus.press(event):
            super().keyPressEvent(event)

    def begin(self, path: Path | None) -> None:
        """Open a study, or the last one, once the person's own optimizers are known, which it may name."""

        def open_study() -> None:
            if path is not None:
                self.document.open(path)
            else:
                self.document.restore()

        if self.own.look():
            self.own.changed.connect(open_study, Qt.ConnectionType.SingleShotConnection)
        else:
            open_study()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the panels stand as they have room."""
        super().resizeEvent(event)
        if hasattr(self, "arrangement"):  # the first comes while the window is made
            self.arrangement.resized()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, keep unsaved work for the next start, and end the engine."""
        self.settings.set_layout(self.saveGeometry(), self.docks.save())
        self.settings.set("window/arrangement", self.arrangement.name)
        self.document.close()
        self.split.shutdown()
        if self.docks.verdict.panel is not None:
            self.docks.verdict.panel.stop()
        for dock in self.late:
            dock.shutdown()
        self.session.shutdown()
        super().closeEvent(event)
