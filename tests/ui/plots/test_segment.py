import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.ui.plots.segment import clip, dashed, exit_of, length_of, segments

NONE = np.zeros(0, np.int64)


def test_segments_join_neighbours():
    lines, place = segments(np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 3.0]]), NONE)
    np.testing.assert_array_equal(lines, [[0, 0, 1, 2], [1, 2, 3, 3]])
    np.testing.assert_array_equal(place, [0, 1])


def test_nan_breaks_a_line():
    points = np.array([[0.0, 0.0], [1.0, 1.0], [np.nan, 2.0], [3.0, 3.0], [4.0, 4.0]])
    lines, _ = segments(points, NONE)
    np.testing.assert_array_equal(lines, [[0, 0, 1, 1], [3, 3, 4, 4]])


def test_points_of_different_lines_are_apart():
    lines, _ = segments(np.arange(8.0).reshape(4, 2), np.array([1]))
    np.testing.assert_array_equal(lines, [[0, 1, 2, 3], [4, 5, 6, 7]])


def test_infinite_points_become_far_points():
    lines, _ = segments(np.array([[0.0, 0.0], [np.inf, 5.0]]), NONE)
    assert np.isfinite(lines).all()


@given(hnp.arrays(np.float64, (20, 4), elements=st.floats(-300, 400)))
def test_clipped_lines_lie_in_the_rectangle_and_on_the_line(lines):
    found, kept = clip(lines, 0.0, 10.0, 100.0, 90.0)
    assert (found[:, ::2] >= -1e-9).all()
    assert (found[:, ::2] <= 100 + 1e-9).all()
    assert (found[:, 1::2] >= 10 - 1e-9).all()
    assert (found[:, 1::2] <= 90 + 1e-9).all()
    for line, number in zip(found, kept, strict=True):
        start, end = lines[number, :2], lines[number, 2:]
        for point in (line[:2], line[2:]):
            across = (end - start)[0] * (point - start)[1] - (end - start)[1] * (point - start)[0]
            assert abs(across) < 1e-6 * max(1.0, float(np.abs(end - start).max())) * 1e3
    missed = np.setdiff1d(np.arange(len(lines)), kept)
    for number in missed:
        share = np.linspace(0, 1, 101)[:, None]
        points = lines[number, :2] + share * (lines[number, 2:] - lines[number, :2])
        inside = (points[:, 0] > 0) & (points[:, 0] < 100) & (points[:, 1] > 10) & (points[:, 1] < 90)
        assert not inside.any()


def test_a_line_across_is_cut_at_both_sides():
    found, _ = clip(np.array([[-50.0, 50.0, 150.0, 50.0]]), 0.0, 0.0, 100.0, 100.0)
    np.testing.assert_allclose(found, [[0, 50, 100, 50]])


def test_no_lines():
    assert clip(np.zeros((0, 4)), 0.0, 0.0, 1.0, 1.0)[0].shape == (0, 4)


def test_dashes_follow_the_line_round_its_corners():
    lines, _ = segments(np.array([[0.0, 0.0], [7.0, 0.0], [7.0, 13.0]]), NONE)
    found = dashed(lines, (5.0, 5.0))
    assert length_of(found) == pytest.approx(10.0)
    np.testing.assert_allclose(found, [[0, 0, 5, 0], [7, 3, 7, 8]])


@pytest.mark.parametrize("cut", [1, 3, 4])
def test_dashes_go_on_where_they_were(cut):
    points = np.array([[0.0, 0.0], [7.0, 0.0], [7.0, 13.0], [30.0, 13.0], [31.0, 50.0]])
    lines, _ = segments(points, NONE)
    whole = dashed(lines, (6.0, 3.0, 2.0, 3.0))
    first, second = dashed(lines[:cut], (6.0, 3.0, 2.0, 3.0)), lines[cut:]
    parts = [first, dashed(second, (6.0, 3.0, 2.0, 3.0), length_of(lines[:cut]))] if len(second) else [first]
    assert sum(map(length_of, parts)) == pytest.approx(length_of(whole))


def test_very_many_dashes_are_a_line():
    lines = np.array([[0.0, 0.0, 1e8, 0.0]])
    np.testing.assert_array_equal(dashed(lines, (2.0, 2.0)), lines)


BOX = (0.0, 0.0, 10.0, 10.0)


@pytest.mark.parametrize(
    ("points", "place"),
    [
        ([[1, 1], [5, 5], [15, 5]], (10, 5)),
        ([[1, 1], [5, 5], [15, 5], [5, -10], [5, 20], [50, 50]], (5, 10)),
        ([[1, 1], [5, 5], [np.inf, np.nan]], (5, 5)),
        ([[20, 20], [30, 30]], (30, 30)),
        ([[5, 5]], (5, 5)),
        ([[5, 5], [1e300, 1e300]], (10, 10)),
        ([[np.nan, np.nan]], (np.nan, np.nan)),
    ],
    ids=["right", "crossing", "jump", "never", "point", "huge", "nowhere"],
)
def test_where_a_path_was_last_seen(points, place):
    np.testing.assert_allclose(exit_of(np.array(points, dtype=float), *BOX), place)
