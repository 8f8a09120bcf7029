"""What each command does: one method for each entry of `actions.ACTIONS`, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from . import theme as themes
from .plots.legend_seat import HIDDEN
from .plots.plot import Plot

if TYPE_CHECKING:
    from .plots.legend_seat import LegendSeat
    from .window import MainWindow

__all__ = ["Commands"]


class Commands:
    """The commands of menus, keys and palette.

    What takes more than a line stands with whom it concerns: document, session, docks, split view.

    Parameters
    ----------
    window : MainWindow
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def on_new(self) -> None:
        self._window.document.new()

    def on_open(self) -> None:
        self._window.document.ask_open()

    def on_gallery(self) -> None:
        from .gallery import Gallery

        dialog = Gallery(self._window, self._window.theme)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._window.open_preset)
        dialog.open()

    def on_open_data(self) -> None:
        problem = self._window.session.study.problem
        self._window.document.files.ask(self._window.theme, getattr(problem, "file", None))

    def on_save(self) -> None:
        self._window.document.save()

    def on_save_as(self) -> None:
        self._window.document.ask_save()

    def on_export(self) -> None:
        self._window.document.ask_export()

    def on_report(self) -> None:
        self._window.document.ask_report()

    def on_copy_plot(self) -> None:
        from .picture import copy_to_clipboard

        copy_to_clipboard(self._window.plot_in_use())
        self._window.message_bar.show_message("info", "The plot is on the clipboard as a picture.")

    def on_copy_stage(self) -> None:
        from .picture import copy_to_clipboard

        stage = self._window.exhibit.stage()
        copy_to_clipboard(stage or self._window.trajectory.plot)
        count = "The stage" if stage is None else f"The stage, {len(stage.parts)} panels,"
        self._window.message_bar.show_message("info", f"{count} is on the clipboard as a picture.")

    def on_copy_table(self) -> None:
        self._window.table.copy()

    def on_quit(self) -> None:
        self._window.close()

    def on_undo(self) -> None:
        self._window.session.undo()

    def on_redo(self) -> None:
        self._window.session.redo()

    def on_add_optimizer(self) -> None:
        self._window.docks.open("study")
        self._window.study_panel.open_add_menu()

    def on_new_optimizer(self) -> None:
        self._window.own.create()

    def on_own_folder(self) -> None:
        self._window.own.open_folder()

    def on_run(self) -> None:
        self._window.session.toggle_run()

    def on_step(self) -> None:
        self._window.session.step()

    def on_step_back(self) -> None:
        self._window.session.step_back()

    def on_go_start(self) -> None:
        self._window.session.go_start()

    def on_go_end(self) -> None:
        self._window.session.go_end()

    def on_reset(self) -> None:
        self._window.session.reset()

    def on_next_bookmark(self) -> None:
        self._go_to_bookmark(1)

    def on_previous_bookmark(self) -> None:
        self._go_to_bookmark(-1)

    def _go_to_bookmark(self, direction: int) -> None:
        mark = self._window.transport.bookmark(direction)
        if mark is not None:
            self._window.session.seek(mark.tick)

    def on_loop(self, on: bool) -> None:
        self._window.session.player.loop = on
        self._window.settings.set("loop", on)

    def on_faster(self) -> None:
        self._window.transport.change_speed(1)

    def on_slower(self) -> None:
        self._window.transport.change_speed(-1)

    def on_log_loss(self) -> None:
        on = not all(panel.log_y.isChecked() for panel in self._window.docks.curves)
        for panel in self._window.docks.curves:
            panel.set_log(on)

    def on_auto_range(self) -> None:
        for panel in (self._window.trajectory, *self._window.docks.curves):
            panel.plot.auto_range()

    def on_move_legend(self) -> None:
        self._seat().move()

    def on_hide_legend(self) -> None:
        self._seat().toggle()

    def _seat(self) -> LegendSeat:
        plot = self._window.plot_in_use()
        return plot.seat if isinstance(plot, Plot) and plot.seat.used else self._window.trajectory.plot.seat

    def on_inside(self) -> None:
        self._window.docks.open("inspector")
        # What has the focus now may stand behind it, and comes to the front with the next key.
        self._window.inspector.lane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._window.session.highlighted is not None:
            self._window.inspector.choose(self._window.session.highlighted)

    def on_compare_keep(self) -> None:
        self._window.split.keep()

    def on_compare_with(self) -> None:
        self._window.split.choose()

    def on_compare_end(self) -> None:
        self._window.split.end()

    def on_verdict(self) -> None:
        self._window.docks.open("verdict")

    def on_sweep(self) -> None:
        self._window.docks.open("sweep")

    def on_tune(self) -> None:
        self._window.docks.open("tune")

    def on_suite(self) -> None:
        self._window.docks.open("suite")

    def on_basins(self) -> None:
        self._window.docks.open("basins")

    def on_theme(self, on: bool) -> None:
        self._window.show_theme(themes.DARK if on else themes.LIGHT)
        self._window.settings.set("theme", self._window.theme.name)

    def on_add_plot(self) -> None:
        docks = self._window.docks
        if not docks.open_curve():
            text = f"There are {docks.most_curves} curve plots already; choose another quantity in one."
            self._window.message_bar.show_message("info", text)

    def on_study_column(self) -> None:
        self._window.docks.toggle_study()

    def on_reset_layout(self) -> None:
        self._window.settings.forget_layout()
        self._window.arrangement.reset()
        self._window.trajectory.plot.seat.release()
        for panel in self._window.docks.curves:
            panel.plot.seat.choose("")
            panel.plot.seat.choose(HIDDEN)  # as at first

    def on_palette(self) -> None:
        self._window.palette_list.open()

    def on_presentation(self, on: bool) -> None:
        self._window.presentation.set_on(on)

    def on_help(self) -> None:
        focused = QApplication.focusWidget()
        docks = [dock for dock in self._window.late if focused is not None and dock.isAncestorOf(focused)]
        self._window.show_help(docks[0].topic if docks else "guide")

    def on_welcome(self) -> None:
        from .welcome import Welcome

        if self._window.welcome is None:
            self._window.welcome = Welcome(self._window)
            self._window.welcome.finished.connect(lambda: self._window.settings.set("welcome/seen", True))
            self._window.welcome.examples_wanted.connect(self.on_gallery)
            self._window.menuWidget().layout().addWidget(self._window.welcome)
        self._window.welcome.begin()

    def on_shortcuts(self) -> None:
        self._window.show_help("shortcuts")

    def on_about(self) -> None:
        self._window.show_help("about")
