"""Two hyperparameters as a map: cells where they are drawn, colours of their losses."""

import pytest
from PySide6.QtCore import QPointF

from app.study.experiment.measure import MEASURES
from app.ui.plots.heat_plot import Heat, HeatPlot, colour_of, ends_of
from app.ui.theme import LIGHT
from tests.ui.plots.sweeping import INF, LANE, found, place_at

GRID = [(lr, beta) for lr in (0.01, 0.1, 1.0) for beta in (0.0, 0.9, 0.99)]
HEAT = [[1.0], [0.5], [0.4], [0.3], [0.1], [0.2], [INF], [INF], [2.0]]


def heat(grid=True):
    one = found(("lr", "beta1"), GRID, HEAT)
    ends, log = ends_of([one])
    return Heat(LANE, 0, one, MEASURES[0], ends, log, grid)


@pytest.mark.parametrize("grid", [True, False])
def test_every_cell_is_hit_where_it_is_drawn(drawn, grid):
    plot = drawn(HeatPlot(LIGHT), heat(grid))
    for cell, (x, y) in enumerate(plot._places):
        assert plot.cell_at(place_at(plot, x, y)) == cell
        assert plot.rectangle(cell, plot.strokes.mapping()).contains(place_at(plot, x, y))


def test_cells_touch_and_fill_the_plot(drawn):
    plot = drawn(HeatPlot(LIGHT), heat())
    cells = [plot.rectangle(cell, plot.strokes.mapping()) for cell in range(9)]
    area = sum(each.width() * each.height() for each in cells)
    _, _, _, _, width, height = plot.view()
    assert area == pytest.approx(width * height, rel=0.02)


def test_colours_are_those_of_the_losses(drawn):
    plot = drawn(HeatPlot(LIGHT), heat())
    image = plot.grab().toImage()
    for cell in (0, 4, 8):
        where = plot.rectangle(cell, plot.strokes.mapping())
        place = plot.mapFromScene(plot.box.mapToScene(where.topLeft() + QPointF(6, 6)))
        ratio = image.devicePixelRatio()
        seen = image.pixelColor(int(place.x() * ratio), int(place.y() * ratio))
        wanted = colour_of(HEAT[cell][0], plot.result.ends, plot.result.log)
        assert abs(seen.red() - wanted.red()) + abs(seen.blue() - wanted.blue()) < 12


def test_the_map_says_its_best_and_what_diverged(drawn):
    plot = drawn(HeatPlot(LIGHT), heat())
    assert "best lr = 0.1, beta1 = 0.9; 2 of 9 settings diverged" in plot.describe()
    plot.hover(place_at(plot, *plot._places[6]))
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
