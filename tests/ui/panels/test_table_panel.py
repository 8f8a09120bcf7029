"""The table shows what the history says."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.frame import Frame, RaceView
from app.ui.panels import table_panel
from app.ui.panels.table_panel import TablePanel
from app.ui.reference import Reference
from app.ui.theme import DARK, LIGHT, lane_looks


def raced(study):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    return RaceView(study, problem, race.history)


def frame_of(view, tick, bold=None):
    count = len(view.study.lanes)
    looks = lane_looks(
        LIGHT, [lane.optimizer for lane in view.study.lanes], list(range(count)), [True] * count, bold
    )
    steps = tuple(view.history.plan.step_at(lane, tick) for lane in range(count))
    return Frame(view, tick, view.ticks, steps, looks)


def cells(panel):
    model = panel.view.model()
    titles = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    return [
        dict(zip(titles, (model.data(model.index(row, i)) for i in range(len(titles))), strict=True))
        for row in range(model.rowCount())
    ]


@pytest.fixture
def surface():
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    return raced(
        Study(
            problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)), lanes=lanes, steps=100, target=5.0
        )
    )


@pytest.fixture
def panel(qtbot):
    widget = TablePanel(LIGHT)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_numbers_are_those_of_the_history_at_the_playhead(panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 40))
    rows = cells(panel)
    assert [row["Lane"] for row in rows] == ["adam", "gradient_descent", "momentum"]
    losses = surface.history.lanes[0].batch_loss[:, 0]
    assert float(rows[0]["Loss"]) == pytest.approx(losses[40], rel=1e-4)
    assert float(rows[0]["Best loss"]) == pytest.approx(losses[:41].min(), rel=1e-4)
    reached = np.nonzero(losses[:41] <= 5.0)[0]
    assert rows[0]["Steps to 5"] == (f"{reached[0]}" if reached.size else "–")


def test_a_diverged_lane_is_labelled_with_its_step_and_others_go_on(panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 100))
    rows = cells(panel)
    step = int(surface.history.lanes[1].diverged_at[0])
    assert step > 0
    assert rows[1]["Status"] == f"diverged at step {step}"
    assert "diverged" not in rows[0]["Status"] + rows[2]["Status"]


def test_a_click_names_the_lane_of_the_row_even_when_sorted(qtbot, panel, surface):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 100))
    panel.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    names = [row["Lane"] for row in cells(panel)]
    with qtbot.waitSignal(panel.lane_clicked) as caught:
        point = panel.view.visualRect(panel.view.model().index(0, 0)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert surface.study.lanes[caught.args[0]].optimizer == names[0]


def test_accuracy_has_columns_on_classification_only(panel, surface):
    study = Study(
        problem=DataSpec(dataset="iris", model="softmax"),
        lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),),
        epochs=3,
    )
    view = raced(study)
    panel.set_race(view)
    panel.show_frame(frame_of(view, view.ticks))
    row = cells(panel)[0]
    assert row["Valid. acc."].endswith("%")
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 10))
    assert "Valid. acc." not in cells(panel)[0]


def test_the_leader_is_said_in_a_sentence(panel, surface):
    panel.apply_theme(DARK)
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 100))
    assert "has the lowest loss" in panel.describe()
    panel.set_race(None)
    assert cells(panel) == []


def at(view, tick, recorded, running):
    frame = frame_of(view, tick)
    return Frame(view, tick, recorded, frame.steps, frame.looks, running=running)


def test_a_lane_that_runs_is_told_from_one_that_stopped(panel):
    surface = raced(Study(lanes=(LaneSpec(),), steps=100, target=-1.0))
    panel.set_race(surface)
    for tick, recorded, running, words in (
        (3, 3, True, "at step 3 of 100"),
        (3, 3, False, "stopped at step 3 of 100"),
        (2, 3, False, "at step 2 of 100"),
        (100, 100, False, "finished"),
    ):
        panel.show_frame(at(surface, tick, recorded, running))
        assert cells(panel)[0]["Status"] == words


def test_where_the_playhead_stops_the_numbers_are_those_of_there(panel, surface, monkeypatch):
    monkeypatch.setattr(table_panel, "perf_counter", lambda: 0.0)
    panel.set_race(surface)
    panel.show_frame(at(surface, 10, 100, True))
    panel.show_frame(at(surface, 40, 100, True))
    assert cells(panel)[0]["Steps"] == "10"
    panel.show_frame(at(surface, 40, 100, False))
    assert cells(panel)[0]["Steps"] == "40"
    panel.show_frame(at(surface, 70, 100, False))
    assert cells(panel)[0]["Steps"] == "70"


def test_a_step_is_filled_in_once_though_the_engine_is_a_step_ahead(panel, surface):
    panel.set_race(surface)
    filled = []
    panel._model.dataChanged.connect(lambda *_: filled.append(1))
    panel.show_frame(at(surface, 9, 9, True))
    filled.clear()
    for tick in range(10, 15):
        panel.show_frame(at(surface, tick, tick, True))
        panel.show_frame(at(surface, tick, tick + 1, True))
    assert len(filled) == 5
    assert cells(panel)[0]["Steps"] == "14"


@pytest.mark.parametrize(
    ("held", "name"),
    [
        (Qt.KeyboardModifier.NoModifier, "lane_clicked"),
        (Qt.KeyboardModifier.ShiftModifier, "lane_soloed"),
        (Qt.KeyboardModifier.ControlModifier, "lane_muted"),
    ],
)
def test_a_row_is_highlighted_shown_alone_or_hidden_by_the_keyboard(qtbot, panel, surface, held, name):
    panel.set_race(surface)
    panel.show_frame(frame_of(surface, 100))
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.view.setFocus()
    panel.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    QTest.keyClick(panel.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    row = panel._order.mapToSource(panel.view.currentIndex()).row()
    with qtbot.waitSignal(getattr(panel, name)) as caught:
        QTest.keyClick(panel.view, Qt.Key.Key_Return, held)
    assert caught.args == [row]


def test_the_rows_of_a_reference_stand_behind_and_are_compared_where_the_problem_is_the_same(panel, surface):
    lanes = (LaneSpec(optimizer="nadam", hyperparameters={"lr": 0.3}),)
    same = raced(Study(problem=surface.study.problem, lanes=lanes, steps=100))
    other = raced(Study(problem=SurfaceSpec(surface="bowl"), lanes=lanes, steps=100))
    panel.set_race(surface)
    panel.set_reference(Reference(same, "same"))
    panel.show_frame(frame_of(surface, 50))
    rows = cells(panel)
    assert [row["Lane"] for row in rows] == ["adam", "gradient_descent", "momentum", "ref · NAdam"]
    assert rows[3]["Steps"] == "50"
    best = min(range(4), key=lambda row: float(panel._model.summaries[row].losses[0]) if row != 1 else np.inf)
    assert panel._model.leader["loss"] == best
    panel.set_reference(Reference(other, "other"))
    panel.show_frame(frame_of(surface, 50))
    assert panel._model.leader["loss"] in (0, 2)
    panel.set_reference(None)
    panel.show_frame(frame_of(surface, 50))
    assert len(cells(panel)) == 3


def test_lanes_at_their_defaults_are_known_as_such(panel):
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}))
    view = raced(Study(problem=SurfaceSpec(), lanes=lanes, steps=10))
    panel.set_race(view)
    panel.show_frame(frame_of(view, 10))
    assert panel._model.untuned == {0}
