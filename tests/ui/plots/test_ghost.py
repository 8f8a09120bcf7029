"""Paths of the race before, below those of now."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.ui.plots import surface_scene
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse
from tests.ui.plots.pixels import painted
from tests.ui.plots.racing import Racing, surface_study


@pytest.fixture(scope="module")
def elsewhere():
    return Racing(surface_study(start=(0.5, 2.0)))


def test_the_old_paths_stay_until_they_are_let_go(shown, on_surface, elsewhere):
    plot = shown(TrajectoryPlot, elsewhere)
    alone = painted(plot)
    plot.show_ghost(on_surface.view)
    assert plot.ghost.shown
    both = painted(plot)
    assert (both != alone).any()
    plot.show_ghost(None)
    assert (painted(plot) == alone).all()


def test_what_diverged_has_a_ghost_up_to_there(shown, on_surface, blown_up):
    plot = shown(TrajectoryPlot, blown_up)
    plot.show_ghost(blown_up.view)
    assert all(np.isfinite(path).all() for path, _ in plot.ghost._paths)


def test_there_is_none_for_a_race_of_other_lanes_or_on_data(shown, on_surface, on_data, blown_up):
    plot = shown(TrajectoryPlot, on_surface)
    plot.show_ghost(blown_up.view)
    assert not plot.ghost.shown
    plot.set_race(on_data.view)
    plot.show_frame(on_data.frame())
    plot.show_ghost(on_data.view)
    assert not plot.ghost.shown


def test_another_start_on_the_same_surface_is_drawn_on_the_picture_that_is_there(
    shown, on_surface, elsewhere, monkeypatch
):
    plot = shown(TrajectoryPlot, on_surface)
    image = plot.backdrop.image
    monkeypatch.setattr(surface_scene, "survey", lambda *_: pytest.fail("the surface is known"))
    plot.set_race(elsewhere.view)
    plot.show_frame(elsewhere.frame())
    assert plot.backdrop.image is image
    assert plot.start.at == (0.5, 2.0)


def test_a_ring_that_is_held_stays_with_the_mouse(shown, on_surface, elsewhere):
    plot = shown(TrajectoryPlot, on_surface)
    places, view = [], plot.box.viewRange()

    def show_another(x, y):
        plot.set_race(elsewhere.view)
        plot.show_frame(elsewhere.frame())
        places.append((plot.start.at == (x, y), plot.box.viewRange() == view))

    plot.start_dragged.connect(show_another)
    first = mouse.place_of(plot, *plot.start.at)
    mouse.drag(plot, first, first + QPoint(60, 40))
    assert len(places) > 2
    assert all(all(stayed) for stayed in places)
    assert not plot.start.held
