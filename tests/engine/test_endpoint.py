"""The recorder of endpoints: exact steps, and what it says of runs that diverge."""

import numpy as np

from app.engine.basin import ELSEWHERE, Basins
from app.engine.endpoint import EndpointRecord
from app.engine.history import LanePlan

NEAR, FAR = (0.0, 0.0), (5.0, 5.0)


def record(steps=20, target=1.0):
    return EndpointRecord(LanePlan(3, 2, steps, path=True), Basins([NEAR], 1.0), np.full(3, target))


def write(found, step, points, losses, spent=None):
    found.evaluations[step] = 10 * step if spent is None else spent
    found.batch_loss[step] = np.array(losses)
    found.theta[step] = np.array(points, order="F")


def test_the_target_is_reached_once_and_for_all():
    found = record()
    for step, losses in enumerate(([2, 1, 9], [1, 5, 9], [0, 0, np.nan], [9, 9, 9])):
        write(found, step, [FAR] * 3, np.array(losses, dtype=float))
    assert found.reached.tolist() == [1, 0, -1]
    assert found.spent_to_reach.tolist() == [10, 0, -1]


def test_divergence_is_known_to_the_step():
    found = record()
    write(found, 0, [NEAR] * 3, [9.0, 9.0, 9.0])
    write(found, 1, [NEAR, (1.1e6, 0.0), NEAR], [9.0, 9.0, 9.0])
    write(found, 2, [NEAR, (np.nan, np.nan), NEAR], [np.inf, np.nan, 9.0])
    write(found, 3, [NEAR] * 3, [9.0, 9.0, 9.0])
    assert found.diverged_at.tolist() == [2, 1, -1]


def test_at_the_very_edge_a_run_has_not_diverged():
    found = record()
    write(found, 0, [(1e6, -1e6), (1e6, 1e6), (-1e6, 0.0)], [1e200, 1e200, 1e200])
    assert found.diverged_at.tolist() == [-1, -1, -1]


def test_arrival_is_of_the_last_visit():
    found = record(steps=12)
    places = {0: FAR, 5: NEAR, 10: FAR, 12: NEAR}
    for step in range(13):
        last = max(each for each in places if each <= step)
        write(found, step, [places[last], NEAR, FAR], [9.0, 9.0, 9.0])
    assert found.label.tolist() == [0, 0, ELSEWHERE]
    assert found.arrived.tolist() == [12, 0, 0]
    assert found.point.tolist() == [list(NEAR), list(NEAR), list(FAR)]


class Searching:
    """An optimizer whose runs ask for different numbers of evaluations."""

    asked, served = np.array([1, 4, 0]), 4


def test_evaluations_that_others_asked_for_are_not_counted():
    found = record()
    found.optimizer = Searching()
    write(found, 0, [FAR] * 3, [0.0, 0.0, 9.0], spent=20)
    assert found.spent_to_reach.tolist() == [17, 20, -1]
