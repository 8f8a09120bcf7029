import numpy as np
import pytest

from app.study.statistics.rank import ranking
from app.ui.plots.rank_plot import RankPlot
from tests.ui.plots.results import LOOKS, NAMES, times


@pytest.fixture
def plot(qtbot):
    widget = RankPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_the_order_and_the_test_are_said(plot):
    plot.set_result(ranking(NAMES, times()), LOOKS)
    assert plot.describe().startswith("Mean ranks, best first: Adam 1.00, RMSprop 2.00, Momentum 3.00.")
    assert plot.caption.lines == ("Friedman: p < 0.001 over 8 problems",)


def test_ranks_that_chance_may_have_made_are_said_to_be(plot):
    plot.set_result(ranking(NAMES, times(factors=(1.0, 1.0, 1.0), noise=1.0)), LOOKS)
    assert "cannot be told from chance" in plot.caption.lines[0]


@pytest.mark.parametrize("lanes", [3, 12])
def test_it_is_painted_for_few_and_many_lanes(plot, lanes):
    names = tuple(f"a lane with a long name {index}" for index in range(lanes))
    plot.set_result(ranking(names, np.random.default_rng(0).random((6, lanes))), ())
    image = plot.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 600, 2) for y in range(0, 300, 2)}
    assert len(colours) > 3
