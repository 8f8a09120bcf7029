"""Settings made from their index are those of the whole list, and a list of them is never made."""

import itertools
import tracemalloc

import numpy as np
import pytest

from app.engine.stream import stream
from app.study.experiment.design import Cells, Cube, Grid, Points
from app.study.experiment.sobol import sobol

COLUMNS = [[1.0, 2.0, 3.0], ["a", "b"], [0.5, 0.25, 0.75, 1.0]]


def test_a_grid_is_the_product_of_its_columns():
    grid, rows = Grid(COLUMNS), list(itertools.product(*COLUMNS))
    assert len(grid) == 24
    assert [grid[index] for index in range(24)] == list(grid) == rows
    assert grid[5:20:3] == rows[5:20:3]
    assert grid[-1] == rows[-1]
    assert grid == rows
    assert grid != rows[:-1]
    with pytest.raises(IndexError, match="setting 24 of 24"):
        grid[24]


@pytest.mark.parametrize("apart", [[0], [1], [2], [0, 2], [1, 2], [0, 1, 2]])
def test_its_rows_are_split_by_columns_in_the_order_of_their_first(apart):
    expected = {}
    for index, row in enumerate(itertools.product(*COLUMNS)):
        expected.setdefault(tuple(row[place] for place in apart), []).append(index)
    groups = Grid(COLUMNS).split(apart)
    assert [list(group) for group in groups] == list(expected.values())
    for group, indices in zip(groups, expected.values(), strict=True):
        assert group[1:7] == indices[1:7]
        assert group[-1] == indices[-1]
        with pytest.raises(IndexError):
            group[len(indices)]


def test_without_a_column_apart_all_rows_are_one_group_and_with_a_value_twice_it_cannot_say():
    assert Grid(COLUMNS).split([]) == [range(24)]
    assert Grid([[1, 2], [8, 16, 8]]).split([1]) is None
    assert Grid([[1, 1], [8, 16]]).split([1]) is not None


def test_cells_of_a_grid_are_made_when_they_are_asked_for():
    cells = Cells([10_000, 3, 10_000], [None, 2, None])
    assert len(cells) == 10**8
    assert cells[10**8 - 1] == 3 * 10**8 - 1
    assert cells[123_456_789 - 10**8 : 123_456_791 - 10**8] == [70_376_789, 70_376_790]


@pytest.mark.parametrize("count", [1, 1023, 1024, 1025, 2500])
@pytest.mark.parametrize("design", ["random", "sobol"])
def test_points_are_those_of_one_draw(design, count):
    whole = sobol(count, 3, 5) if design == "sobol" else stream(5, 12).random((count, 3))
    cube = Cube(design, count, 3, 5)
    np.testing.assert_array_equal([cube[index] for index in range(count)], whole)
    for index in (count - 1, 0, count // 2, -1):  # in any order
        np.testing.assert_array_equal(cube[index], whole[index])
    with pytest.raises(IndexError):
        cube[count]


def test_the_plain_setting_comes_first_and_apart():
    points = Points(Cube("sobol", 40, 1, 0), [lambda share: round(10 * share)], plain=True)
    assert len(points) == 41
    assert points[0] == ()
    assert points[1] == Points(Cube("sobol", 40, 1, 0), [lambda share: round(10 * share)])[0]
    assert points.split(range(41)) == [range(1), range(1, 41)]
    assert points.split(range(5, 9)) == [range(5, 9)]
    assert points.split(range(3, 3)) == []


def test_ten_million_settings_take_no_memory():
    tracemalloc.start()
    grid = Grid([[0.1 * place for place in range(10_000)], list(range(1000))])
    points = Points(Cube("sobol", 10**7, 2, 1), [float, float])
    found = [grid[9_999_999], points[9_999_999], list(grid.split([])[0][-3:])]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found[0] == (0.1 * 9999, 999)
    assert found[1] == tuple(sobol(1, 2, 1, first=9_999_999)[0])
    assert found[2] == [9_999_997, 9_999_998, 9_999_999]
    assert peak < 2_000_000
