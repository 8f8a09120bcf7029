"""The window: it puts panels, controls and actions together and passes on what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMenuBar, QToolBar, QVBoxLayout, QWidget

from ..engine.error import InputError
from ..engine.problem import DataProblem
from ..engine.quantity import quantities
from ..study.intake.options import FileSpec
from ..study.spec import Study
from . import theme as themes
from .actions import ACTIONS, MENUS, key_text
from .basin_dock import BasinDock
from .command import Commands
from .controls.study_panel import StudyPanel
from .data_files import STUDIES, file_in
from .docks import Docks
from .document import Document, show_file
from .experiment_dock import ExperimentDock
from .frame import Frame, RaceView
from .icon import icon
from .message_bar import MessageBar
from .own_optimizers import OwnOptimizers
from .pacing import Pacing
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
from .split import Split

if TYPE_CHECKING:
    from ..study.inside import Inside
    from .command_palette import CommandPalette
    from .panels.verdict_panel import VerdictPanel
    from .welcome import Welcome

__all__ = ["MainWindow"]

# While something is dragged the trajectory follows at once, curves and table this much later.
_BEHIND_MS = 200


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
        self.actions_by_name: dict[str, QAction] = {}
        self._plain: dict[str, QAction] = {}
        self.pacing = Pacing(self._seen_plots, self)
        self._behind = QTimer(self, singleShot=True, interval=_BEHIND_MS)
        self._behind.timeout.connect(self._on_behind)
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self._make_actions()
        self._make_panels()
        self._make_menus()
        self._connect()
        # Not beyond a small screen, its title bar included: what runs the race stands at the bottom.
        self.resize(QSize(1366, 820).boundedTo(self.screen().availableSize() - QSize(0, 32)))
        self.docks.arrange()
        layout = settings.layout()
        if layout is not None:
            self.restoreGeometry(layout[0])
            self.docks.restore(layout[1])
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

    def _make_actions(self) -> None:
        for spec in ACTIONS:
            action = QAction(spec.text, self, checkable=spec.checkable)
            action.setObjectName(spec.name)
            keys = key_text(spec)
            action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
            action.setStatusTip(spec.tip)
            if keys:
                action.setShortcut(spec.sequence)
            if spec.plain:
                # A plain key must reach the field or button that has the focus first: see keyPressEvent.
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                self._plain[spec.sequence.toString()] = action
            action.triggered.connect(getattr(self.commands, f"on_{spec.name}"))
            self.actions_by_name[spec.name] = action

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
        self.table = TablePanel(self.theme)
        self.help = HelpPanel(self.theme)
        self.inspector = InspectorPanel(self.theme)
        self.docks = Docks(self, self.study_panel, self.table, self.inspector, self.help, self.theme)
        self.docks.curve_made.connect(self._on_curve_made)
        self.docks.verdict.made.connect(self._on_verdict_made)
        self.basins = BasinDock(self.session, lambda: tuple(map(str, self.own.trusted)), self.theme, self)
        self.basins.message_raised.connect(self._on_message_raised)
        self.docks.add("basins", self.basins)
        self.sweeps, self.tunings = (
            ExperimentDock(kind, self.session, lambda: tuple(map(str, self.own.trusted)), self.theme, self)
            for kind in ("sweep", "tune")
        )
        for dock in (self.sweeps, self.tunings):
            dock.message_raised.connect(self._on_message_raised)
            self.docks.add(dock.kind, dock)

    def _make_menus(self) -> None:
        menus = {title: self.menu_bar.addMenu(title) for title in MENUS}
        for spec in ACTIONS:
            menu = menus[spec.menu.lstrip("-")]
            if spec.menu.startswith("-"):
                menu.addSeparator()
            menu.addAction(self.actions_by_name[spec.name])
            if spec.name == "open":
                self.recent_menu = menu.addMenu("Open &recent")
                self.recent_menu.aboutToShow.connect(self._fill_recent)
        panels = QMenu("Pa&nels", self)
        menus["&View"].insertMenu(self.actions_by_name["reset_layout"], panels)
        panels.aboutToShow.connect(lambda: self.docks.fill_menu(panels))

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.settings.recent():
            self.recent_menu.addAction(path.name, lambda path=path: self.document.open(path)).setToolTip(
                str(path)
            )
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction("No recent study").setEnabled(False)

    def _connect(self) -> None:
        session = self.session
        session.study_changed.connect(self._on_study_changed)
        session.race_changed.connect(self._on_race_changed)
        session.frame_changed.connect(self._on_frame_changed)
        session.state_changed.connect(self._on_state_changed)
        session.message_raised.connect(self._on_message_raised)
        session.undo_changed.connect(self._on_undo_changed)
        session.player.stalled.connect(self._on_stalled)
        session.player.inspected.connect(self.inspector.show_inside)
        self.inspector.wanted.connect(session.player.inspect)
        self.inspector.shown.connect(self._on_inside_shown)
        self.own.message_raised.connect(self._on_message_raised)
        self.own.trust_wanted.connect(self._on_trust_wanted)
        self.own.changed.connect(self._on_own_changed)
        self.document.changed.connect(self._on_document_changed)
        self.document.message_raised.connect(self._on_message_raised)
        self.document.reported.connect(self._on_reported)
        panel = self.study_panel
        panel.study_edited.connect(session.edit)
        panel.help_requested.connect(self.show_help)
        panel.lane_selected.connect(self._on_lane_clicked)
        panel.solo_requested.connect(self._on_solo_requested)
        panel.rates_kept.connect(self._on_rates_kept)
        panel.file_requested.connect(self.commands.on_open_data)
        panel.sweep_requested.connect(self.sweep)
        files = self.document.files
        files.chosen.connect(panel.problem.choose_file)
        files.message_raised.connect(self._on_message_raised)
        files.advanced.connect(self._on_file_advanced)
        self.transport.scrubbed.connect(session.seek)
        self.transport.speed_changed.connect(session.set_speed)
        self.trajectory.plot.start_chosen.connect(self._on_start_chosen)
        self.trajectory.plot.start_dragged.connect(self._on_start_chosen)
        session.drag.changed.connect(self._on_drag_changed)
        self._choose_lanes_in(self.trajectory.plot)
        self.trajectory.run_chosen.connect(self._on_run_chosen)
        self.trajectory.overlays_chosen.connect(self._on_overlays_chosen)
        self.trajectory.plane.help_requested.connect(self.show_help)
        self.trajectory.plane_chosen.connect(lambda shown: self.settings.set("plane", shown.to_text()))
        self.recall.set_wanted(self.trajectory.overlays.overlays.recalls)
        self.recall.known.connect(self.trajectory.plot.set_insides)
        self._choose_lanes_in(self.table)
        self.table.copied.connect(self._on_table_copied)
        self.docks.shown.connect(self._on_dock_shown)

    def _choose_lanes_in(self, view: Plot | TablePanel) -> None:
        view.lane_clicked.connect(self._on_lane_clicked)
        view.lane_soloed.connect(self._on_lane_soloed)
        view.lane_muted.connect(self._toggle_lane)

    # ------------------------------------------------------------------------------ session

    def _on_study_changed(self, study: Study) -> None:
        self.study_panel.set_study(study)
        self.study_panel.set_looks(self.session.looks)

    def _on_race_changed(self, race: RaceView | None) -> None:
        if race is not None and self.session.drag.race is not None:
            self.trajectory.set_race(race)  # the frame comes next; the others follow a little later
            if not self._behind.isActive():
                self._behind.start()
            return
        self._behind.stop()
        self._show_race(race)

    def _on_behind(self) -> None:
        self._show_race(self.session.race)

    def _show_race(self, race: RaceView | None) -> None:
        self.study_panel.set_looks(self.session.looks)
        if race is not None:
            self._suit_quantities(race)
        if race is None or self.trajectory.plot.race is not race:
            self.trajectory.set_race(race)
        verdicts = [] if self.docks.verdict.panel is None else [self.docks.verdict.panel]
        for view in (self.table, self.transport, self.inspector, *self.docks.curves, *verdicts):
            view.set_race(race)
        self.split.suit()
        frame = self.session.frame()
        if frame is not None:
            self._on_frame_changed(frame)

    def _suit_quantities(self, race: RaceView) -> None:
        """On data the second plot shows what counts there; on surfaces what moves the point."""
        second = self.docks.curve(1)
        on_data = isinstance(race.problem, DataProblem)
        if (
            on_data
            and second.quantity_name in ("gradient_norm", "loss")
            and "validation_accuracy" in race.problem.evaluated
        ):
            second.prefer("validation_accuracy")
        elif not on_data and second.quantity_name.endswith("accuracy"):
            second.prefer("gradient_norm")

    def _on_frame_changed(self, frame: Frame | None) -> None:
        if frame is None:
            return
        if self._behind.isActive():
            self.trajectory.show_frame(frame)
            return
        self.pacing.show(frame)
        self.table.show_frame(frame)
        self.transport.show_frame(frame)
        self.inspector.show_frame(frame)
        self.recall.follow(frame)
        if self.docks.verdict.panel is not None:
            self.docks.verdict.panel.show_frame(frame)
        for index, lane in enumerate(frame.race.history.lanes):
            gone = lane.diverged_at[lane.diverged_at >= 0]
            if gone.size and int(gone.min()) <= frame.steps[index]:
                status = (f"diverged at step {int(gone.min()):,}", "bad")
            else:
                notices = self.session.player.notices
                status = (notices[index] if notices else "", "muted")
            self.study_panel.show_lane_status(index, *status)

    def show_instant(self, frame: Frame) -> None:
        """Show an instant in every panel, as something else than the instant has changed."""
        self._on_frame_changed(frame)

    def _seen_plots(self) -> list[Callable[[Frame], None]]:
        panels = (self.trajectory, *self.docks.curves)
        return [panel.show_frame for panel in panels if panel.isVisible()] + self.split.views()

    def _on_state_changed(self, state: str) -> None:
        self.transport.set_state(state)
        self.study_panel.set_running(state in ("running", "paused"))
        self.study_panel.set_begun(state in ("running", "paused", "finished", "failed"))
        recorded = self.session.race is not None
        for name in ("export", "report", "copy_plot", "copy_table"):
            self.actions_by_name[name].setEnabled(recorded)

    def _on_message_raised(self, message: Message) -> None:
        self.message_bar.show_message(message.kind, message.text, message.details)
        if message.where:
            self.study_panel.show_error(message.where, message.text)

    def _on_stalled(self) -> None:
        self.message_bar.show_message(
            "warning",
            "The engine has not moved for some seconds: a step takes very long, or never ends. What was "
            "recorded stays.",
            action="Stop the engine",
            on_action=self.session.stop_hard,
        )

    def _on_file_advanced(self, name: str, share: float) -> None:
        if share >= 1.0:
            self.message_bar.dismiss()
            return
        self.message_bar.show_message(
            "warning",
            f"Reading {name}, which this study races on: {share:.0%}.",
            action="Cancel",
            on_action=self.document.files.cancel,
        )

    def _on_trust_wanted(self, path: str) -> None:
        self.message_bar.show_message(
            "warning",
            f"There is a new file in the folder of your optimizers: {Path(path).name}. It is a program; load "
            "it if you know where it comes from.",
            path,
            action="Trust and load",
            on_action=lambda: self.own.trust(path),
        )

    def _on_own_changed(self, names: frozenset[str]) -> None:
        self.study_panel.show_again(names)
        self.session.race_anew(names)
        for dock in (self.basins, self.sweeps, self.tunings):
            dock.forget()

    def _on_undo_changed(self) -> None:
        for name, possible, text in (
            ("undo", self.session.can_undo, self.session.undo_text),
            ("redo", self.session.can_redo, self.session.redo_text),
        ):
            self.actions_by_name[name].setEnabled(possible)
            self.actions_by_name[name].setText(f"&{name.capitalize()} {text}".strip())
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

    def _on_lane_clicked(self, lane: int) -> None:
        self.session.set_highlighted(None if lane < 0 or self.session.highlighted == lane else lane)
        self.study_panel.set_looks(self.session.looks)

    def _on_solo_requested(self, lane: int) -> None:
        self.session.set_solo(None if lane < 0 else lane)

    def _on_rates_kept(self) -> None:
        self.message_bar.show_message(
            "info",
            "The lanes keep their learning rates, which may not suit this surface.",
            action="Suggest rates",
            on_action=self.study_panel.suggest_rates,
        )

    def _on_lane_soloed(self, lane: int) -> None:
        self.session.set_solo(None if self.session.solo == lane else lane)

    def _on_inside_shown(self, inside: Inside | None, shown: int) -> None:
        colour = self.session.looks[inside.lane].colour if inside is not None else ""
        self.trajectory.plot.cartoon.show_update(inside, shown, colour)

    def _on_overlays_chosen(self, shown: Overlays) -> None:
        self.settings.set("overlays", shown.to_text())
        self.recall.set_wanted(shown.recalls)

    def _on_run_chosen(self, run: int) -> None:
        self.session.set_run_shown(run)

    def _on_hovered(self, x: object) -> None:
        sender = self.sender()
        for panel in self.docks.curves:
            if panel.plot is not sender and panel.isVisible():
                panel.plot.show_crosshair(
                    x if isinstance(sender, type(panel.plot)) and sender.x == panel.plot.x else None
                )

    def _on_curve_made(self, panel: CurvePanel) -> None:
        self._choose_lanes_in(panel.plot)
        panel.plot.hovered.connect(self._on_hovered)
        panel.spread_chosen.connect(self._on_spread_chosen)
        panel.set_spread(Spread.from_text(self.settings.text("curves/seeds")))
        panel.set_race(self.session.race)
        self.split.adopt(panel)

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
        frame = self.session.frame()
        if name.startswith("curve") and frame is not None:
            self.docks.curve(int(name.removeprefix("curve"))).show_frame(frame)
        if name == "verdict" and frame is not None and self.docks.verdict.panel is not None:
            self.docks.verdict.panel.show_frame(frame)
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
        for spec in ACTIONS:
            if spec.icon:
                self.actions_by_name[spec.name].setIcon(icon(spec.icon, theme))
        self.actions_by_name["theme"].setChecked(theme.dark)
        self.study_panel.set_looks(self.session.looks)

    # ------------------------------------------------------------------------------ actions

    def _on_reported(self, files: list[Path]) -> None:
        beside = len(files) - 1
        others = f" and {beside} more {'file' if beside == 1 else 'files'}" if beside else ""
        self.message_bar.show_message(
            "info",
            f"{files[0].name}{others} written to {files[0].parent}.",
            action="&Open",
            on_action=lambda: show_file(files[0]),
            other="&Show in folder",
            on_other=lambda: show_file(files[0].parent),
        )

    def _on_table_copied(self) -> None:
        self.message_bar.show_message("info", "The table is on the clipboard, ready for a spreadsheet.")

    def plot_in_use(self) -> QWidget:
        """Return the plot that has the keyboard, else the trajectory."""
        widget = QApplication.focusWidget()
        for dock in (self.basins, self.sweeps, self.tunings):
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

    def plots_for_export(self) -> list[tuple[str, str, QWidget]]:
        """Return name, title and widget of the plots that are shown, the trajectory first."""
        found: list[tuple[str, str, QWidget]] = [("trajectory", "Trajectory", self.trajectory.plot)]
        for panel in self.docks.curves:
            if panel.isVisible() and panel.quantity_name not in [name for name, *_ in found]:
                found.append((panel.quantity_name, quantities[panel.quantity_name].title, panel.plot))
        verdict = self.docks.verdict.panel
        found += [] if verdict is None or not verdict.isVisible() else verdict.plots()
        return [*found, *self.sweeps.export_plots(), *self.tunings.export_plots()]

    def sweep(self, lane: int, name: str) -> None:
        """Prepare a sweep of a hyperparameter of a lane."""
        self.docks.open("sweep")
        self.sweeps.choose(lane, name)

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
            self._on_message_raised(Message("error", error.message, where=error.where))

    # ------------------------------------------------------------------------------ events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a study or a data file."""
        if file_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        path = file_in(event.mimeData())
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() in STUDIES:
            self.document.open(path)
        else:
            self.document.files.ask(self.theme, FileSpec(path=str(path)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a plain key stands for, where no field, button or plot wanted it."""
        text = event.text()
        if not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            names = {Qt.Key.Key_Space: "Space", Qt.Key.Key_Home: "Home", Qt.Key.Key_End: "End"}
            action = self._plain.get(names.get(Qt.Key(event.key()), text.upper()))
            if action is not None and action.isEnabled():
                action.trigger()
                return
            if text.isdigit() and text != "0":
                self._toggle_lane(int(text) - 1)
                return
        super().keyPressEvent(event)

    def _toggle_lane(self, lane: int) -> None:
        if lane < len(self.session.study.lanes):
            self.session.set_muted(lane, not self.session.study.lanes[lane].muted)

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, keep unsaved work for the next start, and end the engine."""
        self.settings.set_layout(self.saveGeometry(), self.docks.save())
        self.document.close()
        self.split.shutdown()
        if self.docks.verdict.panel is not None:
            self.docks.verdict.panel.stop()
        for dock in (self.basins, self.sweeps, self.tunings):
            dock.shutdown()
        self.session.shutdown()
        super().closeEvent(event)
