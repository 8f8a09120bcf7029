"""The loss landscape in the whole window: remembered, filmed, and gone when the window is closed."""

import math
import multiprocessing

import pytest
from PySide6.QtWidgets import QApplication

from app.study.film.animation import Animation
from app.study.spec import DataSpec, LaneSpec, Study
from app.ui.application import make_window
from app.ui.film import Film
from app.ui.plots.plane_options import PlaneOptions
from app.ui.theme import DARK

STUDY = Study(
    problem=DataSpec(dataset="iris", model="mlp"),
    lanes=(
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.05}, batch_size=16),
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01}, batch_size=16),
    ),
    epochs=5,
)


@pytest.fixture
def open_window(qtbot):
    opened = []

    def begin():
        window = make_window(QApplication.instance())
        opened.append(window)
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        return window

    yield begin
    for window in opened:
        window.close()
        window.deleteLater()
    assert multiprocessing.active_children() == []


def raced(qtbot, window, study=STUDY):
    window.document.adopt(study, None)
    qtbot.waitUntil(lambda: not window.session.player.pending, timeout=30_000)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=60_000)


def layer(window):
    return window.trajectory.plot.scene_shown.layer


def complete(qtbot, window):
    qtbot.waitUntil(
        lambda: layer(window).survey.share == 1.0 and not layer(window).survey.busy, timeout=60_000
    )


def test_a_race_that_ends_has_its_landscape_and_the_choices_are_remembered(qtbot, open_window):
    window = open_window()
    raced(qtbot, window)
    complete(qtbot, window)
    assert len(layer(window).ground.losses) == 65
    window.trajectory.plane.resolutions[False].trigger()
    window.trajectory.plane.directions["random"].trigger()
    complete(qtbot, window)
    window.close()
    again = open_window()
    assert again.trajectory.plane.options == PlaneOptions(directions="random", fine=False)
    assert again.trajectory.plot.plane_options == PlaneOptions(directions="random", fine=False)


def test_a_window_that_is_closed_in_the_middle_leaves_no_process(qtbot, open_window):
    window = open_window()
    problem = DataSpec(dataset="digits", model="cnn", model_parameters={"channels": [32, 32]})
    raced(qtbot, window, Study(problem=problem, lanes=STUDY.lanes[1:], epochs=1))
    qtbot.waitUntil(lambda: layer(window).survey.busy, timeout=30_000)
    assert len(multiprocessing.active_children()) == 2  # the engine's, and this one
    window.close()
    assert multiprocessing.active_children() == []


def test_an_animation_has_the_landscape_in_every_frame(qtbot, open_window):
    window = open_window()
    raced(qtbot, window)
    complete(qtbot, window)
    plot = window.trajectory.plot
    ticks = window.session.race.ticks
    film = Film(
        [plot], Animation(format="gif", width=480, height=320, first=0, last=ticks, rate=10, seconds=1.0)
    )
    try:
        first = film.frame(0).copy()
        last = film.frame(len(film) - 1).copy()
    finally:
        film.close()
    assert (first != last).any()
    for stage in (first, last):
        colours = {int(value) for value in stage[60:200:7, 200:400:9].ravel()}
        assert len(colours) > 15  # shades of the map, not a plain ground
    assert (first[60:200, 380:470] == last[60:200, 380:470]).mean() > 0.8
    assert len(multiprocessing.active_children()) == 1  # the engine


def test_presentation_and_the_other_theme_keep_it(qtbot, open_window):
    window = open_window()
    raced(qtbot, window)
    complete(qtbot, window)
    ground = layer(window).ground
    window.show_theme(DARK)
    window.actions_by_name["presentation"].trigger()
    QApplication.processEvents()
    assert layer(window).ground is ground
    assert window.trajectory.plot.backdrop.image is not None
    window.actions_by_name["presentation"].trigger()
