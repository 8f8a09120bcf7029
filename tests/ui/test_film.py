"""Frames are the pictures of their ticks, to the pixel."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.film.animation import Animation
from app.ui.film import Film, dpi_of
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.linked_plot import LinkedPlot
from app.ui.plots.sheet import picture_of
from app.ui.plots.stage import arranged
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.reference import Reference
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import pixels_of
from tests.ui.plots.racing import Racing, data_study, lane, surface_study


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    return Racing(data_study())


@pytest.fixture
def plot_of(qtbot):
    """Return a function that makes a plot which nobody has seen, at the end of a race."""

    def make(kind, racing, view=None):
        plot = kind()
        qtbot.addWidget(plot)
        if view:
            plot.set_view(view)
        plot.set_race(racing.view)
        plot.show_frame(racing.frame())
        return plot

    return make


def asked(width, height, first, last):
    return Animation("apng", width, height, 5, 1.0, first, last)


def spread(pixels):
    """Return a frame as red, green and blue."""
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(int)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(640, 400), (1201, 799)])
@pytest.mark.parametrize(
    ("kind", "of", "view"),
    [
        (CurvePlot, "on_surface", None),
        (TrajectoryPlot, "on_surface", "surface"),
        (TrajectoryPlot, "on_data", "regions"),
        (TrajectoryPlot, "on_data", "plane"),
    ],
)
def test_first_and_last_frame_are_the_pictures_at_these_ticks(
    plot_of, request, theme, width, height, kind, of, view
):
    racing = request.getfixturevalue(of)
    plot = plot_of(kind, racing, view)
    first, last = 3, racing.history.tick - 5
    film = Film([plot], asked(width, height, first, last), theme)
    frames = {number: spread(film.frame(number)) for number in range(len(film))}
    film.close()
    assert len(frames) == 5
    for number, tick in ((0, first), (4, last)):
        plot.show_frame(racing.frame(tick))
        picture = pixels_of(picture_of(plot, width, height, dpi_of(width, height), theme=theme))
        np.testing.assert_array_equal(frames[number], picture)
    assert (frames[0] != frames[4]).any()


def test_a_stage_holds_each_plot_at_its_place(plot_of, on_surface):
    plots = [plot_of(kind, on_surface) for kind in (TrajectoryPlot, CurvePlot)]
    film = Film(plots, asked(800, 500, 0, on_surface.history.tick))
    whole = spread(film.frame(4))
    film.close()
    for plot, (left, top, width, height) in zip(plots, arranged(2, 800, 500), strict=True):
        picture = pixels_of(picture_of(plot, width, height, 96.0))
        np.testing.assert_array_equal(whole[top : top + height, left : left + width], picture)


def test_what_is_recorded_later_is_not_in_it(plot_of):
    racing = Racing(surface_study(), until=50)
    plot = plot_of(CurvePlot, racing)
    film = Film([plot], asked(400, 300, 0, 50))
    before = spread(film.frame(4))
    racing.advance(200)
    after = spread(film.frame(4))
    film.close()
    np.testing.assert_array_equal(before, after)


def test_so_little_room_is_refused_and_no_plot_is_left(plot_of, on_surface, qapp):
    plots = [plot_of(CurvePlot, on_surface) for _ in range(9)]
    before = len(qapp.topLevelWidgets())
    with pytest.raises(InputError, match="The height of a picture is from 16"):
        Film(plots, asked(64, 64, 0, 10))
    assert len(qapp.topLevelWidgets()) == before


def test_a_closed_film_leaves_no_plot(plot_of, on_surface, qapp):
    plot = plot_of(CurvePlot, on_surface)
    before = len(qapp.allWidgets())
    film = Film([plot, plot], asked(640, 400, 0, 10))
    assert len(qapp.allWidgets()) > before
    film.frame(0)
    film.close()
    assert len(qapp.allWidgets()) == before


# -------------------------------------------------------------------- with a reference


@pytest.fixture
def compared(plot_of, qtbot, on_surface):
    """Return the trajectory of a race and that of a reference with one lane and fewer steps."""
    leader = plot_of(TrajectoryPlot, on_surface)
    other = Racing(surface_study((lane("rmsprop", 0.01),), steps=120))
    reference = Reference.of(other.view, "before")
    linked = LinkedPlot(leader)
    qtbot.addWidget(linked)
    linked.set_reference(reference)
    linked.show_frame(reference.frame(on_surface.frame(), LIGHT))
    return leader, linked, reference


def test_a_stage_shows_both_races_at_the_same_instant(compared, on_surface):
    leader, linked, reference = compared
    film = Film([leader, linked], asked(800, 400, 0, 200))
    ours, theirs = film._figures
    for number, shot in enumerate(film._shots):
        film.frame(number)
        assert ours.frame.steps == (shot.tick,) * 3
        assert theirs.frame.steps == (min(shot.tick, 120),)
    assert theirs.race.study is reference.race.study
    assert (ours.plotItem.titleLabel.text, theirs.plotItem.titleLabel.text) == ("This race", "Ref: before")
    film.close()


def test_both_have_the_same_room_and_each_its_picture(compared, on_surface):
    leader, linked, _ = compared
    film = Film([leader, linked], asked(800, 400, 0, 200))
    last = film.frame(len(film) - 1).copy()
    first = film.frame(0).copy()
    film.close()
    for half in (slice(0, 400), slice(400, 800)):
        assert (first[:, half] != last[:, half]).any()
    assert (last[:, :400] != last[:, 400:]).any()


def test_the_reference_alone_follows_the_race(compared, on_surface):
    _, linked, _ = compared
    film = Film([linked], asked(400, 300, 50, 100))
    (figure,) = film._figures
    film.frame(0)
    assert figure.frame.steps == (50,)
    film.frame(len(film) - 1)
    assert figure.frame.steps == (100,)
    film.close()


def test_without_a_reference_nothing_is_called_this_race(plot_of, on_surface):
    film = Film([plot_of(TrajectoryPlot, on_surface)], asked(400, 300, 0, 100))
    assert not film._figures[0].plotItem.titleLabel.isVisible()
    film.close()


def test_frames_of_a_path_are_its_pictures(plot_of, on_surface):
    plot = plot_of(CurvePlot, on_surface)
    plot.set_x("distance")
    plot.set_log(True, True)
    film = Film([plot], asked(640, 400, 30, 190))
    first = spread(film.frame(0))
    film.close()
    plot.show_frame(on_surface.frame(30))
    np.testing.assert_array_equal(first, pixels_of(picture_of(plot, 640, 400, dpi_of(640, 400))))
