import numpy as np

from app.ui.plots.block import Boxes, Peaks, members


def test_peaks_are_the_first_lowest_and_highest_of_each_block():
    rng = np.random.default_rng(0)
    y = rng.integers(-5, 5, 1000).astype(float)
    y[130:190] = np.nan
    peaks = Peaks()
    for stop in (10, 64, 65, 500, 1000):
        peaks.extend(y[:stop])
    assert len(peaks.rows) == 1000 // 64
    for block, (low, high) in enumerate(peaks.rows):
        rows = np.arange(block * 64, block * 64 + 64)
        part = y[rows]
        assert low == rows[np.flatnonzero(part == np.nanmin(part))[0]]
        assert high == rows[np.flatnonzero(part == np.nanmax(part))[0]]


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


def test_members_of_blocks():
    np.testing.assert_array_equal(members(np.array([1, 3]), 2), [2, 3, 6, 7])
