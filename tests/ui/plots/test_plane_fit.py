import numpy as np
import pytest

from app.ui.plots.plane import PlanePaths
from app.ui.plots.plane_fit import PlaneFit
from app.ui.plots.plane_options import PlaneOptions
from tests.ui.plots.racing import Racing, data_study, surface_study

MAIN, RANDOM = PlaneOptions(), PlaneOptions(directions="random", seed=3)


@pytest.fixture
def fit(on_data):
    return PlaneFit(PlanePaths(on_data.history.lanes), on_data.view)


def test_at_first_every_plane_is_another(fit, on_data):
    assert fit.differs(on_data.frame(), MAIN) == (True, True)
    assert fit.grown


def test_what_is_computed_is_what_is_chosen(fit, on_data):
    fit.compute(on_data.frame(), MAIN)
    assert fit.differs(on_data.frame(), MAIN) == (False, False)
    assert not fit.grown
    assert not fit.random
    assert fit.origin_name(on_data.frame()) == "start"
    assert fit.titles[0].startswith("First main direction (")


def test_other_lanes_are_another_plane_and_other_directions_one_elsewhere(fit, on_data):
    fit.compute(on_data.frame(), MAIN)
    assert fit.differs(on_data.frame(solo=0), MAIN) == (True, False)
    assert fit.differs(on_data.frame(), RANDOM) == (True, True)
    fit.compute(on_data.frame(), RANDOM)
    assert fit.differs(on_data.frame(solo=0), RANDOM) == (False, False)
    assert fit.differs(on_data.frame(highlighted=0), RANDOM) == (True, False)
    assert fit.differs(on_data.frame(), PlaneOptions(directions="random", seed=4)) == (True, True)


def test_random_directions_go_out_from_the_highlighted_lane(fit, on_data):
    for lane in (0, 1):
        fit.compute(on_data.frame(highlighted=lane), RANDOM)
        history = on_data.history.lanes[lane]
        assert fit.random
        assert fit.centre == (lane, history.plan.steps)
        np.testing.assert_array_equal(fit._source.plane.origin, history.snapshots[-1, 0])


def test_with_every_lane_hidden_there_is_still_a_plane(fit, on_data):
    frame = on_data.frame()
    hidden = type(frame)(
        frame.race, frame.tick, frame.recorded, frame.steps,
        tuple(type(look)(look.name, look.colour, visible=False) for look in frame.looks),
    )  # fmt: skip
    for options in (RANDOM, MAIN):
        fit.compute(hidden, options)
        assert fit._source.plane is not None


def test_when_more_is_recorded_it_has_grown():
    racing = Racing(data_study(epochs=4), until=10)
    fit = PlaneFit(PlanePaths(racing.history.lanes), racing.view)
    fit.compute(racing.frame(), MAIN)
    racing.advance(20)
    assert fit.grown
    assert fit.step == 10


def test_a_quadratic_has_main_directions_alone():
    racing = Racing(surface_study(steps=30, surface="quadratic"))
    fit = PlaneFit(PlanePaths(racing.history.lanes), racing.view)
    fit.compute(racing.frame(), RANDOM)
    assert not fit.random
    assert not fit.fault
