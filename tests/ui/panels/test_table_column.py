"""The table as text for a spreadsheet, and its way to the clipboard."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.summary import summarise
from app.study.target import target_loss
from app.ui.panels.table_column import text_of
from app.ui.panels.table_panel import TablePanel
from app.ui.theme import LIGHT
from tests.ui.panels.test_table_panel import cells, frame_of, raced


@pytest.fixture(scope="module")
def surface():
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    problem = SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0))
    return raced(Study(problem=problem, lanes=lanes, steps=2000, target=1.0))


@pytest.fixture
def panel(qtbot):
    widget = TablePanel(LIGHT)
    qtbot.addWidget(widget)
    widget.show()
    QGuiApplication.clipboard().clear()
    return widget


def pasted():
    """Return the rows of the clipboard, each by its titles."""
    head, *lines = QGuiApplication.clipboard().text().splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def summaries(view, tick):
    target = target_loss(view.study, view.problem)
    return [
        summarise(view.history, view.problem, lane, target, view.history.plan.step_at(lane, tick))
        for lane in range(len(view.study.lanes))
    ]


def test_numbers_come_back_bit_by_bit(panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 2000))
    panel.copy()
    rows = pasted()
    for row, summary in zip(rows, summaries(surface, 2000), strict=True):
        assert float(row["Loss"]) == summary.loss
        assert float(row["Best loss"]) == summary.best_loss
        assert row["Steps to 1"] == str(summary.steps_to_target or "")
        assert row["Steps"] == "2000"
        assert row["Gradients"] == str(summary.evaluations)
        assert float(row["µs / step"]) == summary.microseconds
        assert row["Status"] == summary.status
    assert rows[1]["Loss"] == "inf"
    assert math.isfinite(float(rows[0]["Loss"]))


def test_accuracies_are_numbers_from_0_to_1(panel):
    lanes = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),)
    view = raced(Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=lanes, epochs=3))
    panel.set_race(view)
    panel.show_frame(frame_of(view, view.ticks))
    panel.copy()
    (row,) = pasted()
    assert float(row["Valid. acc."]) == view.history.lanes[0].evaluated["validation_accuracy"][-1, 0]


def test_the_order_is_the_one_on_the_screen(panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 300))
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        panel.view.sortByColumn(1, order)
        panel.copy()
        assert [row["Lane"] for row in pasted()] == [row["Lane"] for row in cells(panel)]


def test_the_keys_copy_all_of_it(qtbot, panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 300))
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)
    with qtbot.waitSignal(panel.copied):
        QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(pasted()) == 3


def test_a_table_that_is_hidden_is_copied_as_it_would_be_shown(panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 100))
    panel.hide()
    panel.show_frame(frame_of(surface, 300))
    panel.copy()
    assert [row["Steps"] for row in pasted()] == ["300"] * 3


def test_without_a_race_the_clipboard_is_left_alone(qtbot, panel, surface):
    QGuiApplication.clipboard().setText("mine")
    with qtbot.assertNotEmitted(panel.copied):
        panel.copy()
        panel.set_race(surface)
        panel.set_race(None)
        panel.copy()
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_name_with_a_tab_stays_in_its_cell(panel):
    view = raced(Study(lanes=(LaneSpec(name="a\tb\nc"), LaneSpec()), steps=3))
    panel.set_race(view)
    frame = frame_of(view, 3)
    looks = tuple(type(look)("a\tb\nc", look.colour) for look in frame.looks)
    panel.show_frame(type(frame)(view, 3, 3, frame.steps, looks))
    panel.copy()
    assert [row["Lane"] for row in pasted()] == ["a b c"] * 2


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("target reached at step 200", "reached"),
        ("3 of 3 reached the target", "all 3 reached"),
        ("2 of 3 reached the target, 1 diverged", "2 of 3 reached, 1 diverged"),
        ("diverged at step 145", "diverged at step 145"),
        ("at step 75 of 300", "at step 75 of 300"),
    ],
)
def test_a_status_does_not_say_again_what_stands_beside_it(status, shown):
    assert text_of("status", status) == shown
