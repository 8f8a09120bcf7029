import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.marks import Mark
from tests.ui.plots.pixels import count_of, painted

RED = "#ff0000"


@pytest.fixture
def plot(shown):
    """Return an empty plot of which the view is known."""
    plot = shown(CurvePlot)
    plot.caption.set_notice("")
    plot.set_grid(False)
    plot.set_view_range((0.0, 10.0), (0.0, 10.0))
    plot.grab()
    return plot


def ink(plot, *marks):
    """Return rows and columns, in the view box' pixels, that marks have painted."""
    plot.signs.set_marks(())
    before = painted(plot)
    plot.signs.set_marks(marks)
    rows, columns = np.nonzero((painted(plot) != before).any(axis=-1))
    left, top, _, _ = plot.plot_area()
    return rows - top, columns - left


@pytest.mark.parametrize("kind", ["head", "ring", "minimum", "saddle", "cross", "point", "hollow"])
def test_every_kind_is_where_it_is_put_and_as_large(plot, kind):
    rows, columns = ink(plot, Mark(5.0, 5.0, kind, RED, "#ffffff", 10.0))
    rect = plot.box.rect()
    assert rows.mean() == pytest.approx(0.5 * rect.height(), abs=2)
    assert columns.mean() == pytest.approx(0.5 * rect.width(), abs=2)
    assert 9 <= np.ptp(rows) + 1 <= 18
    assert 9 <= np.ptp(columns) + 1 <= 18


@pytest.mark.parametrize("x", [float("nan"), float("inf"), -1.0, 1e300])
def test_what_is_out_of_view_is_not_painted(plot, x):
    rows, _ = ink(plot, Mark(x, 5.0, "head", RED))
    assert not len(rows)


@pytest.mark.parametrize(("x", "y"), [(-5.0, 5.0), (15.0, 5.0), (5.0, -5.0), (5.0, 15.0), (1e300, 1e300)])
def test_an_arrow_at_the_border_points_to_what_is_out_of_view(plot, x, y):
    rows, columns = ink(plot, Mark(x, y, "head", RED, "#ffffff", arrow=True))
    rect = plot.box.rect()
    for value, places, size, down in ((x, columns, rect.width(), False), (y, rows, rect.height(), True)):
        expected = size - 9 if (value > 10) != down and not 0 <= value <= 10 else 9.0
        if 0 <= value <= 10:
            expected = 0.5 * size
        assert places.mean() == pytest.approx(expected, abs=4)
    assert count_of(painted(plot), RED, 10) > 10


def test_a_cross_at_the_border_is_whole(plot):
    rows, columns = ink(plot, Mark(10.0, 10.0, "cross", RED, "", 8.0))
    middle = ink(plot, Mark(5.0, 5.0, "cross", RED, "", 8.0))
    assert (np.ptp(rows), np.ptp(columns)) == (np.ptp(middle[0]), np.ptp(middle[1]))
    assert rows.min() >= 0
    assert columns.max() <= plot.box.rect().width()  # a soft edge may reach the last pixel


@pytest.mark.parametrize("x", [0.2, 9.8])
def test_a_label_stands_beside_its_mark_where_there_is_room(plot, x):
    bare = ink(plot, Mark(x, 5.0, "head", RED))
    _, columns = ink(plot, Mark(x, 5.0, "head", RED, "#ffff00", label="diverged at step 12"))
    right = columns.max() > bare[1].max() + 40
    left = columns.min() < bare[1].min() - 40
    assert (left, right) == (x > 5, x < 5)
    assert columns.max() < plot.box.rect().width()


def test_labels_do_not_lie_on_each_other(plot):
    one = ink(plot, Mark(5.0, 5.0, "head", RED, "#ffff00", label="first"))
    two = ink(plot, *(Mark(5.0, 5.0 + 0.01 * n, "head", RED, "#ffff00", label="first") for n in range(2)))
    assert np.ptp(two[0]) >= np.ptp(one[0]) + 10


def test_the_topmost_mark_with_a_tip_answers(plot):
    plot.signs.set_marks(
        (
            Mark(5.0, 5.0, "head", RED, tip="below"),
            Mark(5.0, 5.0, "head", RED, tip="above"),
            Mark(5.0, 5.0, "head", RED),
            Mark(50.0, 5.0, "head", RED, tip="at the border", arrow=True),
            Mark(-50.0, 5.0, "head", RED, tip="nowhere"),
        )
    )
    rect = plot.box.rect()
    middle = QPointF(0.5 * rect.width(), 0.5 * rect.height())
    assert plot.signs.mark_at(middle + QPointF(4, 4)).tip == "above"
    assert plot.signs.mark_at(middle + QPointF(20, 0)) is None
    assert plot.signs.mark_at(QPointF(rect.width() - 9, middle.y())).tip == "at the border"
    assert plot.signs.mark_at(QPointF(9, middle.y())) is None
