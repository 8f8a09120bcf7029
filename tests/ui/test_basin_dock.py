"""The dock in the window: nothing before it is looked at, a click sets the start and can be undone."""

import multiprocessing

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from app.study.experiment.spec import BasinSpec, TuneSpec
from app.study.file import load_study
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.basin_export import save_rows

STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),),
    steps=30,
)


@pytest.fixture
def window(shared_window):
    assert shared_window.session.open_study(STUDY)
    shared_window.docks["basins"].hide()
    yield shared_window
    shared_window.docks["basins"].hide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_from_the_menu_to_a_start(window, until):
    dock = window.basins
    assert dock.panel is None
    before = len(multiprocessing.active_children())
    window.actions_by_name["basins"].trigger()
    assert dock.isVisible()
    until(lambda: dock.maps.state == "done")
    assert len(multiprocessing.active_children()) > before
    plot = dock.panel.plots[0]
    plot.start_chosen.emit(1.0, -2.0)
    assert window.session.study.problem.start == (1.0, -2.0)
    assert dock.maps.state == "done"
    assert any(mark.kind == "ring" and (mark.x, mark.y) == (1.0, -2.0) for mark in plot.signs.marks)
    window.session.undo()
    assert window.session.study.problem.start is None
    assert dock.plot_of(plot) is plot
    plot.setFocus()
    assert window.plot_in_use() is plot or QApplication.focusWidget() is not plot


def test_an_edit_is_mapped_while_the_dock_is_in_sight_only(window, until):
    dock = window.basins
    window.docks.open("basins")
    until(lambda: dock.maps.state == "done")
    lane = msgspec.structs.replace(STUDY.lanes[0], hyperparameters={"lr": 0.1})
    study = msgspec.structs.replace(window.session.study, lanes=(lane,))
    window.session.edit(study)
    until(lambda: dock.maps.view.study.lanes[0].hyperparameters["lr"] == 0.1)
    dock.hide()
    until(lambda: dock.maps.state in ("idle", "done"))
    assert not dock.maps._timer.isActive()
    window.session.undo()
    assert dock.maps.view.study.lanes[0].hyperparameters["lr"] == 0.1
    window.docks.open("basins")
    until(lambda: dock.maps.state == "done")
    assert dock.maps.view.study.lanes[0].hyperparameters["lr"] == 0.3


def test_optimizers_that_have_become_others_are_mapped_anew(window, until):
    dock = window.basins
    window.docks.open("basins")
    until(lambda: dock.maps.state == "done")
    before = dock.maps.view.maps[0]
    dock.forget()
    assert dock.maps.view.maps[0] is not before
    until(lambda: dock.maps.state == "done")


def test_starts_and_steps_are_the_studys_and_undone(window, until):
    dock, session = window.basins, window.session
    window.docks.open("basins")
    controls = dock.panel.controls
    controls.resolution.setCurrentIndex(0)
    controls.resolution.activated.emit(0)
    controls.steps.setValue(20)
    assert session.study.experiment == BasinSpec(resolution=50, steps=20)
    until(lambda: dock.maps.state == "done")
    assert dock.maps.view.study.steps == 20
    session.undo()
    while session.can_undo:
        session.undo()
    assert session.study.experiment is None
    assert (controls.resolution.currentData(), controls.steps.value()) == (200, 0)
    saved = msgspec.structs.replace(STUDY, experiment=BasinSpec(resolution=100, steps=15))
    assert session.open_study(saved)
    until(lambda: dock.maps.state == "done" and dock.maps.resolution == 100)
    assert (controls.resolution.currentData(), controls.steps.value()) == (100, 15)
    swept = msgspec.structs.replace(STUDY, experiment=TuneSpec())
    assert session.open_study(swept)
    controls.steps.setValue(25)
    assert session.study.experiment == TuneSpec()  # looking at maps takes no tuning away


def test_the_report_of_the_maps_is_ordered_from_the_dock(window, until, qtbot, tmp_path):
    assert window.session.open_study(msgspec.structs.replace(STUDY, experiment=BasinSpec(resolution=50)))
    window.docks.open("basins")
    dock = window.basins
    until(lambda: dock.maps.state == "done")
    button = dock.panel.controls.report
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.document.report_dialog
    assert dialog.windowTitle() == "Report of the basin maps"
    assert "2,500 rows in basin.csv" in dialog.boxes["data"].text()
    dialog.folder.setText(str(tmp_path / "out"))
    with qtbot.waitSignal(dialog.reported, timeout=120_000):
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    study = load_study(tmp_path / "out" / "report.html")
    assert study.experiment == BasinSpec(resolution=50)
    assert study.steps == STUDY.steps
    rows = (tmp_path / "out" / "basin.csv").read_bytes()
    save_rows(dock.maps.view, tmp_path / "window.csv")
    assert rows == (tmp_path / "window.csv").read_bytes()
