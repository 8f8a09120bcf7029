import numpy as np
import pytest

import app.ui.plots.trail as trail_module
from app.ui.plots.trail import Trail, thin

VIEW = (0.0, 10.0, 0.0, 10.0, 500.0, 500.0)


def test_points_on_one_pixel_are_one_point():
    points = np.concatenate([np.linspace(0, 10, 400)[:, None].repeat(2, 1), np.full((5000, 2), 10.0)])
    trail = Trail()
    trail.update(points, VIEW)
    assert len(trail.rows) < 420
    assert trail.rows[0] == 0


def test_what_is_kept_is_within_a_pixel_of_what_is_left_out():
    angle = np.linspace(0, 60, 30_000)
    points = np.column_stack([5 + 4 * np.cos(angle) * np.exp(-angle / 30), 5 + 4 * np.sin(angle)])
    trail = Trail()
    trail.update(points[:1000], VIEW)
    kept = points[trail.rows]
    for point in points[:1000:37]:
        assert np.hypot(*(kept - point).T).min() < 10 / 500 * 1.5


def test_growing_bit_by_bit_keeps_rows_ascending_and_few():
    rng = np.random.default_rng(0)
    points = np.clip(5 + np.cumsum(rng.normal(0, 0.2, (40_000, 2)), axis=0), 0.1, 9.9)
    trail = Trail()
    for stop in range(100, len(points), 331):
        trail.update(points[:stop], VIEW)
        assert (np.diff(trail.rows) > 0).all()
        assert len(trail.rows) == len(trail.gaps)
    assert len(trail.rows) <= 3300
    kept = points[trail.rows]
    assert kept.max() > points.max() - 0.3
    assert kept.min() < points.min() + 0.3


def test_a_part_out_of_view_is_a_gap():
    x = np.array([1.0, 2.0, 50.0, 60.0, 70.0, 3.0, 4.0])
    trail = Trail()
    trail.update(np.column_stack([x, np.full(7, 5.0)]), VIEW)
    np.testing.assert_array_equal(trail.rows, [0, 1, 2, 4, 5, 6])
    np.testing.assert_array_equal(trail.gaps, [False, False, False, True, False, False])


def test_a_line_that_crosses_the_view_between_points_outside_is_kept():
    trail = Trail()
    trail.update(np.array([[-5.0, 5.0], [20.0, 5.0]]), VIEW)
    np.testing.assert_array_equal(trail.rows, [0, 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_points_that_are_not_finite_break_the_line(bad):
    points = np.array([[1.0, 1.0], [2.0, 2.0], [bad, 3.0], [4.0, 4.0], [5.0, 5.0]])
    trail = Trail()
    trail.update(points, VIEW)
    assert 2 not in trail.rows
    assert trail.gaps[list(trail.rows).index(3)]


def test_split_shares_the_row_at_the_playhead():
    points = np.column_stack([np.linspace(0, 10, 11), np.zeros(11) + 5])
    trail = Trail()
    trail.update(points, VIEW)
    (before, _), (after, _) = trail.split(4)
    np.testing.assert_array_equal(before, [0, 1, 2, 3, 4])
    np.testing.assert_array_equal(after, [4, 5, 6, 7, 8, 9, 10])


def test_split_at_a_row_that_was_left_out():
    points = np.array([[0.0, 5.0], [0.001, 5.0], [5.0, 5.0]])
    trail = Trail()
    trail.update(points, VIEW)
    np.testing.assert_array_equal(trail.rows, [0, 2])
    (before, _), (after, _) = trail.split(1)
    np.testing.assert_array_equal(before, [0, 1])
    np.testing.assert_array_equal(after, [1, 2])


def test_another_view_starts_anew():
    points = np.full((1000, 2), 5.0) + np.linspace(0, 0.01, 1000)[:, None]
    trail = Trail()
    trail.update(points, VIEW)
    coarse = len(trail.rows)
    trail.update(points, (4.99, 5.02, 4.99, 5.02, 500.0, 500.0))
    assert len(trail.rows) > 10 * coarse


def test_thin_keeps_both_ends_and_the_extremes():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(10_000, 2))
    rows = thin(points, 400)
    assert len(rows) <= 420
    assert rows[0] == 0
    assert rows[-1] == 9_999
    for axis in (0, 1):
        assert points[rows, axis].max() == points[:, axis].max()
        assert points[rows, axis].min() == points[:, axis].min()


@pytest.mark.parametrize(
    "view", [VIEW, (4.9, 5.1, 4.9, 5.1, 500.0, 500.0), (5.5, 9.0, 1.0, 4.0, 500.0, 400.0)]
)
def test_blocks_that_are_not_looked_into_leave_nothing_out(view):
    """A long path that spirals into its minimum: what is drawn passes within a pixel of every visible row."""
    angle = np.linspace(0, 600, 60_000)
    reach = np.exp(-angle / 40) * 4
    points = np.column_stack([5 + reach * np.cos(angle), 5 + reach * np.sin(angle)])
    points[20_000] = np.nan
    trail = Trail()
    trail.update(points[:9_000], (0.0, 1.0, 0.0, 1.0, 300.0, 300.0))
    trail.update(points, view)
    assert (np.diff(trail.rows) > 0).all()
    assert len(trail.rows) == len(trail.gaps)
    assert 20_000 not in trail.rows
    left, right, bottom, top, width, height = view
    scale = np.array([width / (right - left), height / (top - bottom)])
    kept = points[trail.rows] * scale
    x, y = points.T
    inside = np.flatnonzero((x > left) & (x < right) & (y > bottom) & (y < top))
    for row in inside[::41]:
        at = int(np.searchsorted(trail.rows, row))
        near = kept[max(at - 1, 0) : at + 1]
        a, b = near[0], near[-1]
        move = b - a
        along = np.clip(((points[row] * scale - a) @ move) / max(move @ move, 1e-12), 0.0, 1.0)
        assert np.hypot(*(a + along * move - points[row] * scale)) < 1.5


def test_most_of_a_path_that_has_arrived_is_not_looked_at(monkeypatch):
    looked = []
    real = trail_module._visible
    monkeypatch.setattr(
        trail_module, "_visible", lambda points, view: looked.append(len(points)) or real(points, view)
    )
    points = np.full((200_000, 2), 5.0)
    points[:1_000] = np.linspace(1.0, 5.0, 1_000)[:, None]
    trail = Trail()
    trail.update(points, VIEW)
    trail.update(points, (4.0, 6.0, 4.0, 6.0, 500.0, 500.0))
    assert max(looked) < 5_000


def test_of_very_many_rows_those_on_the_sides_of_blocks_are_kept(monkeypatch):
    """A lane that never comes to rest: a cloud of steps larger than a pixel."""
    looked = []
    real = trail_module._visible
    monkeypatch.setattr(
        trail_module, "_visible", lambda points, view: looked.append(len(points)) or real(points, view)
    )
    rng = np.random.default_rng(3)
    points = 5 + rng.uniform(-1.0, 1.0, (400_000, 2))
    points[123_456] = [8.0, 2.0]
    trail = Trail()
    trail.update(points, VIEW)
    assert max(looked) < 20_000
    assert 123_456 in trail.rows
    np.testing.assert_allclose(points[trail.rows].min(axis=0), points.min(axis=0))
    np.testing.assert_allclose(points[trail.rows].max(axis=0), points.max(axis=0))


def _long(kind, count=60_000):
    rng = np.random.default_rng(1)
    if kind == "settles":
        decay = np.exp(-np.arange(count) / 3000.0)[:, None]
        return 5.0 + 4.0 * decay * np.array([1.0, -1.0])
    if kind == "walks":
        return 5.0 + np.cumsum(rng.normal(0, 0.02, (count, 2)), axis=0)
    return 5.0 + rng.uniform(-20.0, 20.0, (count, 2))


@pytest.mark.parametrize("kind", ["settles", "walks", "jumps"])
@pytest.mark.parametrize("view", [VIEW, (4.9, 5.1, 4.9, 5.1, 500.0, 500.0)])
def test_blocks_that_are_left_out_change_nothing(monkeypatch, kind, view):
    points = _long(kind)
    quick, slow = Trail(), Trail()
    quick.update(points, view)
    monkeypatch.setattr(trail_module, "_WORTH", 10**9)
    slow.update(points, view)
    wide, whole = points[quick.rows], points[slow.rows]
    cell = (view[1] - view[0]) / view[4] * 2
    # The same places to a pixel or two: each that one has is near one that the other has.
    for some, other in ((wide[::97], whole), (whole[::97], wide)):
        for point in some:
            assert np.abs(other - point).max(axis=1).min() <= cell


def test_in_haste_a_part_is_taken_and_then_the_whole():
    points = _long("jumps", 600_000)
    trail = Trail()
    trail.update(points, VIEW, hasty=True)
    few = len(trail.rows)
    trail.update(points, VIEW)
    assert len(trail.rows) > 2 * few > 0
    plain = Trail()
    plain.update(points, VIEW)
    np.testing.assert_array_equal(trail.rows, plain.rows)
