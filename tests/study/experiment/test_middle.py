"""Medians of all settings at once are those of each by itself."""

import numpy as np
import pytest

from app.study.experiment.middle import medians


@pytest.mark.parametrize("worst", [np.inf, np.nan, 3.0])
def test_they_are_those_of_each_setting(worst):
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 40, 500).astype(np.int32)
    values = rng.normal(size=500).round(1)
    values[rng.random(500) < 0.3] = worst
    found, low, high = medians(cells, values)
    assert found.tolist() == sorted(set(cells.tolist()))
    for place, cell in enumerate(found):
        own = np.sort(values[cells == cell])
        np.testing.assert_array_equal(low[place], own[(len(own) - 1) // 2])
        np.testing.assert_array_equal(high[place], own[len(own) // 2])


def test_a_million_settings_take_no_square_of_it():
    cells = np.repeat(np.arange(300_000, dtype=np.int32), 2)
    found, low, high = medians(cells, np.arange(600_000.0)[::-1].copy())
    assert len(found) == 300_000
    assert (low[0], high[0]) == (599_998.0, 599_999.0)
