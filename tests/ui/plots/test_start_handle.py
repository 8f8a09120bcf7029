import pytest
from PySide6.QtCore import QPoint, QPointF

from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import painted


def around(plot, radius=9):
    """Return what is painted around the start."""
    at = mouse.place_of(plot, *plot.start.at)
    pixels = painted(plot)
    return pixels[at.y() - radius : at.y() + radius + 1, at.x() - radius : at.x() + radius + 1]


def test_it_stands_at_the_start(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    assert plot.start.isVisible()
    assert plot.start.at == (-1.2, 1.0)
    assert plot.start.pos() == plot.box.mapFromView(QPointF(-1.2, 1.0))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_its_ring_has_the_colour_of_text(shown, on_surface, theme):
    plot = shown(TrajectoryPlot, on_surface, theme=theme, frame=on_surface.frame(theme=theme))
    ring = around(plot)
    assert (abs(ring - painted_colour(theme.text)).max(axis=-1) < 60).sum() > 30


def painted_colour(name):
    return [int(name[at : at + 2], 16) for at in (1, 3, 5)]


def test_dragging_it_chooses_a_start_and_tells_on_the_way(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    first, last = mouse.place_of(plot, -1.2, 1.0), mouse.place_of(plot, 0.5, 2.5)
    on_the_way, before = [], plot.box.viewRange()
    plot.start_dragged.connect(lambda x, y: on_the_way.append((x, y)))
    with qtbot.waitSignal(plot.start_chosen) as caught:
        mouse.drag(plot, first, last)
    at = plot.box.mapSceneToView(QPointF(last))
    assert caught.args == [pytest.approx(at.x()), pytest.approx(at.y())]
    assert len(on_the_way) > 2
    assert plot.start.at == (pytest.approx(at.x()), pytest.approx(at.y()))
    assert plot.box.viewRange() == before


def test_it_stays_at_its_place_when_the_view_moves(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    mouse.wheel(plot, mouse.place_of(plot, 0.0, 0.5))
    assert plot.start.pos() == plot.box.mapFromView(QPointF(-1.2, 1.0))
    plot.resize(500, 400)
    plot.grab()
    assert plot.start.pos() == plot.box.mapFromView(QPointF(-1.2, 1.0))


def test_the_mouse_says_that_it_can_be_taken(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    away = around(plot, 12)
    mouse.move(plot, mouse.place_of(plot, -1.2, 1.0) + QPoint(2, 2))
    assert (around(plot, 12) != away).any()


def test_without_a_surface_it_is_not_there(shown, on_surface, on_data):
    plot = shown(TrajectoryPlot, on_surface)
    plot.set_race(on_data.view)
    assert not plot.start.isVisible()
    plot.set_race(on_surface.view)
    assert plot.start.isVisible()
    plot.set_race(None)
    assert not plot.start.isVisible()
