import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.ui.plots.decimate import ColumnExtremes, column_extremes, row_before

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.just(np.nan), st.just(1e308), st.just(-1e308))


@given(hnp.arrays(np.float64, st.integers(1, 300), elements=NUMBERS), st.integers(1, 40))
def test_no_column_loses_its_extremes(y, width):
    column = np.arange(len(y)) * width // len(y)
    rows = column_extremes(column, y)
    assert (np.diff(rows) > 0).all()
    for number in np.unique(column):
        inside = y[column == number]
        kept = y[rows[column[rows] == number]]
        assert len(kept)
        if np.isfinite(inside).any():
            assert np.nanmin(kept) == np.nanmin(inside)
            assert np.nanmax(kept) == np.nanmax(inside)
        else:
            assert np.isnan(kept).all()
        assert len(kept) <= 2


@pytest.mark.parametrize("steps", [1, 7, 997])
def test_growing_loses_nothing(steps):
    rng = np.random.default_rng(0)
    y = rng.standard_normal(20_000)
    y[[3, 5_000, 19_990]] = 50.0, -60.0, 70.0
    x = np.arange(len(y), dtype=float)
    extremes = ColumnExtremes(fine=500)
    for stop in range(2_000, len(y) + 1, steps * 20):
        rows = extremes.kept(x[:stop], y[:stop], 0.0, 20_000.0, 300)
        assert y[rows].max() == y[:stop].max()
        assert y[rows].min() == y[:stop].min()
        assert (np.diff(rows) > 0).all()
        assert len(rows) <= 2 * 301
    every = ColumnExtremes(fine=500).kept(x[:stop], y[:stop], 0.0, 20_000.0, 300)
    np.testing.assert_array_equal(rows, every)


def test_few_rows_are_all_kept():
    x = np.arange(50.0)
    np.testing.assert_array_equal(ColumnExtremes().kept(x, x, 0.0, 50.0, 400), np.arange(50))


def test_a_part_of_the_axis_keeps_one_row_beyond_each_end():
    x = np.arange(1000.0)
    rows = ColumnExtremes().kept(x, x, 100.5, 200.5, 400)
    assert rows[0] == 100
    assert rows[-1] == 201


def test_places_that_do_not_exist_on_a_logarithmic_axis():
    steps = np.arange(5000.0)
    with np.errstate(divide="ignore"):
        x = np.where(steps > 0, np.log10(steps), np.nan)
    y = np.sin(steps)
    rows = ColumnExtremes(fine=100).kept(x, y, 0.0, np.log10(5000), 200)
    assert y[rows].max() == y.max()
    assert 1 in rows


def test_a_shorter_history_starts_anew():
    x = np.arange(5000.0)
    extremes = ColumnExtremes(fine=100)
    extremes.kept(x, x, 0.0, 5000.0, 100)
    rows = extremes.kept(x[:3000], -x[:3000], 0.0, 5000.0, 100)
    assert rows.max() < 3000
    assert rows.min() == 0


def test_no_rows():
    nothing = np.zeros(0)
    assert len(ColumnExtremes().kept(nothing, nothing, 0.0, 1.0, 100)) == 0
    assert len(column_extremes(np.zeros(0, np.int64), nothing)) == 0


@pytest.mark.parametrize("part", [(0.0, 50_000.0), (1_000.5, 40_000.25), (20_000.0, 20_700.0)])
@pytest.mark.parametrize("log", [False, True])
def test_another_view_keeps_what_looking_at_every_row_would_keep(part, log):
    rng = np.random.default_rng(1)
    y = np.cumsum(rng.standard_normal(50_000))
    y[7_000:9_000] = np.nan
    y[[30, 20_100]] = 1e9, -1e9
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.log10(np.arange(50_000.0)) if log else np.arange(50_000.0)
    x[0] = np.nan if log else 0.0
    low, high = np.log10(np.maximum(part, 1.0)) if log else part
    extremes = ColumnExtremes()
    extremes.kept(x[:30_000], y[:30_000], -1.0, 2.0, 400)  # it has seen another part before
    rows = extremes.kept(x, y, low, high, 640)
    place = np.nan_to_num((x - low) * (640 / (high - low)), nan=-2.0)
    column = np.clip(place, -2.0, 641.0).astype(np.int64)
    first = max(int(np.searchsorted(np.nan_to_num(x, nan=-np.inf), low)) - 1, 0)
    stop = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
    if stop - first <= 1200:
        np.testing.assert_array_equal(rows, np.arange(first, stop))
        return
    np.testing.assert_array_equal(rows, column_extremes(column[first:stop], y[first:stop]) + first)


def test_where_columns_hold_many_blocks_no_peak_is_lost():
    rng = np.random.default_rng(2)
    y = rng.standard_normal(500_000)
    spikes = rng.integers(0, len(y), 300)
    y[spikes] = rng.choice([-1.0, 1.0], 300) * rng.uniform(50.0, 90.0, 300)
    x = np.arange(len(y), dtype=float)
    rows = ColumnExtremes().kept(x, y, 0.0, 500_000.0, 600)
    every = column_extremes((x * (600 / 500_000.0)).astype(np.int64), y)
    assert (np.diff(rows) > 0).all()
    assert abs(len(rows) - len(every)) < 20
    of_each = 500_000 // 600
    for row in every:  # each is drawn, or one that reaches as far within a tenth of a column beside it
        near = rows[(rows > row - of_each) & (rows < row + of_each)]
        assert row in rows or y[near].max() >= y[row] >= y[near].min()


def test_rows_before_a_place():
    x = np.array([np.nan, np.nan, -np.inf, 1.0, 2.0])
    assert [row_before(x, place) for place in (-1.0, 1.0, 1.5, 9.0)] == [3, 3, 4, 5]
    assert row_before(np.full(3, np.nan), 0.0) == 3
    assert row_before(np.zeros(0), 0.0) == 0
