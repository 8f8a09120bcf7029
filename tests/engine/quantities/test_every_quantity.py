"""What each quantity gives from a recorded race, against plain formulas on what was recorded."""

import numpy as np
import pytest

from app.engine.quantity import Quantity, quantities
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

every = pytest.mark.parametrize("quantity", [kind() for kind in quantities], ids=quantities.names())

ASKED = tuple(kind.name for kind in quantities if kind.asked)
SURFACE = Study(
    problem=SurfaceSpec(surface="himmelblau", noise=0.5, spread=0.5),
    lanes=(LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.003}),),
    steps=40,
    seeds=(0, 1, 2),
    quantities=ASKED,
)
DATA = Study(
    problem=DataSpec(dataset="iris", model="softmax"),
    lanes=(LaneSpec(optimizer="prodigy", batch_size=16),),
    epochs=4,
    seeds=(0, 1),
    evaluations_per_epoch=3,
    quantities=ASKED,
)
REGRESSION = Study(problem=DataSpec(dataset="diabetes", model="linear", split=(1.0, 0.0, 0.0)), epochs=1)
SLICED = Study(
    problem=SurfaceSpec(surface="quadratic", parameters={"n": 300}, noise=0.1, spread=0.1),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),),
    quantities=("alignment", "update_ratio"),
    steps=1500,
    seeds=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
)
ONLINE = Study(
    problem=SurfaceSpec(surface="reddi", parameters={"c": 3.0, "period": 3}, spread=0.1),
    steps=40,
    seeds=(0, 1),
)
FLAT = Study(problem=SurfaceSpec(surface="saddle"), steps=3)


def raced(study):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    return problem, race.history.lanes[0]


@pytest.fixture(scope="module")
def everything():
    """Return problem and history of a race on a surface, on data, in many dimensions, and of many rounds."""
    return raced(SURFACE), raced(DATA), raced(SLICED), raced(ONLINE)


@pytest.fixture(scope="module")
def recorded(everything):
    return everything[0]


def available(problem):
    return {kind.name for kind in quantities if kind().available(problem) and not kind.asked}


def test_which_there_are():
    paths = {"loss", "gradient_norm", "step_length", "lr", "effective_lr", "x", "y"}
    steps = {"loss", "batch_loss", "gradient_norm", "step_length", "lr", "effective_lr"}
    evaluated = {"validation_loss", "train_accuracy", "validation_accuracy"}
    assert available(build_problem(SURFACE)) == paths | {"distance", "suboptimality"}
    assert available(build_problem(FLAT)) == paths
    known = {"distance", "suboptimality"}
    assert available(build_problem(SLICED)) == paths - {"x", "y"} | known
    assert available(build_problem(ONLINE)) == paths - {"y"} | known | {"average_regret"}
    assert available(build_problem(DATA)) == steps | evaluated
    assert available(build_problem(REGRESSION)) == steps


@every
def test_texts(quantity):
    for text in (quantity.name, quantity.title, quantity.symbol, quantity.description):
        assert text == text.strip() != ""
    assert quantity.description.endswith(".")
    assert quantity.scale in ("log", "linear")
    assert quantity.better in ("lower", "higher", "")
    assert quantity.cost >= 0.0
    assert quantity.cadence in ("step", "evaluation")


@every
def test_rows_belong_to_their_steps(quantity, everything):
    """Any slice of the rows is that part of all rows; lengths, steps and rows agree."""
    here = [pair for pair in everything if quantity.available(pair[0])]
    here = [pair for pair in here if not quantity.asked or quantity.name in pair[1].measured]
    assert here
    for problem, history in here:
        length = quantity.length(history)
        steps = quantity.steps(history, 0, length)
        rows = quantity.values(history, problem, 0, length)
        assert rows.shape == (length, history.plan.runs)
        assert len(steps) == length
        assert steps[0] == 0
        assert steps[-1] == history.plan.steps
        assert (np.diff(steps) > 0).all()
        for first, last in [(0, 0), (0, 1), (1, 2), (3, length), (0, length - 1), (length, length)]:
            np.testing.assert_array_equal(quantity.values(history, problem, first, last), rows[first:last])
            np.testing.assert_array_equal(quantity.steps(history, first, last), steps[first:last])
        for step in range(history.plan.steps + 1):
            assert quantity.rows_until(history, step) == (steps <= step).sum()


@pytest.mark.parametrize("study", [SURFACE, DATA], ids=["surface", "data"])
def test_nothing_is_shown_before_it_is_published(study):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    history = race.history.lanes[0]
    here = [kind() for kind in quantities if kind().available(problem)]
    here = [quantity for quantity in here if not quantity.asked or quantity.name in history.measured]
    for quantity in here:
        assert quantity.length(history) == quantity.rows_until(history, 40) == 0
    race.advance(10)
    for quantity in here:
        steps = quantity.steps(history, 0, quantity.length(history))
        assert steps[-1] <= 10
        assert quantity.rows_until(history, 40) == len(steps)
        assert quantity.rows_until(history, 4) == (steps <= 4).sum()


def whole(name, recorded):
    problem, history = recorded
    quantity = quantities[name]()
    return quantity.values(history, problem, 0, quantity.length(history))


class TestOnASurface:
    def test_coordinates_and_loss(self, recorded):
        problem, history = recorded
        x, y = whole("x", recorded), whole("y", recorded)
        np.testing.assert_array_equal(np.stack([x, y], axis=-1), history.theta)
        np.testing.assert_allclose(whole("loss", recorded), problem.surface.value(x, y), rtol=1e-14)

    def test_distance_is_from_the_nearest_minimum(self, recorded):
        problem, history = recorded
        away = history.theta[:, :, None] - np.array(problem.surface.minima)
        expected = np.hypot(*np.moveaxis(away, -1, 0)).min(axis=-1)
        np.testing.assert_allclose(whole("distance", recorded), expected, rtol=1e-14)

    def test_suboptimality(self, recorded):
        expected = whole("loss", recorded) - recorded[0].surface.lowest
        np.testing.assert_array_equal(whole("suboptimality", recorded), expected)

    def test_gradient_descents_effective_rate_is_its_rate(self, recorded):
        rates = whole("effective_lr", recorded)
        assert np.isnan(rates[0]).all()
        np.testing.assert_allclose(rates[1:], 0.003, rtol=1e-9)
        learning = whole("lr", recorded)
        assert np.isnan(learning[0]).all()
        np.testing.assert_array_equal(learning[1:], 0.003)

    def test_step_lengths(self, recorded):
        moved = np.diff(recorded[1].theta, axis=0)
        lengths = whole("step_length", recorded)
        assert np.isnan(lengths[0]).all()
        np.testing.assert_allclose(lengths[1:], np.hypot(moved[..., 0], moved[..., 1]), rtol=1e-14)

    def test_gradient_norms_are_of_the_noisy_gradient(self, recorded):
        grad = recorded[1].gradient
        expected = np.hypot(grad[..., 0], grad[..., 1])
        np.testing.assert_allclose(whole("gradient_norm", recorded), expected, rtol=1e-14)


class TestOnData:
    def test_evaluated_ones_are_what_the_problem_evaluates(self, everything):
        problem, history = everything[1]
        for index, step in enumerate(history.plan.evaluate_at):
            found = problem.evaluate(history.snapshots[step])
            for name in ("loss", "validation_loss", "train_accuracy", "validation_accuracy"):
                np.testing.assert_allclose(whole(name, everything[1])[index], found[name], rtol=1e-12)

    def test_the_mini_batch_loss_is_there_for_every_step(self, everything):
        np.testing.assert_array_equal(whole("batch_loss", everything[1]), everything[1][1].batch_loss)


def test_a_quantity_must_say_its_values():
    with pytest.raises(NotImplementedError, match=r"Quantity must define values\(\)"):
        Quantity().values(None, None, 0, 1)
