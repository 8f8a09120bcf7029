"""Sweeps and tunings in the window: from a lane's menu to a lane that is kept, and back with undo."""

import multiprocessing
import subprocess
import sys

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.experiment.kind import kind_of
from app.study.experiment.spec import BasinSpec, SuiteSpec, TaskSpec
from app.study.experiment.suites import suite_path
from app.study.file import load_study, save_study
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.controls.lane_menu import lane_menu
from app.ui.controls.parameter_control import ParameterControl
from app.ui.theme import LIGHT
from tests.ui.test_every_name import nameless

STUDY = Study(
    problem=SurfaceSpec(surface="ravine", spread=0.1),
    lanes=(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 0.001}),
    ),
    steps=30,
    seeds=(0, 1, 2),
)


@pytest.fixture
def window(shared_window, until):
    assert shared_window.session.open_study(STUDY)
    yield shared_window
    for dock in (shared_window.sweeps, shared_window.tunings, shared_window.suites):
        dock.shutdown()
        dock.hide()
    shared_window.docks["basins"].hide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until(lambda: len(multiprocessing.active_children()) <= 1)  # the engine


def test_at_the_start_nothing_of_it_is_imported():
    code = (
        "import sys, app.ui.window; "
        "late = ('sweep_p', 'tune_p', 'suite_', 'basin_p', 'ui.report', 'scipy'); "
        "print([name for name in sys.modules if any(word in name for word in late)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_from_the_menu_of_a_lane_to_a_lane_that_is_kept(window, until):
    assert window.sweeps.panel is None
    card = window.study_panel.lanes.cards[1]
    menu = lane_menu(card, LIGHT)
    assert "Sweep lr…" in [action.text() for action in menu.actions() if action.objectName() == "sweep"]
    menu.deleteLater()
    card.ask("sweep")
    assert window.sweeps.isVisible()
    panel = window.sweeps.panel
    assert panel.form.lanes == [1]
    assert panel.form.first.parameter.name == "lr"
    panel.form.first.set_range(1e-4, 1e-2, 3)
    panel.form.start.click()
    until(lambda: not panel.session.run.is_busy)
    panel.result.curves.go(1, 0)
    QTest.keyClick(panel.result.curves, Qt.Key.Key_Return)
    study = window.session.study
    assert len(study.lanes) == 3
    assert study.lanes[2].optimizer == "momentum"
    assert study.lanes[2].colour == "3"
    assert window.session.undo_text == f"Keep Momentum lr={study.lanes[2].hyperparameters['lr']:g}"
    window.session.undo()
    assert len(window.session.study.lanes) == 2
    name, _, plot = window.exhibit.plots()[-1]
    assert name == "sensitivity"
    assert plot is panel.result.curves


def test_from_the_menu_of_a_hyperparameter(window):
    card = window.study_panel.lanes.cards[0]
    card.set_open(True)
    control = card.body.main.controls["beta1"]
    menu = control.menu()
    menu.actions()[0].trigger()
    menu.close()
    assert window.sweeps.panel.form.first.parameter.name == "beta1"
    assert window.sweeps.panel.form.lanes == [0]


def test_controls_that_are_no_hyperparameters_offer_no_sweep(window):
    offered = [control for control in window.study_panel.findChildren(ParameterControl) if control.can_sweep]
    assert offered
    for control in offered:
        assert any(card.isAncestorOf(control) for card in window.study_panel.lanes.cards)


def test_from_the_list_of_commands(window):
    names = [choice.name for choice in window.palette_list.choices()]
    assert "action:sweep" in names
    assert "sweep:1:lr" in names
    window.palette_list._on_chosen("sweep:1:lr")
    assert window.sweeps.isVisible()
    assert window.sweeps.panel.form.lanes == [1]
    window.palette_list._on_chosen("action:tune")
    assert window.tunings.isVisible()


def test_tuned_settings_are_one_step_back(window, until):
    window.actions_by_name["tune"].trigger()
    panel = window.tunings.panel
    panel.form.budget.setCurrentIndex(4)
    panel.form.trials.setValue(4)
    panel.form.fresh.setValue(3)
    panel.start()
    until(lambda: not panel.session.run.is_busy)
    before = window.session.study
    panel.use.click()
    after = window.session.study
    assert [lane.hyperparameters for lane in after.lanes] == [
        {**old.hyperparameters, **found.values}
        for old, found in zip(before.lanes, panel.session.lanes, strict=True)
    ]
    assert not panel.use.isEnabled()
    window.session.undo()
    assert window.session.study == before
    assert panel.use.isEnabled()


def test_hidden_it_does_not_follow_the_study_until_it_is_seen(window):
    window.docks.open("sweep")
    panel = window.sweeps.panel
    window.sweeps.hide()
    window.session.open_study(Study(lanes=STUDY.lanes[:1]))
    assert len(panel.form.checks) == 2
    window.docks.open("sweep")
    assert len(panel.form.checks) == 1


def test_other_optimizers_are_swept_anew(window, until):
    window.sweep(0, "lr")
    panel = window.sweeps.panel
    panel.form.first.set_range(0.01, 0.1, 2)
    panel.form.start.click()
    until(lambda: not panel.session.run.is_busy)
    assert panel.session.complete
    window.sweeps.forget()
    assert not panel.session.complete


def test_its_pictures_are_written_with_the_others(window, until, tmp_path, dialog_for):
    window.session.run()
    window.sweep(0, "lr")
    panel = window.sweeps.panel
    panel.form.first.set_range(0.01, 0.1, 2)
    panel.form.start.click()
    until(lambda: not panel.session.run.is_busy and window.session.state == "finished")
    dialog = dialog_for(window)
    assert "sensitivity" in dialog.form.plots
    dialog.export_button.click()
    until(lambda: window.document.export_dialog is None or not window.document.export_dialog.isVisible())
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"sensitivity.png", "sensitivity.svg"} <= names


def test_a_sweep_is_saved_with_its_study_and_shown_again(window, until, tmp_path):
    window.docks.open("sweep")
    panel = window.sweeps.panel
    panel.form.checks[1].click()
    panel.form.first.set_range(1e-3, 1e-2, 3)
    panel.form.first.count.setValue(4)
    session = window.session
    assert session.undo_text == "Set up the sweep"
    spec = session.study.experiment
    assert [(axis.lane, axis.count) for axis in spec.axes] == [(0, 4), (1, 4)]
    assert window.document.save_to(tmp_path / "swept.descent.json")
    assert load_study(tmp_path / "swept.descent.json").experiment == spec
    session.undo()
    assert session.study.experiment is None
    session.redo()
    assert panel.form.first.count.value() == 4
    assert session.open_study(STUDY)
    window.sweeps.hide()
    assert window.document.open(tmp_path / "swept.descent.json")
    until(lambda: session.study.experiment == spec)
    window.docks.open("sweep")
    assert panel.form.lanes == [0, 1]
    assert (panel.form.first.low.value, panel.form.first.count.value()) == (1e-3, 4)


def test_an_edit_of_the_form_does_not_race_again_and_is_saved_after_a_race(window, until):
    session = window.session
    until(lambda: session.race is not None)
    race = session.race
    window.docks.open("tune")
    panel = window.tunings.panel
    panel.form.fresh.setValue(4)
    assert session.study.experiment.fresh == 4
    assert session.race.history is race.history
    assert session.study_to_save.experiment.fresh == 4


def test_another_surface_keeps_the_sweep_and_data_lets_the_maps_go(window, until):
    session = window.session
    assert session.edit(msgspec.structs.replace(session.study, experiment=BasinSpec(resolution=50)))
    window.study_panel._on_problem_edited(SurfaceSpec(surface="beale"), "surface", "")
    assert session.study.experiment == BasinSpec(resolution=50)
    window.study_panel._on_problem_edited(DataSpec(dataset="iris", model="softmax"), "data", "")
    assert isinstance(session.study.problem, DataSpec)
    assert session.study.experiment is None
    session.undo()
    assert session.study.experiment == BasinSpec(resolution=50)


@pytest.mark.parametrize("kind", ["sweep", "tune"])
def test_the_report_of_an_experiment_is_ordered_from_its_dock(window, until, qtbot, tmp_path, kind):
    session = window.session
    session.edit(msgspec.structs.replace(session.study, prediction="Adam needs the smaller rate."))
    window.docks.open(kind)
    panel = {"sweep": window.sweeps, "tune": window.tunings}[kind].panel
    button = panel.frame.report
    if kind == "tune":
        panel.form.budget.setCurrentIndex(4)
        panel.form.trials.setValue(3)
        panel.form.fresh.setValue(2)
    panel.form.start.click()
    assert not button.isEnabled() or not panel.session.run.is_busy
    until(lambda: panel.session.complete)
    assert button.isEnabled()
    session.edit(msgspec.structs.replace(session.study, prediction="Or not."))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.document.report_dialog
    assert "It was changed afterwards" in dialog.prediction.text()
    assert "rows in results.csv" in dialog.boxes["data"].text()
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.name.setText("mine")
    with qtbot.waitSignal(dialog.reported, timeout=120_000):
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    there = sorted(path.name for path in (tmp_path / "out").iterdir())
    files = ["mine.html", "mine.pdf", "results.csv", "study.json", "verdict.csv"]
    assert there == sorted([*files, "chosen.json"] if kind == "tune" else files)
    text = (tmp_path / "out" / "mine.html").read_text("utf-8")
    assert "Adam needs the smaller rate." in text
    assert "Or not." in text
    study = load_study(tmp_path / "out" / "mine.html")
    assert kind_of(study).blocks(study, 0, [])
    assert "mine.html and" in window.message_bar.text


def test_a_report_that_cannot_be_written_says_so_in_the_dialog(window, until, qtbot, tmp_path):
    window.docks.open("sweep")
    panel = window.sweeps.panel
    panel.form.start.click()
    until(lambda: panel.session.complete)
    panel.frame.report.click()
    dialog = window.document.report_dialog
    (tmp_path / "file").write_text("")
    dialog.folder.setText(str(tmp_path / "file"))
    qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    assert "cannot be made" in dialog.bar.text or "cannot be" in dialog.bar.text
    assert dialog.isVisible()
    dialog.reject()


def test_a_suite_from_the_key_to_its_report(window, until, qtbot, tmp_path):
    before = window.session.study
    window.actions_by_name["suite"].trigger()
    panel = window.suites.panel
    assert window.suites.isVisible()
    tasks = tuple(
        TaskSpec(name=name, problem=SurfaceSpec(surface=name), steps=20) for name in ("bowl", "beale")
    )
    suite = msgspec.structs.replace(STUDY, title="Two", experiment=SuiteSpec(tasks=tasks), prediction="Adam.")
    save_study(suite, tmp_path / "two.descent.json")
    window.suites.open_suite(tmp_path / "two.descent.json")
    panel.form.start.click()
    until(lambda: panel.session.complete and panel.session.found is not None)
    until(lambda: len(panel.session.found.tasks) == 2)
    assert window.session.study == before
    panel.form.expected.setPlainText("Momentum.")
    panel.frame.report.click()
    dialog = window.document.report_dialog
    assert dialog.windowTitle() == "Report of the suite"
    assert "changed afterwards" in dialog.prediction.text()
    dialog.folder.setText(str(tmp_path / "out"))
    with qtbot.waitSignal(dialog.reported, timeout=120_000):
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    assert load_study(tmp_path / "out" / "report.html").experiment == suite.experiment
    assert len(window.exhibit.plots()) > 1
    window.suites.hide()


def test_the_palette_offers_the_suites_and_a_study_with_one_shows_it(window, until):
    names = [choice.name for choice in window.palette_list.choices()]
    assert "suite:noisy" in names
    window.palette_list._on_chosen("suite:noisy")
    assert window.suites.panel.form.chosen.title == "Noise"
    assert window.document.open(suite_path("surfaces"))
    until(lambda: isinstance(window.session.study.experiment, SuiteSpec))
    assert window.suites.panel.form.chosen.path is None
    assert window.suites.panel.form.list.item(0).text() == "This study: Surfaces"
    window.suites.hide()


def test_f1_within_a_dock_opens_its_page(window, until):
    window.docks.open("sweep")
    window.activateWindow()
    until(window.isActiveWindow)
    window.sweeps.panel.form.design.setFocus()
    until(lambda: QApplication.focusWidget() is window.sweeps.panel.form.design)
    window.actions_by_name["help"].trigger()
    assert window.help.topic == "sweep"
    window.trajectory.plot.setFocus()
    window.actions_by_name["help"].trigger()
    assert window.help.topic == "guide"
    window.docks["help"].hide()


@pytest.mark.parametrize("kind", ["sweep", "tune", "suite", "basins"])
def test_all_that_takes_the_keyboard_has_a_name(window, kind):
    window.docks.open(kind)
    assert nameless(window.docks[kind]) == []
    window.docks[kind].hide()
    window.docks[kind].shutdown()  # maps keep their processes warm for a while
