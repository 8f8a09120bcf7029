import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.surface import surfaces
from app.study.build import build_problem
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.surface import surface_of
from app.study.target import SURFACE_SHARE, automatic_target, steps_to_target, surface_targets, target_loss


def problem_of(**keys):
    return build_problem(Study(problem=SurfaceSpec(**keys)))


def test_on_a_surface_it_is_99_percent_of_the_way_down():
    assert automatic_target(problem_of(surface="rosenbrock", start=(-1.2, 1.0))) == pytest.approx(
        0.242, rel=1e-12
    )
    camel = problem_of(surface="six_hump_camel", start=(1.0, 1.0))
    height = float(camel.surface.value(1.0, 1.0)) - camel.surface.lowest
    assert automatic_target(camel) == pytest.approx(camel.surface.lowest + 0.01 * height)


def test_a_start_at_the_minimum_needs_no_step(race_of):
    study = Study(problem=SurfaceSpec(surface="bowl", start=(0.0, 0.0)), steps=3)
    problem, history = race_of(study)
    assert automatic_target(problem) == 1e-6
    assert steps_to_target(history, problem, 0, automatic_target(problem)) == [0]


def test_without_a_lowest_value_the_picture_has_one():
    problem = problem_of(surface="saddle", start=(1.5, 0.001))
    (left, right), (bottom, top) = problem.surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    lowest = problem.surface.value(x, y).min()
    start = problem.surface.value(1.5, 0.001)
    assert automatic_target(problem) == pytest.approx(lowest + 0.01 * (start - lowest))


def test_every_surface_has_a_target_below_its_starts():
    for surface in surfaces:
        for start in surface().starts:
            problem = problem_of(surface=surface.name, start=start)
            assert automatic_target(problem) <= problem.height + 1e-6, (surface.name, start)


def test_every_data_set_has_a_target_below_its_start():
    for dataset in datasets:
        problem = build_problem(Study(problem=DataSpec(dataset=dataset.name), seeds=(7, 8)))
        start = problem.evaluate(problem.initial())["loss"][0]
        share = 0.25 if dataset.task == "classification" else 0.5
        assert automatic_target(problem) == pytest.approx(share * start, rel=1e-12), dataset.name


def test_the_study_has_the_last_word():
    problem = problem_of(surface="bowl")
    assert target_loss(Study(target=3.5), problem) == 3.5
    assert target_loss(Study(target=0.0), problem) == 0.0
    assert target_loss(Study(), problem) == automatic_target(problem)


def test_first_step_or_a_miss(race_of):
    study = Study(
        problem=SurfaceSpec(surface="ravine", start=(-4.0, 1.0), parameters={"kappa": 50.0}),
        lanes=tuple(
            LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": lr}) for lr in (0.02, 0.001, 0.05)
        ),
        steps=200,
    )
    problem, history = race_of(study)
    losses = history.lanes[0].batch_loss[:, 0]
    reached = steps_to_target(history, problem, 0, 0.33)[0]
    assert losses[reached] <= 0.33 < losses[reached - 1]
    assert steps_to_target(history, problem, 1, 0.33) == [None]
    assert steps_to_target(history, problem, 0, losses[0]) == [0]


def test_a_diverged_run_is_a_miss_though_it_was_there(race_of):
    study = Study(
        problem=SurfaceSpec(surface="ravine", start=(-4.0, 1.0)),
        lanes=(LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.05}),),
        steps=200,
    )
    problem, history = race_of(study)
    assert history.lanes[0].diverged_at[0] > 0
    assert steps_to_target(history, problem, 0, 1e9) == [None]


def test_on_data_the_step_is_one_of_the_evaluations(race_of, data_study):
    problem, history = race_of(data_study)
    target = float(np.median(history.lanes[0].evaluated["loss"]))
    for lane in range(3):
        for step in steps_to_target(history, problem, lane, target):
            assert step is None or step in history.lanes[lane].plan.evaluate_at


def test_in_many_dimensions_all_of_them_count():
    problem = build_problem(Study(problem=SurfaceSpec(surface="quadratic")))
    assert automatic_target(problem) == pytest.approx(SURFACE_SHARE * problem.height)
    assert problem.height > 2.0 * problem.surface.value(*problem.start)


def test_of_many_starts_each_has_the_target_of_a_race_from_there():
    starts = np.array([[0.0, 0.0], [3.0, 2.0], [-4.5, 4.5]])
    found = surface_targets(surface_of(SurfaceSpec(surface="himmelblau")), starts)
    for start, target in zip(starts.tolist(), found, strict=True):
        problem = build_problem(Study(problem=SurfaceSpec(surface="himmelblau", start=tuple(start))))
        assert automatic_target(problem) == target
