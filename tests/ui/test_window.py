"""The whole window, driven by keys and mouse; asserted on the study, the history and files."""

import math

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.study.build import build_race
from app.study.file import load_study
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window
from app.ui.setting import state_folder


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    widget.document.restore()
    qtbot.waitUntil(lambda: widget.session.race is not None, timeout=20000)
    yield widget
    widget.close()


def race(window, qtbot, steps=200):
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    study = Study(problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)), lanes=lanes, steps=steps)
    window.document.adopt(study, None)
    qtbot.waitUntil(
        lambda: window.session.race is not None and window.session.race.ticks == steps, timeout=20000
    )


def test_a_first_start_shows_a_study_and_one_key_races_it(qtbot, window):
    assert len(window.session.study.lanes) == 8
    window.session.set_speed(math.inf)
    window.trajectory.plot.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=20000)
    frame = window.session.frame()
    assert frame.tick == frame.race.ticks
    assert window.table.view.model().rowCount() == 8


def test_the_recording_is_that_of_the_study_without_a_window(qtbot, window):
    race(window, qtbot)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=20000)
    again = build_race(window.session.study_to_save)
    again.run()
    for ours, theirs in zip(window.session.race.history.lanes, again.history.lanes, strict=True):
        assert ours.theta.tobytes() == theirs.theta.tobytes()
        assert ours.gradient_norm.tobytes() == theirs.gradient_norm.tobytes()


class Watch(QObject):
    """Notes what is painted, and which timers go off."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):  # noqa: N802 (Qt calls it)
        kind = event.type()
        if (kind == QEvent.Type.Paint and isinstance(watched, QWidget)) or (
            kind == QEvent.Type.Timer and isinstance(watched, QTimer) and watched.parent() is not None
        ):
            self.seen.append((kind, watched))
        return False


@pytest.mark.parametrize("tick", [200, 50])
def test_at_rest_nothing_is_painted_and_nothing_is_looked_for(qtbot, window, tick):
    race(window, qtbot)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=20000)
    window.session.seek(tick)
    app, watch = QApplication.instance(), Watch()
    app.installEventFilter(watch)
    for _ in range(20):  # pictures that are drawn a little later, on a slow machine
        watch.seen.clear()
        QTest.qWait(500)
        if not watch.seen:
            break
    app.removeEventFilter(watch)
    assert watch.seen == []


def test_space_runs_from_a_number_that_was_typed(qtbot, window):
    race(window, qtbot)
    field = window.study_panel.budget.steps.entry
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert window.session.player.will_run
    window.session.pause()


def test_step_and_back_move_one_tick_by_keys(qtbot, window):
    race(window, qtbot)
    for _ in range(3):
        before = window.session.frame().tick
        QTest.keyClick(window, Qt.Key.Key_Period)
        qtbot.waitUntil(lambda before=before: window.session.frame().tick == before + 1, timeout=5000)
    QTest.keyClick(window, Qt.Key.Key_Comma)
    qtbot.waitUntil(lambda: window.session.frame().tick == 2, timeout=5000)
    assert window.session.frame().recorded == 3


def test_a_click_on_the_surface_is_the_new_start(qtbot, window):
    race(window, qtbot)
    plot = window.trajectory.plot
    plot.start_chosen.emit(0.5, 2.0)
    assert window.session.study.problem.start == (0.5, 2.0)
    qtbot.waitUntil(
        lambda: (
            window.session.race is not None
            and tuple(window.session.race.history.lanes[0].theta[0, 0]) == (0.5, 2.0)
        ),
        timeout=5000,
    )
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.study.problem.start == (-1.2, 1.0)


def test_a_digit_hides_its_lane_and_shows_it_again(qtbot, window):
    race(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_2)
    assert [lane.muted for lane in window.session.study.lanes] == [False, True]
    assert not window.session.looks[1].visible
    QTest.keyClick(window, Qt.Key.Key_2)
    assert not window.session.study.lanes[1].muted


def test_both_themes_and_all_actions_with_a_tip(qtbot, window):
    for _ in range(2):
        window.actions_by_name["theme"].trigger()
        assert window.actions_by_name["theme"].isChecked() == window.theme.dark
        assert window.grab().width() == 1366
    assert all(action.toolTip() for action in window.actions_by_name.values())


def test_help_opens_at_a_topic(qtbot, window):
    window.show_help("optimizer:adam")
    assert window.docks["help"].isVisible()
    assert "Kingma" in window.help.browser.toPlainText()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert "In one minute" in window.help.browser.toPlainText()


def test_a_broken_file_is_a_message_and_loses_nothing(qtbot, window, tmp_path):
    race(window, qtbot)
    before = window.session.study
    path = tmp_path / "broken.descent.json"
    path.write_text('{"format": "descent-lab-study", "schema": 99, "study": {}}')
    assert window.document.open(path) is False
    assert "newer" in window.message_bar.text
    assert window.session.study == before


def test_save_and_open_bring_the_same_study(qtbot, window, tmp_path):
    race(window, qtbot)
    path = tmp_path / "mine.descent.json"
    assert window.document.save_to(path)
    saved = window.session.study_to_save
    window.document.new()
    assert window.document.open(path)
    assert window.session.study == saved == load_study(path)
    assert window.windowTitle().startswith("mine.descent.json")


def test_what_was_on_screen_is_there_at_the_next_start(qtbot, window):
    race(window, qtbot, steps=123)
    window.close()
    assert (state_folder() / "last.descent.json").is_file()
    again = make_window(QApplication.instance())
    qtbot.addWidget(again)
    again.document.restore()
    assert again.session.study.steps == 123
    again.close()


def test_the_transport_says_where_it_stands(qtbot, window):
    race(window, qtbot)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=20000)
    qtbot.waitUntil(lambda: window.transport.position.text() == "step 200 of 200", timeout=5000)
    assert window.transport.run_button.text() == "Run again"
    window.transport.timeline.scrubbed.emit(50)
    qtbot.waitUntil(lambda: window.transport.position.text() == "step 50 of 200", timeout=5000)


def test_speed_goes_up_and_down_in_order(qtbot, window):
    race(window, qtbot)
    speeds = [window.transport.ticks_a_second]
    for _ in range(12):
        window.transport.change_speed(1)
        speeds.append(window.transport.ticks_a_second)
    assert speeds == sorted(speeds)
    assert speeds[-1] == math.inf


def test_hidden_plots_are_not_drawn(qtbot, window):
    race(window, qtbot)
    assert len(window.docks.curves) == 2
    window.commands.on_add_plot()
    third = window.docks.curve(2)
    assert third.isVisible()
    assert third.plot.frame is not None
    window.docks["curve2"].hide()
    window.docks.curve(5)
    race(window, qtbot)
    assert third.plot.frame is None
    window.docks.open("curve2")
    assert third.plot.frame.race is window.session.race
    assert not window.docks.curve(5).plot.isVisible()


def test_one_key_switches_the_curves_between_logarithmic_and_linear(window):
    window.trajectory.plot.setFocus()
    seen = []
    for _ in range(3):
        seen.append({panel.log_y.isChecked() for panel in window.docks.curves})
        QTest.keyClick(window, Qt.Key.Key_L)
    assert seen == [{True}, {False}, {True}]


def test_rates_that_were_chosen_stay_on_another_surface_until_one_press_changes_them(qtbot, window):
    lanes = tuple(LaneSpec(optimizer=name, hyperparameters={"lr": 7e-4}) for name in ("adam", "momentum"))
    window.document.adopt(Study(lanes=lanes), None)
    before = [lane.hyperparameters for lane in window.session.study.lanes]
    editor = window.study_panel.problem.surface_editor
    editor.surface.chosen.emit("himmelblau")
    assert [lane.hyperparameters for lane in window.session.study.lanes] == before
    assert "keep their learning rates" in window.message_bar.text
    QTest.mouseClick(window.message_bar.findChild(QPushButton, "act"), Qt.MouseButton.LeftButton)
    after = [lane.hyperparameters for lane in window.session.study.lanes]
    assert all(old["lr"] != new["lr"] for old, new in zip(before, after, strict=True))
    window.session.undo()
    assert [lane.hyperparameters for lane in window.session.study.lanes] == before


def test_rates_that_stay_on_data_are_told_of_by_number(window):
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum", hyperparameters={"lr": 7e-4}))
    window.document.adopt(Study(lanes=lanes), None)
    window.study_panel.problem.edited.emit(DataSpec(), "Race on data", "")
    text = "1 of 2 lanes keeps its learning rate, which may not suit this data."
    assert window.message_bar.text == text
    QTest.mouseClick(window.message_bar.findChild(QPushButton, "act"), Qt.MouseButton.LeftButton)
    assert all(not lane.hyperparameters for lane in window.session.study.lanes)


def test_what_was_refused_is_told_until_another_edit_is_taken(window):
    window.document.adopt(Study(), None)
    window.message_bar.dismiss()
    window.study_panel.lanes.add_optimizer("muon")
    assert "Muon cannot race on a surface" in window.message_bar.text
    window.study_panel.lanes.add_optimizer("adamw")
    assert window.message_bar.text == ""


def test_help_gets_more_room_than_a_plot_and_gives_it_back(qtbot, window):
    def heights():
        return window.docks["curve0"].height(), window.docks["curve1"].height()

    before = heights()
    window.show_help("guide")
    qtbot.waitUntil(lambda: window.docks["help"].height() > 1.5 * window.docks["curve0"].height())
    window.docks["help"].close()
    qtbot.waitUntil(lambda: all(abs(a - b) < 20 for a, b in zip(heights(), before, strict=True)))
