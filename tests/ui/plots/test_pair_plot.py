import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.study.statistics.pair import compare
from app.ui.plots.pair_plot import PairMatrix, PairPlot
from tests.ui.plots.results import LOOKS

TEN = np.arange(100.0, 110.0)
VALUES = np.stack([TEN, TEN + 50.0, TEN + np.tile([1.0, -1.0], 5)])


def matrix(runs=10):
    values = VALUES[:, :runs]
    return PairMatrix(tuple(compare(values, i, j) for i, j in ((0, 1), (0, 2), (1, 2))), "sooner")


@pytest.fixture
def plot(qtbot):
    widget = PairPlot()
    qtbot.addWidget(widget)
    widget.resize(560, 320)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_result(matrix(), LOOKS)
    return widget


def hover(plot, first, second):
    left, top, width, height = plot._layout(plot.box.rect())
    plot.hover(QPointF(left + (second + 0.5) * width, top + (first + 0.5) * height))
    return plot.readout.text() if plot.readout.isVisible() else ""


def test_a_cell_tells_everything_about_its_pair(plot):
    text = hover(plot, 0, 1)
    assert "sooner in 10" in text
    assert "P = 1 (95 %: 0.72 to 1)" in text
    assert "(Holm)" in text
    assert "P = 0 (95 %: 0 to 0.28)" in hover(plot, 1, 0)


def test_the_diagonal_and_the_names_tell_nothing(plot):
    assert hover(plot, 1, 1) == ""
    plot.hover(QPointF(5, 5))
    assert not plot.readout.isVisible()


def test_what_is_beyond_chance_is_described(plot):
    assert plot.describe() == "Pairs beyond chance: Adam sooner than RMSprop; Momentum sooner than RMSprop."


def test_below_ten_seeds_it_counts_and_says_why(plot):
    plot.set_result(matrix(5), LOOKS)
    assert "n too small" in plot.caption.lines[0]
    assert plot._text(plot.result.pairs[0]) == "5/5"
    assert plot.describe() == "Pairs beyond chance: none."


def test_the_surer_the_stronger_the_colour(plot):
    sure, unsure = plot.result.pairs[:2]
    plain = plot.theme.plot

    def distance(colour):
        return sum(abs(int(colour[i : i + 2], 16) - int(plain[i : i + 2], 16)) for i in (1, 3, 5))

    assert distance(plot._colour(sure)) > 4 * distance(plot._colour(unsure))


def test_of_independent_lanes_all_pairs_of_runs_are_counted_and_the_test_is_named(plot):
    pairs = tuple(compare(VALUES, i, j, paired=False) for i, j in ((0, 1), (0, 2), (1, 2)))
    plot.set_result(PairMatrix(pairs, "sooner", paired=False), LOOKS)
    text = hover(plot, 0, 1)
    assert "100 pairs of runs" in text
    assert "rank-sum test p &lt; 0.001 (Holm)" in text
    assert "P(row sooner than column), unpaired" in plot.caption.lines[0]
    few = tuple(compare(VALUES[:, :3], i, j, paired=False) for i, j in ((0, 1), (0, 2), (1, 2)))
    plot.set_result(PairMatrix(few, "sooner", paired=False), LOOKS)
    assert plot.caption.lines[0].startswith("pairs of runs in which the row was sooner")
    assert plot._text(few[0]) == "9/9"
