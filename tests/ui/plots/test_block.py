import numpy as np

from app.ui.plots.block import Boxes, Peaks, laid_out


def test_peaks_are_the_first_lowest_and_highest_of_each_block():
    rng = np.random.default_rng(0)
    y = rng.integers(-5, 5, 1000).astype(float)
    y[130:190] = np.nan
    peaks = Peaks()
    for stop in (10, 64, 65, 500, 1000):
        peaks.extend(y[:stop])
    assert len(peaks.rows) == 1000 // 64
    for block, found in enumerate(peaks.rows):
        rows = np.arange(block * 64, block * 64 + 64)
        part = y[rows]
        low = rows[np.flatnonzero(part == np.nanmin(part))[0]]
        high = rows[np.flatnonzero(part == np.nanmax(part))[0]]
        assert found.tolist() == sorted([low, high])


def test_a_block_without_a_number_is_its_first_row():
    peaks = Peaks()
    peaks.extend(np.full(128, np.nan))
    np.testing.assert_array_equal(peaks.rows, [[0, 0], [64, 64]])


def test_boxes_beyond_a_side_or_within_a_cell_are_plain():
    points = np.zeros((4 * 256, 2))
    points[:256, 0] = np.linspace(20.0, 30.0, 256)  # beyond the right side
    points[256:512] = 5.0 + np.linspace(0.0, 0.01, 256)[:, None]  # within a cell
    points[512:768] = np.linspace(0.0, 9.0, 256)[:, None]
    points[768:] = 5.0
    points[800] = np.nan
    boxes = Boxes()
    boxes.extend(points[:300])
    boxes.extend(points)
    plain, _ = boxes.sorted_out(0, 4, (0.0, 10.0, 0.0, 10.0), (0.02, 0.02))
    np.testing.assert_array_equal(plain, [True, True, False, False])

    np.testing.assert_array_equal(boxes.finite(0, 4), [True, True, True, False])
    np.testing.assert_array_equal(boxes.rows[2], [512, 512, 512, 767, 767, 767])


def test_blocks_are_laid_out_in_order():
    some = np.array([[4, 4], [9, 10], [12, 14], [16, 19]])
    whole = np.array([False, True, False, True])
    rows = laid_out(1, 4, whole, some)
    np.testing.assert_array_equal(rows, [4, 8, 9, 10, 11, 12, 14, 16, 17, 18, 19])
    assert len(laid_out(0, 4, np.zeros(0, bool), np.zeros((0, 2), np.int64))) == 0


def test_a_block_between_two_that_say_the_same_is_not_needed():
    still, away = np.full((256, 2), 5.0), np.column_stack([np.full(256, 20.0), np.linspace(-50, 50, 256)])
    boxes = Boxes()
    walk = np.linspace([1.0, 1.0], [5.0, 5.0], 256)
    boxes.extend(np.concatenate([walk, still, still, still, away, away, away, still]))
    plain, needed = boxes.sorted_out(0, 8, (0.0, 10.0, 0.0, 10.0), (0.02, 0.02))
    np.testing.assert_array_equal(plain, [False] + 7 * [True])
    np.testing.assert_array_equal(needed, [True, True, False, True, True, False, True, True])


def test_beyond_different_sides_is_needed():
    x = np.repeat([-5.0, 15.0, -5.0, 15.0], 256)
    boxes = Boxes()
    boxes.extend(np.column_stack([x, np.full(len(x), 5.0)]))
    assert boxes.sorted_out(0, 4, (0.0, 10.0, 0.0, 10.0), (0.02, 0.02))[1].all()


def test_rows_come_with_their_points():
    rng = np.random.default_rng(3)
    points = rng.normal(size=(6 * 256, 2))
    boxes = Boxes()
    boxes.extend(points)
    whole = np.array([False, True, False, False])
    rows, found = boxes.laid_out(points, 1, whole, np.array([True, True, False, True]))
    np.testing.assert_array_equal(found, points[rows])
    assert (np.diff(rows) > 0).all()
    assert set(rows // 256) == {1, 2, 4}
    assert (rows // 256 == 2).sum() == 256
    np.testing.assert_array_equal(rows[rows // 256 == 4], np.unique(boxes.rows[4]))
