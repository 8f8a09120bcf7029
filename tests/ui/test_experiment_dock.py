"""Sweeps and tunings in the window: from a lane's menu to a lane that is kept, and back with undo."""

import multiprocessing
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.controls.lane_menu import lane_menu
from app.ui.controls.parameter_control import ParameterControl
from app.ui.theme import LIGHT

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
    for dock in (shared_window.sweeps, shared_window.tunings):
        dock.shutdown()
        dock.hide()
    shared_window.docks["basins"].hide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until(lambda: len(multiprocessing.active_children()) <= 1)  # the engine


def test_at_the_start_nothing_of_it_is_imported():
    code = (
        "import sys, app.ui.window; "
        "print([name for name in sys.modules if 'sweep_p' in name or 'tune_p' in name or 'scipy' in name])"
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
    panel.curves.go(1, 0)
    QTest.keyClick(panel.curves, Qt.Key.Key_Return)
    study = window.session.study
    assert len(study.lanes) == 3
    assert study.lanes[2].optimizer == "momentum"
    assert study.lanes[2].colour == "3"
    assert window.session.undo_text == f"Keep Momentum lr={study.lanes[2].hyperparameters['lr']:g}"
    window.session.undo()
    assert len(window.session.study.lanes) == 2
    name, _, plot = window.plots_for_export()[-1]
    assert name == "sensitivity"
    assert plot is panel.curves


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
