"""A suggested learning rate is tried out here once more, in a race."""

import pytest

from app.engine.surface import surfaces
from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.suggestion import suggested_lr, with_suggested_lr

DIVERGING = ("gradient_descent", "sgd", "momentum", "nesterov")


def raced(study, lane):
    race = build_race(Study(problem=study.problem, lanes=(lane,), steps=study.steps))
    race.run()
    record = race.history.lanes[0]
    return record.batch_loss[:, 0], int(record.diverged_at[0])


@pytest.mark.parametrize("optimizer", DIVERGING)
def test_what_diverges_by_default_on_a_new_study_does_not_with_what_is_suggested(optimizer):
    study, lane = Study(), LaneSpec(optimizer=optimizer)
    assert raced(study, lane)[1] >= 0
    losses, diverged_at = raced(study, with_suggested_lr(study, lane))
    assert diverged_at < 0
    assert losses[-1] < 0.3 * losses[0]


@pytest.mark.parametrize("surface", list(surfaces), ids=lambda surface: surface.name)
def test_on_every_surface_it_goes_downhill_and_never_above_the_start(surface):
    study = Study(problem=SurfaceSpec(surface=surface.name), steps=300)
    lane = with_suggested_lr(study, LaneSpec(optimizer="momentum"))
    losses, _ = raced(study, lane)
    assert losses[-1] < losses[0]
    assert losses.max() <= losses[0]


def test_it_follows_the_surface_values():
    steep, flat = (
        suggested_lr(
            Study(problem=SurfaceSpec(surface="ravine", parameters={"kappa": kappa})),
            LaneSpec(optimizer="gradient_descent"),
        )
        for kappa in (1000.0, 10.0)
    )
    assert steep <= 2.0 / 1000.0
    assert flat > 5 * steep


def test_noise_does_not_change_it():
    lane = LaneSpec(optimizer="adam")
    quiet, loud = (Study(problem=SurfaceSpec(noise=noise)) for noise in (0.0, 5.0))
    assert suggested_lr(quiet, lane) == suggested_lr(loud, lane)


def test_a_given_rate_stays():
    lane = LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.3})
    assert with_suggested_lr(Study(), lane) is lane


@pytest.mark.parametrize(
    ("problem", "optimizer"),
    [(DataSpec(), "sgd"), (SurfaceSpec(), "adadelta"), (SurfaceSpec(parameters={"a": "x"}), "sgd")],
)
def test_there_is_none_on_data_for_factors_and_where_nothing_can_be_raced(problem, optimizer):
    lane = LaneSpec(optimizer=optimizer)
    study = Study(problem=problem)
    assert suggested_lr(study, lane) is None
    assert with_suggested_lr(study, lane) is lane
