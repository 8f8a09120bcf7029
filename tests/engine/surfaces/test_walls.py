"""Domains with walls: a step that leads out ends at the border."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec

LANES = (
    LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 5.0}),
    LaneSpec(optimizer="adam", hyperparameters={"lr": 40.0}),
)


def raced(name, walls, **more):
    spec = SurfaceSpec(surface=name, parameters={"walls": walls}, **more)
    race = build_race(Study(problem=spec, lanes=LANES, steps=200, seeds=(0, 1)))
    race.run()
    return [history.theta for history in race.history.lanes]


@pytest.mark.parametrize("name", ["cross_in_tray", "eggholder", "holder_table"])
def test_nothing_gets_out(name):
    low, high = np.array(surfaces[name].domain).T
    for theta in raced(name, True, noise=30.0, spread=5.0, start=tuple(high)):
        assert (theta >= low).all()
        assert (theta <= high).all()
        assert (theta == high).any()
    assert any(
        (theta > high).any() for theta in raced(name, False, noise=30.0, spread=5.0, start=tuple(high))
    )


def test_the_lowest_point_of_the_eggholder_is_at_the_wall():
    lane = LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.1})
    study = Study(problem=SurfaceSpec(surface="eggholder", start=(511.0, 403.0)), lanes=(lane,), steps=300)
    race = build_race(study)
    race.run()
    assert race.history.lanes[0].theta[-1, 0] == pytest.approx(surfaces["eggholder"].minima[0], abs=1e-6)


def test_others_have_none():
    assert {item.name for item in surfaces if item().walls} == {
        "cross_in_tray",
        "eggholder",
        "holder_table",
        "reddi",
    }
    assert not surfaces["holder_table"]({"walls": False}).walls
