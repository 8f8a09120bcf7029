"""Plots of sweeps and tunings: what is where, and what is said of it."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.study.experiment.measure import MEASURES
from app.study.experiment.setting import Settings
from app.study.experiment.swept import Swept, tolerance_of
from app.study.spec import LaneSpec
from app.ui.frame import LaneLook
from app.ui.plots.best_of_plot import BestOf, BestOfPlot
from app.ui.plots.figure import figure_of, painted
from app.ui.plots.heat_key import HeatKey
from app.ui.plots.heat_plot import Heat, HeatPlot, colour_of, ends_of
from app.ui.plots.sensitivity_plot import Curve, Sensitivity, SensitivityPlot
from app.ui.plots.value_axis import ValueAxis, value_text
from app.ui.theme import DARK, LIGHT

LANE = LaneSpec(optimizer="adam")
LOOKS = (LaneLook("Adam", LIGHT.lanes[0]), LaneLook("Other", LIGHT.lanes[1]))
INF = float("inf")


def found(names, rows, losses):
    """Return settings with losses (settings, seeds), as `swept` would."""
    table = np.array(losses, dtype=float)
    known = ~np.isnan(table)
    bands = np.quantile(np.where(np.isinf(table), 1e300, table), (0.5, 0.25, 0.75), axis=1)
    bands = np.where(bands > 1e290, INF, bands)
    return Swept(0, Settings(names, rows), table, *bands, known.sum(axis=1), np.isinf(table).sum(axis=1))


RATES = [(0.001,), (0.01,), (0.1,), (1.0,)]
LOSSES = [[4.0, 5.0, 6.0], [1.0, 1.1, 1.2], [0.1, 0.2, 0.3], [INF, INF, 7.0]]


@pytest.fixture
def shown(qtbot):
    def show(plot, result, looks=LOOKS[:1]):
        qtbot.addWidget(plot)
        plot.resize(640, 360)
        plot.show()
        plot.set_result(result, looks)
        plot.settle()
        plot.grab()
        return plot

    return show


def sensitivity(losses=LOSSES):
    one = found(("lr",), RATES, losses)
    return Sensitivity(
        "lr", MEASURES[0], (Curve(LANE, one, tolerance_of(one, LANE, "double", 1.0)),), True, "works"
    )


def at(plot, x, y):
    left, right, bottom, top, width, height = plot.view()
    return QPointF((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)


def test_a_value_that_diverged_stands_at_the_top(shown):
    plot = shown(SensitivityPlot(LIGHT), sensitivity())
    (cross,) = [mark for mark in plot.signs.marks if mark.kind == "cross"]
    (_, (_, top)) = plot.box.viewRange()
    assert cross.x == 0.0
    assert plot._ceiling < cross.y < top
    median = next(stroke for stroke in plot.strokes.strokes if stroke.name == "median")
    assert np.isnan(median.y[-1])
    assert median.y[:3] == pytest.approx(np.log10([5.0, 1.1, 0.2]))


def test_the_readout_has_exact_values(shown):
    plot = shown(SensitivityPlot(LIGHT), sensitivity())
    plot.hover(at(plot, -1.05, 0.0))
    assert "lr = 0.1" in plot.readout.text()
    assert "0.2" in plot.readout.text()
    assert "(0.15 to 0.25)" in plot.readout.text()
    plot.hover(at(plot, -0.1, 0.0))
    assert "2 of 3" in plot.readout.text()


def test_the_working_range_is_a_bar_at_the_foot(shown):
    plot = shown(SensitivityPlot(LIGHT), sensitivity())
    bar = next(stroke for stroke in plot.strokes.strokes if stroke.name == "range")
    range_ = plot.result.curves[0].tolerance
    assert bar.x == pytest.approx(np.log10([range_.low, range_.high]))
    assert "decades" in plot.describe()


def test_the_legend_covers_nothing(shown):
    plot = shown(SensitivityPlot(LIGHT), sensitivity())
    assert plot.legend.area().bottom() <= 0.0
    plot.legend.set_rows(())
    plot.grab()  # nothing to place
    with figure_of(plot, 500, 300, DARK, "Title") as figure:
        assert figure.legend.area().bottom() <= 0.0
        assert not painted(figure, 500, 300, 1.0).isNull()


def test_losses_below_zero_have_a_plain_axis(shown):
    plot = shown(SensitivityPlot(LIGHT), sensitivity([[-1.0] * 3, [-2.0] * 3, [-3.0] * 3, [0.5] * 3]))
    assert not plot._log
    assert plot.result.curves[0].tolerance is None
    assert plot.axes["left"].title == "Final loss (above the minimum)"


def test_nothing_yet_says_so(shown):
    plot = shown(SensitivityPlot(LIGHT), None, ())
    assert "as soon as" in plot.caption.notice
    assert plot.describe() == "Sensitivity: nothing yet."


GRID = [(lr, beta) for lr in (0.01, 0.1, 1.0) for beta in (0.0, 0.9, 0.99)]
HEAT = [[1.0], [0.5], [0.4], [0.3], [0.1], [0.2], [INF], [INF], [2.0]]


def heat(grid=True):
    one = found(("lr", "beta1"), GRID, HEAT)
    ends, log = ends_of([one])
    return Heat(LANE, 0, one, MEASURES[0], ends, log, grid)


@pytest.mark.parametrize("grid", [True, False])
def test_every_cell_is_hit_where_it_is_drawn(shown, grid):
    plot = shown(HeatPlot(LIGHT), heat(grid))
    for cell, (x, y) in enumerate(plot._places):
        assert plot.cell_at(at(plot, x, y)) == cell
        assert plot.rectangle(cell, plot.strokes.mapping()).contains(at(plot, x, y))


def test_cells_touch_and_fill_the_plot(shown):
    plot = shown(HeatPlot(LIGHT), heat())
    cells = [plot.rectangle(cell, plot.strokes.mapping()) for cell in range(9)]
    area = sum(each.width() * each.height() for each in cells)
    _, _, _, _, width, height = plot.view()
    assert area == pytest.approx(width * height, rel=0.02)


def test_colours_are_those_of_the_losses(shown):
    plot = shown(HeatPlot(LIGHT), heat())
    image = plot.grab().toImage()
    for cell in (0, 4, 8):
        where = plot.rectangle(cell, plot.strokes.mapping())
        place = plot.mapFromScene(plot.box.mapToScene(where.topLeft() + QPointF(6, 6)))
        ratio = image.devicePixelRatio()
        seen = image.pixelColor(int(place.x() * ratio), int(place.y() * ratio))
        wanted = colour_of(HEAT[cell][0], plot.result.ends, plot.result.log)
        assert abs(seen.red() - wanted.red()) + abs(seen.blue() - wanted.blue()) < 12


def test_the_map_says_its_best_and_what_diverged(shown):
    plot = shown(HeatPlot(LIGHT), heat())
    assert "best lr = 0.1, beta1 = 0.9; 2 of 9 settings diverged" in plot.describe()
    plot.hover(at(plot, *plot._places[6]))
    assert "diverged" in plot.readout.text()
    plot.go(1, 0)
    assert plot.cursor == 4
    plot.go(1, 0)
    assert plot.cursor == 7
    plot.go(0, -1)  # a larger beta1 is a smaller 1 - beta1
    assert plot.cursor == 8
    plot.go(0, -1)
    assert plot.cursor == 8
    plot.let_go()
    assert plot.picked() == (-1, -1)


def test_the_key_names_the_ends(qtbot):
    key = HeatKey(LIGHT)
    qtbot.addWidget(key)
    key.set_meaning("Final loss", (-2.0, 1.0), True)
    assert "from 0.01 to 10" in key.accessibleDescription()
    assert key.sizeHint().width() > 200
    key.grab()


def test_values_are_placed_as_they_are_spaced():
    decay = ValueAxis(LANE, "beta1", (0.9, 0.99, 0.5))
    assert decay.kind == "one_minus_log"
    assert decay.title == "1 − beta1"
    assert decay.places([0.9]) == pytest.approx([-1.0])
    choice = ValueAxis(LANE, "bias_correction", (False, True))
    assert choice.kind == "choice"
    assert choice.places([True]).tolist() == [1.0]
    assert [value_text(each) for each in choice.values] == ["off", "on"]
    with_full = ValueAxis(LANE, "batch_size", (16, "full"))
    assert with_full.kind == "choice"
    assert ValueAxis(LANE, "lr", (0.1,)).edges().tolist() == [-1.5, -0.5]


def test_the_best_of_n_with_its_band(shown):
    curve = np.array([[1.0, 0.5, 0.3], [0.8, 0.4, 0.2], [2.0, 0.9, 0.5]])
    plot = shown(BestOfPlot(LIGHT), BestOf((curve, None), "final loss"), LOOKS)
    (stroke,) = plot.strokes.strokes
    assert stroke.y == pytest.approx(np.log10(curve[0]))
    assert len(plot.bands.bands) == 1
    plot.hover(at(plot, 2.1, -0.2))
    assert "best of 2 trials" in plot.readout.text()
    assert "(0.4 to 0.9)" in plot.readout.text()
    assert plot.describe() == "Expected best of n trials: Adam 0.3 after 3."
