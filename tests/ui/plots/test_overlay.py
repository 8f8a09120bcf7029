"""The switches of what is drawn on a surface, and what each of them does."""

import msgspec
import numpy as np
import pytest

from app.study.target import target_loss
from app.ui.plots.overlay import CONTOURS, Overlays
from app.ui.plots.paths import dot_interval
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots.racing import Racing, surface_study


@pytest.mark.parametrize("contours", CONTOURS)
def test_settings_give_them_back(contours):
    overlays = Overlays(gradient=True, known=False, contours=contours)
    assert Overlays.from_text(overlays.to_text()) == overlays


@pytest.mark.parametrize("text", ["", "{", "[]", '{"gradient": 3}', '{"contours": "many"}'])
def test_broken_settings_are_the_usual_switches(text):
    assert Overlays.from_text(text) == Overlays()


def test_minima_and_saddles_can_be_away(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    assert "minimum" in {mark.kind for mark in plot.signs.marks}
    plot.set_overlays(Overlays(known=False))
    assert not {mark.kind for mark in plot.signs.marks} & {"minimum", "saddle"}


def test_contours_are_even_in_heights_or_in_their_logarithms(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    surface = on_surface.view.problem.surface
    usual = plot.backdrop.lines

    def levels(contours):
        plot.set_overlays(Overlays(contours=contours))
        found = [np.median(surface.value(*line.T)) for line in plot.backdrop.lines if len(line) > 20]
        return np.sort(np.log10(found) if contours == "log" else found)

    linear = np.diff(levels("linear"))
    linear = linear[linear > 1.0]  # a level may have several lines
    assert len(linear) > 8
    assert linear == pytest.approx(np.full(len(linear), np.median(linear)), rel=0.1)
    logarithms = levels("log")
    assert len(plot.backdrop.lines) == len(usual)  # Rosenbrock is coloured by logarithms
    assert np.ptp(logarithms) > 3
    levels("none")
    assert plot.backdrop.lines == ()


def test_the_level_of_the_target_is_where_the_loss_is_the_target(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    assert plot.level.lines == ()
    plot.set_overlays(Overlays(target=True))
    view = on_surface.view
    target = target_loss(view.study, view.problem)
    values = np.concatenate([view.problem.surface.value(*line.T) for line in plot.level.lines])
    assert np.median(values) == pytest.approx(target, rel=0.05)
    easier = Racing(msgspec.structs.replace(surface_study(), target=50.0))
    plot.set_race(easier.view)
    values = np.concatenate([view.problem.surface.value(*line.T) for line in plot.level.lines])
    assert np.median(values) == pytest.approx(50.0, rel=0.05)


@pytest.mark.parametrize(
    ("steps", "every"),
    [(1, 1), (120, 1), (121, 2), (200, 2), (600, 5), (1200, 10), (2000, 20), (100_000, 1000)],
)
def test_dots_are_a_round_number_of_steps_apart(steps, every):
    assert dot_interval(steps) == every


def test_dots_lie_on_the_path_and_their_number_apart(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    plot.set_overlays(Overlays(steps=True))
    dots = [stroke for stroke in plot.strokes.strokes if stroke.dots]
    assert len(dots) == 3
    for stroke in dots:
        theta = on_surface.history.lanes[stroke.lane].theta[::2, 0]
        assert np.column_stack([stroke.x, stroke.y]).tolist() == theta.tolist()
    plot.show_frame(on_surface.frame(100))
    assert {len(stroke.x) for stroke in plot.strokes.strokes if stroke.dots} == {51}


def test_a_copy_has_the_same(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    plot.set_overlays(Overlays(gradient=True, target=True, contours="linear"))
    copy = plot.clone()
    assert copy.overlays == plot.overlays
    assert copy.field.shown
    copy.close()
