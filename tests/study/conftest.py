"""Small races, run to their end or as far as a test wants."""

import pytest

from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec


def lane(optimizer, **hyperparameters):
    return LaneSpec(optimizer=optimizer, hyperparameters=hyperparameters)


@pytest.fixture
def surface_study():
    """Return a study with two seeds in which one lane diverges."""
    return Study(
        problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0), spread=0.1, noise=0.01),
        lanes=(lane("adam", lr=0.1), lane("gradient_descent", lr=0.1), lane("momentum", lr=1e-3)),
        steps=60,
        seeds=(3, 5),
    )


@pytest.fixture
def data_study():
    """Return a study whose lanes take different numbers of steps."""
    return Study(
        problem=DataSpec(dataset="iris", model="softmax"),
        lanes=(
            lane("adam", lr=0.1),
            LaneSpec(optimizer="sgd", batch_size=8),
            lane("gradient_descent", lr=0.5),
        ),
        epochs=3,
        seeds=(0, 1),
        evaluations_per_epoch=2,
    )


@pytest.fixture
def race_of():
    """Return a function that races a study and returns its problem and history."""

    def run(study, ticks=None):
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        if ticks is None:
            race.run()
        elif ticks >= 0:
            race.advance(ticks)
        return problem, race.history

    return run
