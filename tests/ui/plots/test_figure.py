import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.engine.error import InputError
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.figure import figure_of, ratio_of
from app.ui.plots.sheet import picture_of
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import count_of, painted, pixels_of
from tests.ui.plots.racing import Racing, lane, surface_study


@pytest.mark.parametrize(
    ("size", "dpi", "ratio"),
    [((960, 600), 96, 1.0), ((1600, 1000), 192, 2.0), ((1600, 1000), 48, 0.5), ((240, 160), 600, 1.0)],
)
def test_pixels_for_one_of_the_screen(size, dpi, ratio):
    assert ratio_of(*size, dpi) == ratio


@pytest.mark.parametrize("size", [(15, 500), (500, 15), (20_001, 500), (500, 1_000_000), (-5, 500)])
def test_a_size_that_is_none(size):
    with pytest.raises(InputError, match=r"from 16 to 20000 pixels, but -?\d+ was given"):
        ratio_of(*size, 96)


@pytest.mark.parametrize("dpi", [0.0, -96.0, float("inf"), float("nan")])
def test_a_resolution_that_is_none(dpi):
    with pytest.raises(InputError, match="above 0 dpi"):
        ratio_of(500, 500, dpi)


@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_no_window_and_no_widget_is_left(shown, on_surface, kind):
    plot = shown(kind, on_surface)
    before, state = set(QApplication.allWidgets()), painted(plot)
    with figure_of(plot, 400, 300) as figure:
        assert figure is not plot
        assert (figure.width(), figure.height()) == (400, 300)
    assert set(QApplication.allWidgets()) == before
    np.testing.assert_array_equal(painted(plot), state)


def test_after_an_error_nothing_is_left_either(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    before = set(QApplication.allWidgets())
    with pytest.raises(RuntimeError, match="no more"), figure_of(plot, 400, 300):
        raise RuntimeError("no more")
    assert set(QApplication.allWidgets()) == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_every_lane_is_in_the_picture_and_in_its_legend(shown, on_surface, kind, theme):
    pixels = pixels_of(picture_of(shown(kind, on_surface), 800, 600, 96, theme=theme))
    assert pixels.shape == (600, 800, 3)
    assert all(count_of(pixels, theme.lanes[lane], 10) > 60 for lane in range(3))


def test_a_title_stands_above(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    bare, titled = (pixels_of(picture_of(plot, 640, 480, 96, title=title)) for title in ("", "Rosenbrock"))
    assert (bare[:8, 60:] == 255).all()
    assert count_of(titled[:28], LIGHT.text, 60) > 50


def test_a_legend_that_would_cover_the_curves_moves_above_them(shown):
    racing = Racing(surface_study([lane("adam", 0.01 * (n + 1)) for n in range(14)], steps=20))
    with figure_of(shown(CurvePlot, racing), 480, 320) as figure:
        assert figure.legend.above
        places = figure.legend._entries()
        assert len(places) == 14
        area = figure.box.mapRectToScene(figure.legend.area())
        assert area.top() >= 0
        assert area.bottom() <= figure.box.mapRectToScene(figure.box.rect()).top() + 1
        assert area.right() <= figure.width()


def test_text_and_lines_are_twice_as_large_at_twice_the_resolution(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    coarse = pixels_of(picture_of(plot, 500, 400, 96))
    fine = pixels_of(picture_of(plot, 1000, 800, 192))
    averaged = fine.reshape(400, 2, 500, 2, 3).mean(axis=(1, 3))
    assert np.abs(averaged - coarse).mean() < 2.0


def test_what_was_zoomed_is_zoomed_in_the_picture(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    plot.following = False
    plot.set_view_range((0.9, 1.1), (0.9, 1.1))
    with figure_of(plot, 400, 300) as figure:
        assert figure.box.viewRange() == [[0.9, 1.1], [0.9, 1.1]]


def test_at_the_end_of_a_race_that_grew_the_picture_is_of_all(shown):
    racing = Racing(surface_study(), until=20)
    plot = shown(CurvePlot, racing)
    racing.advance(200)
    plot.show_frame(racing.frame())
    with figure_of(plot, 400, 300) as figure:
        assert figure.strokes.strokes[0].x[-1] == 200
