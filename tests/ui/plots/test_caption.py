import numpy as np
import pytest

from app.ui.plots.curve_plot import CurvePlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import count_of, painted


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def plot(request, shown):
    plot = shown(CurvePlot, theme=request.param)
    plot.caption.set_notice("")
    return plot


def changed(plot, before):
    rows, columns = np.nonzero((painted(plot) != before).any(axis=-1))
    left, top, _, _ = plot.plot_area()
    return rows - top, columns - left


def test_a_notice_stands_in_the_middle(plot):
    before = painted(plot)
    plot.caption.set_notice("Nothing here yet.")
    rows, columns = changed(plot, before)
    rect = plot.box.rect()
    assert 0.5 * (rows.min() + rows.max()) == pytest.approx(0.5 * rect.height(), abs=6)
    assert 0.5 * (columns.min() + columns.max()) == pytest.approx(0.5 * rect.width(), abs=6)
    assert count_of(painted(plot), plot.theme.muted, 30) > 20


def test_a_long_notice_is_broken_into_lines(plot):
    plot.resize(220, 200)
    before = painted(plot)
    plot.caption.set_notice("This problem has no such quantity at all. Choose another quantity instead.")
    rows, columns = changed(plot, before)
    assert np.ptp(rows) > 24
    assert columns.min() >= 18
    assert columns.max() <= plot.box.rect().width() - 18


def test_lines_stand_in_the_lower_left_corner(plot):
    before = painted(plot)
    plot.caption.set_lines("first", "", "second")
    assert plot.caption.lines == ("first", "second")
    rows, columns = changed(plot, before)
    area = plot.caption.area()
    assert area.contains(float(columns.min()), float(rows.min()))
    assert area.contains(float(columns.max()), float(rows.max()))
    assert area.bottom() == plot.box.rect().height() - 8
    assert area.left() == 8


def test_a_line_that_is_too_long_is_cut(plot):
    plot.resize(240, 200)
    painted(plot)
    plot.caption.set_lines("a line that goes on and on and on and does not want to end before the border")
    assert plot.caption.area().right() <= plot.box.rect().width()


def test_without_lines_it_covers_nothing(plot):
    plot.caption.set_lines("something")
    plot.caption.set_lines()
    assert plot.caption.area().isEmpty()
