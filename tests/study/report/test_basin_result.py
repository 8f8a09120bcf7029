import numpy as np

from app.engine.surface import surfaces
from app.study.report.basin_result import basin_results, differing, lowest_minima, reached, value_at
from app.study.report.section import Cell
from tests.study.report.mapping import left, made_map, quarter

HIMMELBLAU = surfaces["himmelblau"]()
ONE = made_map(left, lambda x, y: np.where(x < 0.5, 10, 30))
OTHER = made_map(quarter, lambda x, y: np.where((x < 0.5) & (y < 0.5), -1, 20))


def tables():
    return {block.caption: block for block in basin_results(("A", "B"), HIMMELBLAU, (ONE, OTHER)).blocks}


def test_shares_of_the_area_add_up_and_the_largest_of_a_row_stands_out():
    rows = tables()["Share of the area"].rows
    assert rows[0] == ("minimum 1 at (3, 2)", "0", "50.0%", Cell("75.0%", "good"))
    assert rows[1][2:] == (Cell("50.0%", "good"), "0.0%")
    assert rows[2][2:] == ("0.0%", "0.0%")  # the same: none stands out
    assert rows[-1] == ("diverged", "–", "0.0%", "25.0%")


def test_a_miss_is_infinite():
    rows = tables()["Each lane, to the target"].rows
    assert rows[0] == ("A", "100.0%", "20", "10 to 30", "40", "0 %")
    assert rows[1] == ("B", "75.0%", "20", "20 to ∞", "40", Cell("25.0%", "bad"))
    assert reached(OTHER) == 0.75


def test_lanes_differ_where_either_ends_elsewhere():
    # A at minimum 2 in the right half, where B is at 1; B diverged in a quarter, where A is at 1.
    assert differing(ONE, OTHER) == 0.75
    assert tables()["Starts from which two lanes end differently"].rows[0] == ("A", "–", "75.0%")
    assert len(basin_results(("A",), HIMMELBLAU, (ONE,)).blocks) == 2


def test_which_minima_are_the_lowest():
    assert lowest_minima(HIMMELBLAU) == [0, 1, 2, 3]
    tang = surfaces["styblinski_tang"]()
    lowest = lowest_minima(tang)
    assert 1 == len(lowest) < len(tang.minima)
    assert value_at(tang, lowest[0]) == min(value_at(tang, index) for index in range(len(tang.minima)))


def test_of_many_minima_those_that_win_most_are_shown_and_the_rest_is_summed_up():
    griewank = surfaces["griewank"]()
    many = made_map(lambda x, y: np.minimum((x * 17).astype(int), 16), lambda x, y: np.full(len(x), 5))
    (shares, _) = basin_results(("A",), griewank, (many,)).blocks
    *shown, rest = shares.rows
    assert len(shown) == 12
    assert rest[0] == f"the other {len(griewank.minima) - 12} minima"
    total = sum(float(row[2].removesuffix("%")) for row in shares.rows)
    assert abs(total - 100.0) < 1.0
