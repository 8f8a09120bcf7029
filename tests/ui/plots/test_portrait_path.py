"""A path that goes any way: few points of it say all, wherever one looks, and nothing is copied."""

import numpy as np
import pytest

from app.study.common_step import CommonSteps
from app.ui.plots.portrait_path import PortraitPath
from app.ui.plots.scale import Scale

WIDE, HIGH = 600.0, 400.0


class Every(CommonSteps):
    """Pairs, rows and steps are one number."""

    def __init__(self):
        self.every = True


def path_of(x, y, log=(False, False), parts=1):
    path = PortraitPath(lambda: x, lambda: y, Every(), Scale(log[0]), Scale(log[1]))
    for part in range(1, parts + 1):
        path.extend(len(x) * part // parts)
    return path


def around(path):
    """Return a view that shows all of a path."""
    points = path[:]
    points = points[np.isfinite(points).all(axis=1)]
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    return left, right, bottom, top, WIDE, HIGH


def spiral(count, turns=40):
    angle = np.linspace(0, 2 * np.pi * turns, count)
    radius = np.exp(-angle / 60)
    return radius * np.cos(angle), radius * np.sin(angle)


def in_pixels(points, view):
    left, right, bottom, top, width, height = view
    return np.column_stack(
        [(points[:, 0] - left) / (right - left) * width, (points[:, 1] - bottom) / (top - bottom) * height]
    )


def gap_to(line, points):
    """Return how far the farthest of some points is from a polyline, all in pixels."""
    line = line[np.isfinite(line).all(axis=1)]
    a, b = line[:-1], line[1:]
    worst = 0.0
    for point in points:
        move = b - a
        share = ((point - a) * move).sum(1) / np.maximum((move * move).sum(1), 1e-300)
        nearest = a + np.clip(share, 0, 1)[:, None] * move
        worst = max(worst, float(np.hypot(*(nearest - point).T).min()))
    return worst


def test_a_short_path_is_drawn_point_by_point():
    x, y = spiral(300, 2)
    path = path_of(x, y)
    line, rows = path.line(around(path), 0, 299)
    np.testing.assert_array_equal(rows, np.arange(300))
    np.testing.assert_array_equal(line, np.column_stack([x, y]))


@pytest.mark.parametrize("count", [20_000, 300_000])
def test_few_points_of_a_long_path_pass_where_all_do(count):
    path = path_of(*spiral(count))
    view = around(path)
    line, rows = path.line(view, 0, count - 1)
    assert len(rows) < 8000
    assert (np.diff(rows) > 0).all()
    sample = path[np.arange(0, count, count // 400)]
    # A line between points that are kept may cut a corner by a pixel or two, no more.
    assert gap_to(in_pixels(line, view), in_pixels(sample, view)) < 2.5


def test_a_cloud_keeps_its_extent():
    chance = np.random.default_rng(3)
    x, y = chance.normal(size=(2, 400_000))
    x[123_456], y[234_567] = 9.0, -9.0
    path = path_of(x, y)
    line, rows = path.line(around(path), 0, len(x) - 1)
    assert len(rows) < 6000
    for extreme in (x.argmin(), x.argmax(), y.argmin(), y.argmax()):
        assert extreme in rows
    assert line[:, 0].max() == 9.0


def test_it_may_grow_in_any_parts():
    x, y = spiral(50_000)
    whole, parts = path_of(x, y), path_of(x, y, parts=37)
    np.testing.assert_array_equal(whole._trail.boxes.rows, parts._trail.boxes.rows)
    np.testing.assert_array_equal(whole._trail.boxes.reach, parts._trail.boxes.reach)


def test_the_line_goes_on_as_the_path_does():
    x, y = spiral(30_000)
    path = PortraitPath(lambda: x, lambda: y, Every(), Scale(), Scale())
    view = (-1.0, 1.0, -1.0, 1.0, WIDE, HIGH)
    for count in (100, 5_000, 5_001, 30_000):
        path.extend(count)
        line, rows = path.line(view, 0, count - 1)
        assert rows[0] == 0
        assert rows[-1] == count - 1
        np.testing.assert_array_equal(line[-1], (x[count - 1], y[count - 1]))


def test_a_closer_look_shows_what_is_there():
    """In a window a thousandth wide the points are those of the history, not of the coarse picture."""
    x, y = spiral(400_000)
    path = path_of(x, y)
    path.line(around(path), 0, 399_999)
    at = 200_000
    view = (x[at] - 5e-4, x[at] + 5e-4, y[at] - 5e-4, y[at] + 5e-4, WIDE, HIGH)
    _, rows = path.line(view, 0, 399_999)
    pixels = in_pixels(path[:], view)
    inside = np.flatnonzero((pixels >= 0).all(1) & (pixels[:, 0] <= WIDE) & (pixels[:, 1] <= HIGH))
    assert len(inside) > 10
    assert set(inside.tolist()) <= set(rows.tolist())


@pytest.mark.parametrize("log", [(False, False), (True, False), (False, True), (True, True)])
def test_what_an_axis_cannot_show_breaks_the_line_and_is_counted(log):
    chance = np.random.default_rng(5)
    x, y = np.exp(chance.normal(size=(2, 5000)).cumsum(axis=1) / 30)
    x[700:720], y[3000:3100], y[4900] = 0.0, -1.0, np.nan
    path = path_of(x, y, log)
    hidden = np.isnan(y)
    hidden |= (x <= 0) if log[0] else False
    hidden |= (y <= 0) if log[1] else False
    assert path.count_hidden() == hidden.sum()
    line, rows = path.line(around(path), 0, 4999)
    shown = np.isfinite(line).all(axis=1)
    assert not hidden[rows[shown]].any()
    for first in np.flatnonzero(np.diff(hidden.astype(int)) > 0):
        between = (rows > first - 1) & (rows < first + 130)
        assert not shown[between].all()


def test_a_start_where_something_is_undefined_is_not_missing():
    x, y = np.array([np.nan, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    assert path_of(x, y).count_hidden() == 0
    assert path_of(x[1:], np.array([np.nan, 2.0])).count_hidden() == 0
    assert path_of(np.array([1.0, np.nan, 2.0]), y).count_hidden() == 1


def test_a_long_end_at_zero_costs_no_look_at_its_rows():
    """A loss of 0, once reached, stays: on a logarithmic axis there is nothing of it to draw."""
    x, y = spiral(600_000)
    x, y = np.abs(x) + 1e-3, np.abs(y) + 1e-3
    y[5_000:] = 0.0
    path = path_of(x, y, (True, True))
    looked = []
    numbers = path.numbers
    path.numbers = lambda pairs: looked.append(np.size(pairs)) or numbers(pairs)
    _, rows = path.line(around(path_of(x[:5000], y[:5000], (True, True))), 0, 599_999)
    assert rows[-1] == 599_999
    assert len(rows) < 5_000
    assert sum(looked) < 60_000
    assert path.count_hidden() == 595_000


def test_reach_is_that_of_what_is_shown():
    x = np.array([1.0, -5.0, 3.0, 2.0] * 300)
    y = np.array([2.0, 1.0, np.inf, 4.0] * 300)
    path = path_of(x, y, (True, False))
    assert (np.nanmin(path.reach(0)), np.nanmax(path.reach(0))) == (1.0, 2.0)
    assert (np.nanmin(path.reach(1)), np.nanmax(path.reach(1))) == (2.0, 4.0)
    assert path.first() == (1.0, 2.0)
    assert path.beyond((0.0, 1.5), (0.0, 9.0)) == 300


def test_nothing_to_show_at_all():
    path = path_of(np.full(2000, np.nan), np.ones(2000))
    line, _ = path.line((0.0, 1.0, 0.0, 1.0, WIDE, HIGH), 0, 1999)
    assert not np.isfinite(line).all(axis=1).any()
    assert path.nearest((0.0, 1.0, 0.0, 1.0, WIDE, HIGH), 0.5, 0.5, 1999) == (-1, np.inf)
    assert path.count_hidden() == 1999
    assert np.isnan(path.reach(0)).all()
    assert np.isnan(path.first()).all()


def test_the_nearest_point_is_the_nearest_of_all():
    count = 200_000
    x, y = spiral(count)
    path = path_of(x, y)
    view = around(path)
    chance = np.random.default_rng(7)
    points = in_pixels(path[:], view)
    for _ in range(25):
        at = chance.integers(count)
        place = x[at] + 0.01 * chance.normal(), y[at] + 0.01 * chance.normal()
        pair, far = path.nearest(view, *place, count - 1)
        away = np.hypot(*(points - in_pixels(np.array([place]), view)).T)
        assert far <= away.min() + 1.0
        assert far == pytest.approx(away[pair])


def test_of_a_path_that_stands_still_the_last_step_is_the_nearest():
    x, y = np.ones(5000), np.ones(5000)
    path = path_of(x, y)
    assert path.nearest((0.0, 2.0, 0.0, 2.0, WIDE, HIGH), 1.1, 1.1, 2999)[0] == 2999


def test_only_what_has_been_is_near():
    x, y = spiral(5000, 2)
    path = path_of(x, y)
    pair, _ = path.nearest(around(path), x[4000], y[4000], 1000)
    assert pair <= 1000


def test_memory_is_that_of_the_blocks():
    x, y = spiral(400_000)
    path = path_of(x, y)
    boxes = path._trail.boxes
    held = sum(part.nbytes for part in (boxes._rows, boxes._points, boxes._reach, boxes._room))
    assert held <= 2 * len(x)  # a tenth of what its points would take
    path.line(around(path), 0, 399_999)
    assert path._trail.rows.nbytes < 200_000
