"""Bookmarks say what a reader of the whole history would find."""

import dataclasses

import msgspec
import numpy as np
import pytest

from app.engine.lane import Change
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.target import steps_to_target, target_loss
from app.ui.panels.bookmark import Bookmarks
from tests.ui.panels.test_table_panel import frame_of, raced


def lane(optimizer, lr):
    return LaneSpec(optimizer=optimizer, hyperparameters={"lr": lr})


@pytest.fixture(scope="module")
def view():
    lanes = (lane("adam", 0.1), lane("gradient_descent", 1.0), lane("momentum", 1e-3))
    return raced(Study(problem=SurfaceSpec(surface="rosenbrock"), lanes=lanes, steps=600))


def marks_of(view, tick=None):
    return Bookmarks(view).of(frame_of(view, view.ticks if tick is None else tick))


def test_divergence_and_live_changes_are_marked(view):
    changed = msgspec.structs.replace(view.study.lanes[0], changes=(Change(20, "lr", 0.05),))
    study = msgspec.structs.replace(view.study, lanes=(changed, *view.study.lanes[1:]))
    marks = {mark.kind: mark for mark in marks_of(dataclasses.replace(view, study=study))}
    assert marks["diverged"].tick == int(view.history.lanes[1].diverged_at[0]) >= 0
    assert marks["changed"].tick == 20
    assert "lr) set to 0.05 after step 20" in marks["changed"].text


def test_a_lane_that_reached_the_target_is_marked_where_it_did(view):
    target = target_loss(view.study, view.problem)
    expected = [steps_to_target(view.history, view.problem, index, target)[0] for index in range(3)]
    found = [mark.tick for mark in marks_of(view) if mark.kind == "target"]
    assert found == sorted(step for step in expected if step is not None)
    assert found


def test_another_target_moves_its_marks(view):
    bookmarks = Bookmarks(view)
    frame = frame_of(view, view.ticks)
    before = [mark.tick for mark in bookmarks.of(frame) if mark.kind == "target"]
    easier = dataclasses.replace(view, study=msgspec.structs.replace(view.study, target=3.0))
    moved = bookmarks.of(dataclasses.replace(frame, race=easier))
    after = [mark.tick for mark in moved if mark.kind == "target"]
    assert after
    assert after[0] < before[0]


def test_they_are_the_same_however_often_one_asks(view):
    bookmarks = Bookmarks(view)
    frame = frame_of(view, view.ticks)
    for recorded in range(0, view.ticks, 37):
        bookmarks.of(dataclasses.replace(frame, recorded=recorded, tick=recorded))
    assert bookmarks.of(frame) == marks_of(view)


def test_they_stand_in_the_order_of_time(view):
    ticks = [mark.tick for mark in marks_of(view)]
    assert ticks == sorted(ticks)
    assert np.all(np.array(ticks) <= view.ticks)


def test_on_data_they_stand_at_evaluations_of_many_runs():
    problem = DataSpec(dataset="iris", model="softmax")
    study = Study(problem=problem, lanes=(lane("adam", 0.3), lane("sgd", 1e-5)), epochs=20, seeds=(0, 1, 2))
    view = raced(study)
    marks = [mark for mark in marks_of(view) if mark.kind == "target"]
    assert len(marks) == 1
    assert "(3 of 3 runs)" in marks[0].text
    step = int(marks[0].text.split("step ")[1].split()[0])
    assert step in view.history.lanes[0].plan.evaluate_at
    assert (
        view.history.plan.step_at(0, marks[0].tick) == step != view.history.plan.step_at(0, marks[0].tick - 1)
    )
