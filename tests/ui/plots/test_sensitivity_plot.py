"""Curves of a sweep: what diverged, what works, and what is said of it."""

import numpy as np
import pytest

from app.study.experiment.measure import MEASURES
from app.study.experiment.swept import tolerance_of
from app.ui.plots.figure import figure_of, painted
from app.ui.plots.sensitivity import Curve, Sensitivity
from app.ui.plots.sensitivity_plot import SensitivityPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.sweeping import INF, LANE, found, place_at

RATES = [(0.001,), (0.01,), (0.1,), (1.0,)]
LOSSES = [[4.0, 5.0, 6.0], [1.0, 1.1, 1.2], [0.1, 0.2, 0.3], [INF, INF, 7.0]]


def sensitivity(losses=LOSSES):
    one = found(("lr",), RATES, losses)
    return Sensitivity(
        "lr", MEASURES[0], (Curve(LANE, one, tolerance_of(one, LANE, "double", 1.0)),), True, "works"
    )


def test_a_value_that_diverged_stands_at_the_top(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity())
    (cross,) = [mark for mark in plot.signs.marks if mark.kind == "cross"]
    (_, (_, top)) = plot.box.viewRange()
    assert cross.x == 0.0
    assert plot.ceiling < cross.y < top
    median = next(stroke for stroke in plot.strokes.strokes if stroke.name == "median")
    assert np.isnan(median.y[-1])
    assert median.y[:3] == pytest.approx(np.log10([5.0, 1.1, 0.2]))


def test_runs_that_are_alike_have_no_band_to_read(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity([*LOSSES[:2], [0.2, 0.2, 0.2], LOSSES[3]]))
    plot.hover(place_at(plot, -1.05, 0.0))
    assert "0.2" in plot.readout.text()
    assert "to 0.2" not in plot.readout.text()


def test_the_readout_has_exact_values(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity())
    plot.hover(place_at(plot, -1.05, 0.0))
    assert "lr = 0.1" in plot.readout.text()
    assert "0.2" in plot.readout.text()
    assert "(0.15 to 0.25)" in plot.readout.text()
    plot.hover(place_at(plot, -0.1, 0.0))
    assert "2 of 3" in plot.readout.text()


def test_the_working_range_is_a_bar_at_the_foot(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity())
    bar = next(stroke for stroke in plot.strokes.strokes if stroke.name == "range")
    range_ = plot.result.curves[0].tolerance
    assert bar.x == pytest.approx(np.log10([range_.low, range_.high]))
    assert "decades" in plot.describe()


def test_the_legend_covers_nothing(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity())
    assert plot.legend.area().bottom() <= 0.0
    plot.legend.set_rows(())
    plot.grab()  # nothing to place
    with figure_of(plot, 500, 300, DARK, "Title") as figure:
        assert figure.legend.area().bottom() <= 0.0
        assert not painted(figure, 500, 300, 1.0).isNull()


def test_losses_below_zero_have_a_plain_axis(drawn):
    plot = drawn(SensitivityPlot(LIGHT), sensitivity([[-1.0] * 3, [-2.0] * 3, [-3.0] * 3, [0.5] * 3]))
    assert not plot._log
    assert plot.result.curves[0].tolerance is None
    assert plot.axes["left"].title == "Final loss (above the minimum)"


def test_nothing_yet_says_so(drawn):
    plot = drawn(SensitivityPlot(LIGHT), None, ())
    assert "as soon as" in plot.caption.notice
    assert plot.describe() == "Sensitivity: nothing yet."
