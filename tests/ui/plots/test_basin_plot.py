"""One map: its view, its copies, and what a level more changes."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.study.basin.block import BasinBlock, run_block
from app.study.basin.lattice import block_places, starts_at
from app.study.basin.map import BasinMap
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.plots.basin_plot import BasinPlot
from app.ui.plots.basin_shown import BasinShown
from app.ui.plots.sheet import picture_of
from app.ui.theme import DARK, LIGHT

STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),),
    steps=30,
)
SURFACE = surfaces["himmelblau"]()


def made(*levels):
    found = BasinMap()
    for level in levels:
        found.put(BasinBlock(0, level, 0), run_block(STUDY, BasinBlock(0, level, 0)))
    return found


def of(found, measure="minimum", against=None):
    return BasinShown(SURFACE, "Adam", LIGHT.lanes[0], found, 30, measure, (1, 30), (0.0, 0.0), against)


@pytest.fixture
def plot(qtbot):
    plot = BasinPlot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(420, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_before_the_first_picture_it_says_so(plot):
    plot.show_map(of(BasinMap()))
    assert plot.caption.notice == "Being computed…"
    assert "being computed" in plot.describe()
    plot.show_map(of(made(25)))
    assert plot.caption.notice == ""
    assert plot.ground.image is not None


def test_a_start_lies_in_the_middle_of_its_rectangle(plot):
    plot.show_map(of(made(25, 50)))
    (left, right), (bottom, _) = plot.shown.extent
    assert right - left == pytest.approx(10.0)
    x, y = plot.shown.start_of(0, 0)
    assert x == pytest.approx(left + 0.1)
    assert y == pytest.approx(bottom + 0.1)
    known = starts_at(SURFACE.domain, np.concatenate([block_places(25, 0), block_places(50, 0)]))
    assert [x, y] in known.tolist()


def test_the_view_stays_when_a_finer_map_comes(plot):
    plot.show_map(of(made(25)))
    assert plot.box.viewRange() == [[-5.0, 5.0], [-5.0, 5.0]]
    plot.box.sigRangeChangedManually.emit([True, True])
    plot.set_view_range((0.0, 1.0), (0.0, 1.0))
    plot.show_map(of(made(25, 50)))
    assert plot.box.viewRange() == [[0.0, 1.0], [0.0, 1.0]]
    plot.auto_range()
    assert plot.box.viewRange() == [[-5.0, 5.0], [-5.0, 5.0]]


def test_the_same_map_is_painted_once(plot):
    found = made(25)
    plot.show_map(of(found))
    before = plot.ground.image
    plot.show_map(of(found))
    assert plot.ground.image is before
    plot.show_map(of(found, "steps"))
    assert plot.ground.image is not before
    plot.apply_theme(DARK)
    assert plot.ground.image is not before


def test_a_copy_shows_the_same(plot, qtbot):
    plot.show_map(of(made(25), against=("SGD", LIGHT.lanes[1], made(25))))
    copy = plot.clone(DARK)
    qtbot.addWidget(copy)
    assert copy.title == "Adam against SGD"
    assert copy.shown.colour == DARK.lanes[0]
    assert copy.describe() == plot.describe()
    assert not picture_of(plot, 600, 500).isNull()


def test_it_can_show_nothing_again(plot):
    plot.show_map(of(made(25)))
    plot.show_map(None)
    assert plot.describe() == "No basin map."
    assert plot.ground.image is None
    assert plot._cell(plot.box.rect().center()) is None
