"""The panel of the sweeps, driven as a person does: by its fields, buttons and keys."""

import csv
import multiprocessing
import os
import time

import msgspec
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.study.experiment.board import FAILED
from app.study.experiment.measure import MEASURES
from app.study.experiment.shelf import Shelf
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.experiment_session import ExperimentSession
from app.ui.panels.sweep_panel import SweepPanel
from app.ui.sweep_session import SweepSession
from app.ui.theme import DARK, LIGHT
from tests.study.experiment.script import Scripted

replace = msgspec.structs.replace
FINAL = MEASURES[0]
STUDY = Study(
    problem=SurfaceSpec(surface="ravine", spread=0.1),
    lanes=(
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.01}, colour="1"),
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}, name="Mine", colour="2"),
    ),
    steps=150,
    seeds=(0, 1, 2),
)


def _sets_up(text):
    """Return whether an edit is of the sweep, which the window gives back, not of a lane."""
    return text in ("Set up the sweep", "Extend the sweep")


@pytest.fixture
def panel(qtbot, tmp_path):
    found = SweepPanel(SweepSession(ExperimentSession(Shelf(tmp_path), workers=1)), LIGHT)
    qtbot.addWidget(found)
    found.resize(1000, 420)
    with qtbot.waitExposed(found):
        found.show()
    found.set_study(STUDY)
    found.edited.connect(lambda study, text, key: found.set_study(study) if _sets_up(text) else None)
    yield found
    found.session.shutdown()
    assert multiprocessing.active_children() == []


@pytest.fixture
def edits(panel):
    found = []
    panel.edited.connect(lambda study, text: None if _sets_up(text) else found.append((study, text)))
    return found


def ask(panel, low, high, count, name="lr", lane=1):
    panel.choose(lane, name)
    panel.form.first.set_range(low, high, count)
    panel.form._on_changed()


def run(panel, until):
    panel.form.start.click()
    until(lambda: not panel.session.run.is_busy)
    panel.grab()


def pixel(plot, x, y):
    """Return where a place of the view is, in the pixels of the view box."""
    left, right, bottom, top, width, height = plot.view()
    return QPointF((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)


def click(plot, point):
    at = plot.mapFromScene(plot.box.mapToScene(point))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_before_the_first_sweep_a_sentence_and_a_button(panel, until):
    assert panel.frame.pages.currentIndex() == 0
    assert "which values" in panel.frame.empty.label.text()
    assert panel.frame.empty.button.text() == "Sweep lr of Gradient descent"
    assert panel.session.run.pids == []
    panel.form.first.set_range(0.01, 0.1, 2)
    panel.frame.empty.button.click()
    until(lambda: not panel.session.run.is_busy)
    assert panel.frame.pages.currentIndex() == 1


def test_a_curve_with_its_best_its_range_and_what_diverged(panel, until):
    ask(panel, 1e-3, 1.0, 7, lane=0)
    assert "1 lane × 7 values × 3 seeds = 21 runs" in panel.form.summary.text()
    run(panel, until)
    assert panel.session.complete
    plot = panel.result.curves
    kinds = [mark.kind for mark in plot.signs.marks]
    found = panel.session.swept(0, FINAL)
    gone = int((found.failed == 3).sum())
    assert gone > 0
    assert kinds.count("cross") == gone
    assert kinds.count("minimum") == 1
    assert len(plot.bands.bands) == 1
    assert "range" in {stroke.name for stroke in plot.strokes.strokes}
    name = plot.legend._rows[0][1].name
    assert name.startswith("Gradient descent  ★ ")
    assert "decades" in name
    assert "median and quartiles of 3 seeds" in plot.legend._note
    assert "Gradient descent" in panel.result.curves.describe()


def test_fewer_than_three_seeds_draw_no_band(panel, until):
    ask(panel, 1e-2, 1e-1, 3)
    panel.form.seeds.setValue(2)
    run(panel, until)
    assert panel.result.curves.bands.bands == []
    assert "2 seeds" in panel.result.curves.legend._note


def test_all_lanes_at_once(panel, until):
    ask(panel, 1e-2, 1e-1, 3)
    QTest.mouseClick(panel.form.checks[0], Qt.MouseButton.LeftButton)
    run(panel, until)
    assert {stroke.lane for stroke in panel.result.curves.strokes.strokes if stroke.name == "median"} == {
        0,
        1,
    }
    assert panel.result.curves.looks[1].name == "Mine"
    assert panel.result.curves.looks[1].colour == LIGHT.lanes[1]


def test_extending_computes_the_new_values_alone(panel, until):
    ask(panel, 1e-4, 1e-2, 3)
    run(panel, until)
    assert panel.session.asked == 9
    assert panel.extend.isVisible()
    before = panel.session.runs(0, 2)
    panel.extend.click()
    until(lambda: not panel.session.run.is_busy)
    assert panel.session.asked == 2 * 3
    values = panel.session.swept(0, FINAL).values("lr")
    assert values == pytest.approx([1e-4, 1e-3, 1e-2, 1e-1, 1.0])
    assert panel.session.runs(0, 2) == before
    best = panel.session.swept(0, FINAL).best
    assert panel.extend.isVisible() == (best in (0, 4))
    assert (panel.form.first.high.value, panel.form.first.count.value()) == (1.0, 5)
    panel.form.start.click()  # the same grid, written as a range
    assert panel.session.asked == 0


def test_asking_again_computes_nothing(panel, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    panel.form.start.click()
    assert panel.session.asked == 0
    assert not panel.session.run.is_busy


def test_a_click_and_the_button_keep_a_lane(panel, edits, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    assert not panel.point.keep.isEnabled()
    click(panel.result.curves, pixel(panel.result.curves, *panel.result.curves.points.of[0][1]))
    assert "lr = 0.01" in panel.point.text.text()
    panel.point.keep.click()
    ((study, text),) = edits
    assert text == "Keep Mine lr=0.01"
    assert study.lanes[:2] == STUDY.lanes
    assert study.lanes[2].hyperparameters == {"lr": 0.01}
    assert study.lanes[2].name == "Mine lr=0.01"
    assert study.lanes[2].colour == ""


def test_the_keys_do_it_too(panel, edits, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    plot = panel.result.curves
    best = panel.session.swept(0, FINAL).best
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.picked() == (0, best)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.picked() == (0, best - 1)
    QTest.keyClick(plot, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    ((study, text),) = edits
    value = panel.session.swept(0, FINAL).values("lr")[best - 1]
    assert study.lanes[1].hyperparameters == {"lr": value}
    assert study.lanes[1].name == "Mine"
    assert len(study.lanes) == 2
    assert text == f"Set lr={value:g} in Mine"
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert len(edits[1][0].lanes) == 3
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.picked() == (-1, -1)


def test_a_lane_that_is_gone_cannot_be_set(panel, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    panel.result.curves.go(1, 0)
    assert panel.point.set.isEnabled()
    panel.set_study(replace(STUDY, lanes=STUDY.lanes[:1]))
    assert not panel.point.set.isEnabled()
    assert panel.point.keep.isEnabled()


def test_cancelled_it_leaves_nothing_running_and_can_go_on(panel, until):
    panel.set_study(replace(STUDY, steps=60_000))
    ask(panel, 1e-3, 1e-1, 12)
    panel.form.start.click()
    until(lambda: bool(panel.session.run.pids))
    if hasattr(os, "getpriority"):  # what the window's own work needs comes first
        (pid,), own = panel.session.run.pids, os.getpriority(os.PRIO_PROCESS, 0)
        until(lambda: os.getpriority(os.PRIO_PROCESS, pid) > own)
    panel.result.curves.setFocus()
    began = time.monotonic()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    until(lambda: not multiprocessing.active_children())
    assert time.monotonic() - began < 5.0  # the promise is a second; the machine of the tests may be busy
    assert panel.session.run.state == "cancelled"
    assert panel.frame.bar.pause.accessibleName() == "Go on with the sweep"
    panel.frame.bar.pause.click()
    assert panel.session.run.state == "running"
    panel.frame.bar.pause.click()
    assert panel.session.run.state == "paused"
    assert panel.frame.bar.text.text().startswith("paused")
    panel.frame.bar.pause.click()
    assert panel.session.run.state == "running"
    panel.frame.bar.stop.click()
    until(lambda: not multiprocessing.active_children())


def test_a_block_that_fails_is_seen_with_its_reason(panel, until, monkeypatch):
    def broken(content, *more, **named):
        executor = Scripted(content, {0: ["hopeless"]})
        executor.pids = []
        return executor

    monkeypatch.setattr("app.ui.experiment_session.ProcessExecutor", broken)
    said = []
    panel.message_raised.connect(lambda message: said.append(message.text))
    ask(panel, 1e-3, 1.0, 3)
    run(panel, until)
    strip = panel.frame.bar.progress.strip
    assert strip.isVisible()
    assert panel.frame.bar.text.text() == "1 of 1 blocks failed"
    assert [cell.state for cell in strip.cells] == [FAILED]
    told = panel.session.run.board.told(strip.cells[0])
    assert told == "Block 1 of 1: failed\nMine, 3 settings, seeds 0 to 2\nIt broke."
    assert said == ["Mine, 3 settings, seeds 0 to 2 failed. It broke."]


def test_a_new_window_shows_it_again(panel, until, qtbot, tmp_path):
    ask(panel, 1e-4, 1e-2, 3)
    run(panel, until)
    panel.extend.click()
    until(lambda: not panel.session.run.is_busy)
    other = SweepSession(ExperimentSession(Shelf(tmp_path), workers=1))
    other.recall()
    assert other.complete
    for cell in range(5):
        assert other.runs(0, cell) == panel.session.runs(0, cell)


@pytest.mark.parametrize(
    ("low", "high", "field", "rule"),
    [(0.1, 0.01, "low", "not above its high end"), (0.0, 0.1, "low", "above 0")],
)
def test_what_is_wrong_is_marked_where_it_stands(panel, low, high, field, rule):
    ask(panel, low, high, 3)
    panel.form.start.click()
    assert not panel.session.run.is_busy
    assert rule in getattr(panel.form.first, field).reason
    assert rule in panel.form.first.error.text()
    assert panel.form.first.error.isVisible()


def test_no_lane_is_no_sweep(panel):
    panel.form.checks[0].setChecked(False)
    panel.form._on_lane_clicked()
    assert not panel.form.start.isEnabled()
    panel.start()
    assert "at least one lane" in panel.form.error.text()


def test_twice_the_same_hyperparameter_is_refused(panel):
    ask(panel, 1e-3, 1e-1, 3)
    panel.form.second.choose("lr")
    panel.form.start.click()
    assert "both are lr" in panel.form.second.error.text()


def test_two_hyperparameters_make_a_map(panel, edits, until):
    ask(panel, 1e-2, 1.0, 3)
    panel.form.second.choose("beta1")
    panel.form.second.set_range(0.0, 0.9, 2)
    run(panel, until)
    (plot,) = panel.plots
    assert (panel.frame.pages.currentIndex(), panel.result.currentIndex()) == (1, 1)
    found = panel.session.swept(0, FINAL)
    for cell in range(6):
        assert plot.cell_at(pixel(plot, *plot._places[cell])) == cell
    click(plot, pixel(plot, *plot._places[4]))
    assert plot.picked() == (0, 4)
    assert f"lr = {found.values('lr')[4]:g}, beta1 = {found.values('beta1')[4]:g}" in panel.point.text.text()
    QTest.keyClick(plot, Qt.Key.Key_Up)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    ((study, _),) = edits
    assert set(study.lanes[2].hyperparameters) == {"lr", "beta1"}
    assert "settings diverged" not in plot.describe()
    assert panel.result.key.isVisible()


def test_sobol_points_are_dots(panel, until):
    ask(panel, 1e-2, 1.0, 3)
    panel.form.second.choose("beta1")
    panel.form.design.setCurrentIndex(panel.form.design.findData("sobol"))
    panel.form.points.setValue(8)
    run(panel, until)
    (plot,) = panel.plots
    assert len(plot._places) == 8
    for cell in range(8):
        assert plot.cell_at(pixel(plot, *plot._places[cell])) == cell
    assert not panel.extend.isVisible()  # points have no step


def test_a_choice_is_tried_as_a_whole(panel, until):
    panel.choose(1, "bias_correction")
    assert not panel.form.first.low.isVisible()
    run(panel, until)
    assert panel.session.swept(0, FINAL).values("bias_correction") == [False, True]
    assert len([mark for mark in panel.result.curves.signs.marks if mark.kind == "point"]) == 2


def test_on_data_the_validation_part_decides(panel, until):
    data = Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=STUDY.lanes[1:], epochs=1)
    panel.set_study(data)
    panel.choose(0, "batch_size")
    panel.form.first.set_range(8, 32, 3)
    run(panel, until)
    assert panel.measures.combo.currentData() == "validation_final"
    assert panel.measures.rules.currentData() == "tenth"
    assert panel.session.swept(0, FINAL).values("batch_size") == [8, 16, 32]
    assert [panel.measures.combo.itemData(row) for row in range(panel.measures.combo.count())] == [
        m.name for m in MEASURES
    ]


def test_numbers_and_picture_as_files(panel, until, tmp_path):
    told = []
    panel.message_raised.connect(lambda message: told.append(message.text))
    panel.save(str(tmp_path / "none.csv"))
    assert "no run yet" in told[-1]
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    panel.save(str(tmp_path / "sweep.csv"))
    rows = list(csv.DictReader((tmp_path / "sweep.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["lr"], row["seed"]) for row in rows][:4] == [
        ("0.001", "0"), ("0.001", "1"), ("0.001", "2"), ("0.01", "0"),
    ]  # fmt: skip
    assert float(rows[3]["final"]) == panel.session.runs(0, 1)[0]["final"]
    panel.save(str(tmp_path / "sweep.png"))
    assert QImage(str(tmp_path / "sweep.png")).width() == 1500
    panel.save(str(tmp_path / "sweep.svg"))
    assert "decades" in (tmp_path / "sweep.svg").read_text(encoding="utf-8")


def test_both_themes_and_a_narrow_panel(panel, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    panel.apply_theme(DARK)
    assert panel.result.curves.legend._rows[0][1].colour == DARK.lanes[1]
    panel.resize(320, 600)
    until(lambda: panel.result.curves.mapTo(panel, panel.result.curves.rect().topLeft()).y() > 100)


def test_what_is_of_another_problem_says_so(panel, until):
    ask(panel, 1e-3, 1e-1, 3)
    run(panel, until)
    assert panel.stale.text() == ""
    panel.set_study(replace(STUDY, steps=31))
    assert "another problem or budget" in panel.stale.text()
    assert panel.form.seeds.value() == 3


def test_each_field_has_a_name(panel):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

    for kind in (QAbstractButton, QComboBox, QSpinBox):
        for widget in panel.findChildren(kind):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                assert widget.accessibleName() or widget.text(), widget
    for widget in panel.findChildren(QLineEdit):
        if widget.isVisible() and not isinstance(widget.parent(), QSpinBox):
            assert widget.accessibleName()
