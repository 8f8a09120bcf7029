"""What is drawn at the heads, against the optimizers' own numbers."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from app.study.inside import Inspector
from app.ui.plots.overlay import Overlays
from app.ui.plots.paths import Paths, SurfacePaths
from app.ui.plots.push import pushes_of, words_of
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse
from tests.ui.plots.racing import Racing, lane, surface_study

VIEW = (-2.0, 2.0, -1.0, 3.0, 400.0, 300.0)
ALL = Overlays(momentum=True, adjusted=True, squares=True)
LANES = (lane("momentum", 1e-3), lane("adam", 0.1), lane("sgd", 1e-3), lane("adagrad", 0.3))


@pytest.fixture(scope="module")
def racing():
    return Racing(surface_study(LANES, steps=40))


def insides(racing, step):
    return {
        index: Inspector(racing.study, racing.view.problem).look(index, step, 0)
        for index in range(len(racing.study.lanes))
    }


def drawn(racing, step, shown=ALL, found=None):
    paths = Paths(racing.view.history.lanes, SurfacePaths(racing.view.history.lanes, racing.view.problem))
    found = insides(racing, step) if found is None else found
    return pushes_of(found, racing.frame(step), paths, VIEW, shown)


def in_pixels(push):
    return np.diff(push.x)[0] * 100.0, np.diff(push.y)[0] * 75.0


def test_the_arrow_points_against_the_buffer_in_the_proportion_of_the_screen(racing):
    history = racing.history.lanes[0]
    buffer, previous = np.zeros(2), None
    for step in range(1, 11):  # by hand: PyTorch's first buffer is the gradient
        slope = history.gradient[step - 1, 0]
        buffer = slope if previous is None else 0.9 * buffer + slope
        previous = slope
    (arrow,) = [push for push in drawn(racing, 10, Overlays(momentum=True)) if "Momentum" in push.tip]
    x, y = in_pixels(arrow)
    wanted = -buffer * (100.0, 75.0)
    assert np.allclose(np.array([x, y]) / np.hypot(x, y), wanted / np.hypot(*wanted))
    assert (arrow.x[0], arrow.y[0]) == tuple(history.theta[10, 0])
    fresh = np.hypot(*(history.gradient[10, 0] * (100.0, 75.0)))
    assert np.isclose(np.hypot(x, y), 64.0 * np.hypot(*wanted) / (np.hypot(*wanted) + fresh))


def test_the_last_step_goes_where_the_point_went(racing):
    for number, push in enumerate(drawn(racing, 10, Overlays(adjusted=True), {})):
        step = np.diff(racing.history.lanes[number].theta[9:11, 0], axis=0)[0] * (100.0, 75.0)
        x, y = in_pixels(push)
        assert np.allclose(np.array([x, y]) / np.hypot(x, y), step / np.hypot(*step))


def test_a_square_has_the_sides_of_the_root(racing):
    (square,) = [push for push in drawn(racing, 10, Overlays(squares=True)) if "AdaGrad" in push.tip]
    total = (racing.history.lanes[3].gradient[:10, 0] ** 2).sum(axis=0)
    sides = np.ptp(square.x) * 100.0, np.ptp(square.y) * 75.0
    assert np.isclose(sides[1] / sides[0], np.sqrt(total[1] / total[0]))


def test_who_has_none_is_named(racing):
    key, notes = words_of(insides(racing, 10), racing.frame(10), ALL)
    assert key == "➤ momentum  ⇢ last step  ▭ √squares"
    assert notes == ["No momentum: SGD, AdaGrad", "No squares: Momentum, SGD"]
    assert words_of(insides(racing, 10), racing.frame(10), Overlays()) == ("", [])


def test_nothing_is_drawn_at_the_start_or_of_a_hidden_lane(racing):
    assert drawn(racing, 0, found={}) == []
    paths = Paths(racing.view.history.lanes, SurfacePaths(racing.view.history.lanes, racing.view.problem))
    solo = pushes_of(insides(racing, 10), racing.frame(10, solo=1), paths, VIEW, ALL)
    assert solo
    assert all("Adam" in push.tip for push in solo)


def test_every_momentum_is_declared_and_is_a_term():
    """Methods with a momentum, as their papers say; the others have none to show."""
    with_momentum = {kind.name for kind in optimizers if any(slot.momentum for slot in kind.slots)}
    without = {kind.name for kind in optimizers} - with_momentum
    assert without == {
        "gradient_descent", "sgd", "adagrad", "adadelta", "asgd", "rprop", "adafactor", "lbfgs", "newton",
        "schedule_free_adamw", "schedule_free_sgd", "dadapt_sgd",
    }  # fmt: skip


@pytest.mark.parametrize("view", ["surface", "landscape"])
def test_the_plot_draws_them_and_says_what_they_are(shown, racing, view):
    plot = shown(TrajectoryPlot, racing, frame=racing.frame(10), set_view=view, set_overlays=ALL)
    plot.set_insides(insides(racing, 10))
    kinds = [push.kind for push in plot.pushes.pushes]
    assert (kinds.count("momentum"), kinds.count("adjusted"), kinds.count("squares")) == (2, 4, 2)
    assert plot.caption.lines[:2] == ("No momentum: SGD, AdaGrad", "No squares: Momentum, SGD")
    (arrow,) = [push for push in plot.pushes.pushes if push.kind == "momentum" and "Momentum:" in push.tip]
    mouse.move(plot, mouse.place_of(plot, float(arrow.x[-1]), float(arrow.y[-1])))
    assert "momentum b = (" in plot.readout.text()


def test_they_go_with_their_switch(shown, racing):
    plot = shown(TrajectoryPlot, racing, frame=racing.frame(10), set_overlays=ALL)
    plot.set_insides(insides(racing, 10))
    plot.set_overlays(Overlays())
    assert plot.pushes.pushes == []
    assert plot.caption.lines == ()


@pytest.mark.parametrize("step", [12, 5])
def test_an_answer_of_another_step_stands_where_that_step_was(racing, step):
    found = drawn(racing, step, Overlays(momentum=True), insides(racing, 10))
    here = drawn(racing, 10, Overlays(momentum=True))
    assert len(found) == len(here) > 0
    for late, push in zip(found, here, strict=True):
        assert np.array_equal(late.x, push.x)
        assert np.array_equal(late.y, push.y)
