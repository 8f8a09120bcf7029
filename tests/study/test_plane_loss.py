from itertools import pairwise

import numpy as np
import pytest

from app.engine.plane import Plane
from app.engine.random_direction import random_directions
from app.study import plane_loss
from app.study.build import build_problem, build_race
from app.study.plane_loss import LEVELS, PlaneOrder, examples_of, loss_of, survey
from app.study.spec import DataSpec, LaneSpec, Study


def study(dataset="iris", model="mlp", l2=0.01, **parameters):
    problem = DataSpec(dataset=dataset, model=model, model_parameters={"l2": l2, **parameters})
    lanes = (
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.05}, batch_size=16),
        LaneSpec(optimizer="schedule_free_adamw", hyperparameters={"lr": 0.01}, batch_size=16),
    )
    return Study(problem=problem, lanes=lanes, epochs=3)


@pytest.fixture(scope="module", params=[("iris", "mlp"), ("digits", "cnn"), ("diabetes", "linear")])
def raced(request):
    race = build_race(study(*request.param))
    race.begin()
    race.advance(race.ticks)
    return race


def plane_of(problem, seed=0):
    centre = problem.initial()[0]
    return Plane(centre, random_directions(problem.layers, centre, seed))


def levels(problem, order):
    return [found.losses for found in survey(problem, order) if found.losses is not None]


@pytest.fixture(scope="module")
def problem():
    return build_problem(study())


def test_at_a_recorded_snapshot_in_the_plane_it_is_the_loss_that_was_recorded(raced):
    problem = raced.lanes[0].problem
    for lane in raced.history.lanes:
        both = np.intersect1d(lane.plan.snapshot_at, lane.plan.evaluate_at)
        assert len(both) > 3
        rows = np.searchsorted(lane.plan.snapshot_at, both)
        weights = lane.snapshots[rows, 0]
        # The plane through the start, the middle and the end, none of them at a round place.
        ends = weights[[0, len(weights) // 2, -1]]
        first, second = ends[1] - ends[0], ends[2] - ends[0]
        plane = Plane(ends[0] + 0.3 * first - 0.7 * second, np.stack([first + second, 0.5 * first - second]))
        at, away = plane.places(ends)
        assert away.max() < 1e-12 * np.linalg.norm(ends)
        for part, name in (("training", "loss"), ("validation", "validation_loss")):
            found = loss_of(problem, plane.weights(at), part)
            known = lane.evaluated[name][np.searchsorted(lane.plan.evaluate_at, both), 0]
            np.testing.assert_allclose(found, known[[0, len(known) // 2, -1]], rtol=1e-12)


def test_each_level_keeps_the_points_of_the_one_before_to_the_bit(problem):
    order = PlaneOrder(plane_of(problem), (-1.3, 0.7), (-0.5, 2.1))
    found = levels(problem, order)
    assert [len(losses) for losses in found] == list(LEVELS)
    for coarse, fine in pairwise(found):
        np.testing.assert_array_equal(fine[::2, ::2], coarse)
        assert not np.isnan(fine).any()


def test_another_finest_level_has_the_same_points(problem):
    order = PlaneOrder(plane_of(problem), (-1.3, 0.7), (-0.5, 2.1))
    coarse = PlaneOrder(order.plane, order.x, order.y, finest=17)
    np.testing.assert_allclose(levels(problem, coarse)[-1], levels(problem, order)[1], rtol=1e-13)


def test_rows_go_up_and_columns_to_the_right(problem):
    plane = plane_of(problem)
    losses = levels(problem, PlaneOrder(plane, (-1.0, 2.0), (0.0, 3.0), finest=9))[-1]
    corners = plane.weights(np.array([[-1.0, 0.0], [2.0, 0.0], [-1.0, 3.0], [2.0, 3.0]]))
    alone = [loss_of(problem, one[None], "training")[0] for one in corners]
    np.testing.assert_allclose([*losses[0, [0, -1]], *losses[-1, [0, -1]]], alone, rtol=1e-12)


def test_the_share_rises_to_all(problem):
    shares = [
        found.share for found in survey(problem, PlaneOrder(plane_of(problem), (0, 1), (0, 1), finest=17))
    ]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert shares[0] < 0.2


def test_validation_is_another_loss(problem):
    plane = plane_of(problem)
    first, second = (
        levels(problem, PlaneOrder(plane, (0, 1), (0, 1), part, finest=9))[-1] for part in plane_loss.PARTS
    )
    assert not np.allclose(first, second)


def test_of_a_large_set_the_first_examples_are_taken_and_counted(problem, monkeypatch):
    assert examples_of(problem, "training") == (problem.examples, problem.examples)
    monkeypatch.setattr(plane_loss, "MOST_EXAMPLES", 10)
    assert examples_of(problem, "training") == (10, problem.examples)
    theta, train = problem.initial(), problem.split.train
    expected = problem.model.evaluate(theta, train.features[None, :10], train.targets[None, :10])[0]
    np.testing.assert_array_equal(loss_of(problem, theta, "training"), expected)


def test_what_overflows_is_not_finite_and_no_warning(problem):
    plane = plane_of(problem)
    far = Plane(plane.origin, 1e200 * plane.directions)
    losses = levels(problem, PlaneOrder(far, (-1.0, 1.0), (-1.0, 1.0), finest=9))[-1]
    assert not np.isfinite(losses[0, 0])
    assert np.isfinite(losses[4, 4])


def test_sparse_features_have_a_plane():
    problem = build_problem(study("names", "softmax"))
    plane = Plane(problem.initial()[0], np.random.default_rng(0).normal(size=(2, problem.params)))
    losses = levels(problem, PlaneOrder(plane, (-1.0, 1.0), (-1.0, 1.0), finest=9))[-1]
    assert np.isfinite(losses).all()
