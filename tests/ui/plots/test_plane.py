import numpy as np
import pytest

from app.ui.plots.plane import PlanePaths, main_directions
from tests.ui.plots.racing import Racing, data_study


@pytest.fixture
def cloud():
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.normal(size=(50, 50)))[0]
    return (rng.normal(size=(120, 50)) * np.r_[8.0, 3.0, np.full(48, 0.1)]) @ basis.T, basis.T


def test_like_a_singular_value_decomposition(cloud):
    points, basis = cloud
    directions, shares = main_directions(points)
    _, sizes, vectors = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs(directions @ vectors[:2].T), np.eye(2), atol=1e-8)
    np.testing.assert_allclose(shares, sizes[:2] ** 2 / (sizes**2).sum())
    assert np.abs(directions @ basis[:2].T).min(where=np.eye(2, dtype=bool), initial=1) > 0.98


def test_signs_follow_what_was_found_last(cloud):
    points, _ = cloud
    directions, _ = main_directions(points)
    for flip in ([1, -1], [-1, 1], [-1, -1]):
        before = directions * np.array(flip)[:, None]
        again, _ = main_directions(points[:-5], before)
        assert ((again * before).sum(axis=1) > 0.9).all()


def test_order_is_kept_while_the_second_is_hardly_greater():
    angle = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    before = np.eye(2, 10)
    points = np.zeros((100, 10))
    points[:, 0], points[:, 1] = np.cos(angle), 1.05 * np.sin(angle)
    directions, shares = main_directions(points, before)
    np.testing.assert_allclose(directions, before, atol=1e-8)
    assert shares[0] < shares[1]
    points[:, 1] *= 2
    directions, shares = main_directions(points, before)
    assert shares[0] > shares[1]


def test_no_movement():
    directions, shares = main_directions(np.ones((5, 4)))
    assert np.isfinite(directions).all()
    np.testing.assert_array_equal(shares, 0)


def test_movement_along_a_line():
    points = np.outer(np.linspace(0, 1, 9), np.array([3.0, 4.0, 0.0]))
    directions, shares = main_directions(points)
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(shares, [1, 0], atol=1e-9)


def test_the_start_of_all_lanes_is_the_origin_and_distances_are_those_of_the_weights(on_data):
    lanes = on_data.history.lanes
    plane = PlanePaths(lanes)
    plane.fit(0, [0, 1])
    for index, history in enumerate(lanes):
        points = plane.points(index, 0, history.snapshot_length)
        np.testing.assert_allclose(points[0], 0, atol=1e-12)
        far = np.linalg.norm(history.snapshots[: len(points), 0] - history.snapshots[0, 0], axis=1)
        assert (np.linalg.norm(points, axis=1) <= far + 1e-9).all()
    assert 0.5 < plane.shares.sum() <= 1 + 1e-9


def test_a_growing_race_does_not_flip():
    racing = Racing(data_study(epochs=20), until=0)
    plane = PlanePaths(racing.history.lanes)
    before = None
    for tick in range(5, racing.race.ticks, 5):
        racing.advance(tick)
        plane.fit(0, [0, 1])
        if before is not None:
            assert np.abs((plane.directions * before).sum(axis=1)).max() > 0.5
            assert (plane.directions * before).sum(axis=1).min() > -1e-9
        before = plane.directions


def test_points_after_a_divergence_do_not_decide(on_data):
    plane = PlanePaths(on_data.history.lanes)
    history = on_data.history.lanes[0]
    before = history.diverged_at[0]
    try:
        history.diverged_at[0] = 3
        plane.fit(0, [0])
        assert len(plane._sample(0, 0)) <= 3
    finally:
        history.diverged_at[0] = before


def test_before_anything_is_recorded_points_are_nowhere(on_data):
    plane = PlanePaths(on_data.history.lanes)
    assert np.isnan(plane.points(0, 0, 2)).all()
