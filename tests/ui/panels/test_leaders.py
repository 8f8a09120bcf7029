"""Who leads, against a plain look at the whole history."""

import numpy as np
import pytest

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.panels.leaders import Leaders
from tests.ui.panels.test_table_panel import raced


@pytest.fixture(scope="module")
def view():
    """Return a race in which momentum is passed by Adam."""
    lanes = tuple(
        LaneSpec(optimizer=name, hyperparameters={"lr": lr})
        for name, lr in (("momentum", 5e-4), ("adam", 0.1), ("gradient_descent", 1e-3))
    )
    problem = SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0))
    return raced(Study(problem=problem, lanes=lanes, steps=1000))


def plainly(view, hold):
    best = np.minimum.accumulate([lane.batch_loss[:, 0] for lane in view.history.lanes], axis=1)
    alone = (best == best.min(axis=0)).sum(axis=0) == 1
    spans: list[list[int]] = []
    for tick, lane in enumerate(best.argmin(axis=0)):
        if alone[tick] and (not spans or spans[-1][1] != lane):
            spans.append([tick, int(lane)])
    ends = [tick for tick, _ in spans[1:]]
    kept = [
        (tick, lane) for (tick, lane), end in zip(spans, [*ends, np.inf], strict=True) if end - tick >= hold
    ]
    found, leader = [], -1
    for tick, lane in kept:
        if leader not in (-1, lane):
            found.append((tick, lane, leader))
        leader = lane
    return found


def test_the_changes_are_those_that_a_plain_look_finds(view):
    found = Leaders(view.history, view.problem).until(view.ticks)
    assert found == plainly(view, 10)
    assert found


@pytest.mark.parametrize("stride", [1, 7, 333])
def test_they_do_not_depend_on_how_often_one_asks(view, stride):
    leaders = Leaders(view.history, view.problem)
    for tick in range(0, view.ticks, stride):
        leaders.until(tick)
    assert leaders.until(view.ticks) == plainly(view, 10)


def test_lanes_that_are_equal_pass_the_lead_to_nobody():
    twin = LaneSpec(optimizer="adam", hyperparameters={"lr": 0.02})
    view = raced(Study(lanes=(twin, twin), steps=50))
    assert Leaders(view.history, view.problem).until(50) == []


def test_a_lane_that_is_gone_does_not_lead():
    lanes = (
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),
        LaneSpec(optimizer="adam", hyperparameters={"lr": 1e-3}),
    )
    view = raced(Study(lanes=lanes, steps=100))
    assert int(view.history.lanes[0].diverged_at[0]) >= 0
    assert all(lane == 1 for _, lane, _ in Leaders(view.history, view.problem).until(100))
