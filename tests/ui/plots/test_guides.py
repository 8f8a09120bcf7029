import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.guides import Tick
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import count_of, painted


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def plot(request, shown):
    """Return an empty plot of which the view is known."""
    plot = shown(CurvePlot, theme=request.param)
    plot.caption.set_notice("")
    plot.set_view_range((0.0, 10.0), (0.0, 10.0))
    plot.grab()
    return plot


def column(plot, x):
    """Return the pixels of a column around a view coordinate."""
    at = plot.box.mapToScene(plot.box.mapFromView(QPointF(x, 0))).x()
    left, top, _, bottom = plot.plot_area()
    return painted(plot)[top:bottom, max(int(at) - 3, left) : int(at) + 4]


@pytest.mark.parametrize("name", ["playhead", "crosshair"])
def test_a_line_stands_where_it_is_put_and_goes(plot, name):
    put = getattr(plot.guides, f"set_{name}")
    before = column(plot, 4.0)
    put(4.0)
    after = column(plot, 4.0)
    changed = (after != before).any(axis=-1)
    assert (changed.any(axis=0)).sum() == 1
    assert changed.sum() > 0.3 * len(changed)
    np.testing.assert_array_equal(column(plot, 6.0)[:, :3], before[:, :3])
    put(None)
    np.testing.assert_array_equal(column(plot, 4.0), before)


@pytest.mark.parametrize("x", [-1.0, 11.0, float("nan"), float("inf"), 1e300])
def test_a_line_out_of_view_is_not_painted(plot, x):
    before = painted(plot)
    plot.guides.set_playhead(x)
    plot.guides.set_crosshair(x)
    np.testing.assert_array_equal(painted(plot), before)


@pytest.mark.parametrize("y", [-1.0, 11.0, float("nan"), -float("inf")])
def test_a_target_out_of_view_is_not_painted(plot, y):
    before = painted(plot)
    plot.guides.set_target((y, "target"))
    np.testing.assert_array_equal(painted(plot), before)


def rows_of(plot, before):
    return np.flatnonzero((painted(plot) != before).any(axis=-1).any(axis=1)) - plot.plot_area()[1]


def test_a_target_is_a_line_with_its_label_above(plot):
    before = painted(plot)
    plot.guides.set_target((5.0, "target 0.5"))
    rows = rows_of(plot, before)
    middle = 0.5 * plot.box.rect().height()
    assert rows.max() == pytest.approx(middle, abs=2)
    assert middle - 24 < rows.min() < middle - 8


def test_a_target_near_the_top_has_its_label_below(plot):
    before = painted(plot)
    plot.guides.set_target((9.9, "target 0.5"))
    rows = rows_of(plot, before)
    assert rows.min() >= 0
    assert rows.max() > 0.01 * plot.box.rect().height() + 8


def test_the_label_of_a_target_keeps_out_of_the_caption(plot):
    plot.caption.set_lines("something to read in the corner")
    taken = plot.caption.area()
    before = painted(plot)
    plot.guides.set_taken(taken)
    bottom = plot.box.rect().height()
    plot.guides.set_target((10.0 * (1 - (taken.bottom() + 2) / bottom), "target 0.5"))
    left, top, _, _ = plot.plot_area()
    changed = (painted(plot) != before).any(axis=-1)
    inside = QRectF(taken).translated(left, top).adjusted(1, 1, -1, -1).toRect()
    region = changed[inside.top() : inside.bottom(), inside.left() : inside.right()]
    assert changed.any()
    assert not region.any()


def test_changes_are_marked_on_the_axis_and_told_there(plot):
    tick = Tick(3.0, "#ff0000", "Adam: lr = 0.1 from step 3")
    plot.guides.set_ticks((tick, Tick(7.0, "#00ff00", "another"), Tick(12.0, "#0000ff", "out of view")))
    pixels = painted(plot)
    assert count_of(pixels, "#ff0000", 10) > 15
    assert count_of(pixels, "#0000ff", 10) == 0
    rect = plot.box.rect()
    at = QPointF(0.3 * rect.width(), rect.height() - 4)
    assert plot.guides.tips_at(at) == [tick]
    assert plot.guides.tips_at(at + QPointF(8, 0)) == []
    assert plot.guides.tips_at(QPointF(at.x(), 20.0)) == []
