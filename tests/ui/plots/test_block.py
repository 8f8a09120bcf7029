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
    plain = boxes.plain((0.0, 10.0, 0.0, 10.0), (0.02, 0.02))
    np.testing.assert_array_equal(plain, [True, True, False, False])

    np.testing.assert_array_equal(boxes.finite, [True, True, True, False])
    np.testing.assert_array_equal(boxes.rows[2], [512, 512, 512, 767, 767, 767])


def test_blocks_are_laid_out_in_order():
    some = np.array([[4, 4], [9, 10], [12, 14], [16, 19]])
    whole = np.array([False, True, False, True])
    rows = laid_out(1, 4, whole, some)
    np.testing.assert_array_equal(rows, [4, 8, 9, 10, 11, 12, 14, 16, 17, 18, 19])
    assert len(laid_out(0, 4, np.zeros(0, bool), np.zeros((0, 2), np.int64))) == 0
