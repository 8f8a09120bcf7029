"""Starting points, noise and oracles: what depends on the seed, and on nothing else."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from app.engine.oracle import Oracle
from app.engine.problem import SurfaceProblem
from app.engine.stream import START, stream
from app.engine.surface import surfaces
from app.study.build import build_problem
from app.study.spec import DataSpec, Study

ROSENBROCK = surfaces["rosenbrock"]()


def surface_problem(seeds=(0,), **values):
    return SurfaceProblem(ROSENBROCK, (-1.2, 1.0), seeds, **values)


def data_problem(dataset="iris", model="softmax", seeds=(0, 1), split=(0.7, 0.15, 0.15)):
    study = Study(problem=DataSpec(dataset=dataset, model=model, split=split), seeds=seeds)
    return build_problem(study)


def noise_of(problem, draws, theta=(1.0, 1.0)):
    """Return the noise of each draw, (draws, runs, 2): the exact gradient at the minimum is zero."""
    oracle = problem.oracle()
    found = np.empty((draws, len(problem.seeds), 2))
    point = np.tile(theta, (len(problem.seeds), 1))
    for draw in range(draws):
        oracle.gradient(point, found[draw])
        oracle.draw()
    return found


class TestSurfaceProblem:
    def test_all_runs_start_at_the_start(self):
        theta = surface_problem((0, 1, 2)).initial()
        np.testing.assert_array_equal(theta, [[-1.2, 1.0]] * 3)
        assert theta.flags.f_contiguous

    def test_a_spread_start_belongs_to_its_seed(self):
        three = surface_problem((4, 5, 6), spread=0.5).initial()
        np.testing.assert_array_equal(surface_problem((6,), spread=0.5).initial(), three[2:])
        assert len(np.unique(three, axis=0)) == 3
        many = surface_problem(range(1000), spread=0.5).initial() - [-1.2, 1.0]
        np.testing.assert_allclose(many.std(axis=0), 0.5, rtol=0.07)
        np.testing.assert_allclose(many.mean(axis=0), 0.0, atol=0.06)

    def test_a_spread_start_is_start_plus_spread_times_normal(self):
        expected = np.array([-1.2, 1.0]) + 0.5 * stream(6, START).standard_normal(2)
        np.testing.assert_array_equal(surface_problem((6,), spread=0.5).initial()[0], expected)

    def test_a_later_change_of_theta_leaves_the_next_start(self):
        problem = surface_problem((0, 1))
        problem.initial()[:] = 7.0
        np.testing.assert_array_equal(problem.initial(), [[-1.2, 1.0]] * 2)

    def test_one_run_equals_the_same_run_among_many(self):
        points = np.asfortranarray(np.random.default_rng(0).normal(size=(5, 2)))
        many, one = np.empty_like(points), np.empty((1, 2))
        losses = surface_problem(range(5)).oracle().gradient(points, many)
        for row in range(5):
            loss = surface_problem((row,)).oracle().gradient(points[row : row + 1], one)
            np.testing.assert_allclose(one[0], many[row], rtol=1e-14)
            np.testing.assert_allclose(loss, losses[row], rtol=1e-14)

    def test_evaluations_are_counted(self):
        oracle = surface_problem().oracle()
        assert oracle.evaluations == 0
        for count in range(1, 4):
            oracle.gradient(np.zeros((1, 2)), np.empty((1, 2)))
            assert oracle.evaluations == count


class TestNoise:
    def test_it_has_the_asked_for_deviation(self):
        noise = noise_of(surface_problem(range(40), noise=0.3), 600)
        np.testing.assert_allclose(noise.std(axis=(0, 1)), 0.3, rtol=0.02)
        np.testing.assert_allclose(noise.mean(axis=(0, 1)), 0.0, atol=0.01)
        assert abs(np.corrcoef(noise[1:].ravel(), noise[:-1].ravel())[0, 1]) < 0.02

    def test_no_sample_comes_again(self):
        noise = noise_of(surface_problem((0, 1), noise=1.0), 1500)
        assert len(np.unique(noise)) == noise.size

    def test_it_scales_with_the_deviation(self):
        one = noise_of(surface_problem((0, 1), noise=1.0), 300)
        np.testing.assert_allclose(noise_of(surface_problem((0, 1), noise=0.5), 300), one / 2, rtol=1e-15)

    def test_it_belongs_to_seed_and_step(self):
        """Neither the other seeds nor the lane nor the point matter."""
        three = noise_of(surface_problem((4, 5, 6), noise=1.0), 600)
        np.testing.assert_array_equal(noise_of(surface_problem((5,), noise=1.0), 600)[:, 0], three[:, 1])
        problem = surface_problem((4, 5, 6), noise=1.0)
        np.testing.assert_array_equal(noise_of(problem, 600), three)
        np.testing.assert_array_equal(noise_of(problem, 600), three)

    def test_a_step_has_one_sample(self):
        """A second gradient in the same step meets the same noise."""
        oracle, grad, again = surface_problem((0, 1), noise=1.0).oracle(), np.empty((2, 2)), np.empty((2, 2))
        for _ in range(300):
            oracle.gradient(np.ones((2, 2)), grad)
            oracle.gradient(np.ones((2, 2)), again)
            np.testing.assert_array_equal(grad, again)
            oracle.draw()

    def test_the_loss_is_exact(self):
        loss = surface_problem((0, 1), noise=5.0).oracle().gradient(np.zeros((2, 2)), np.empty((2, 2)))
        np.testing.assert_array_equal(loss, [1.0, 1.0])


class TestDataProblem:
    def test_initial_weights_belong_to_their_seed(self):
        three = data_problem(model="mlp", seeds=(4, 5, 6)).initial()
        alone = data_problem(model="mlp", seeds=(5,)).initial()
        np.testing.assert_array_equal(alone[0], three[1])
        assert len(np.unique(three, axis=0)) == 3
        assert three.flags.c_contiguous

    def test_oracles_show_the_same_examples(self):
        problem = data_problem(seeds=(0, 1))
        theta = np.zeros((2, problem.params))
        first, second = np.empty_like(theta), np.empty_like(theta)
        one, other = problem.oracle(8), problem.oracle(8)
        for _ in range(40):
            np.testing.assert_array_equal(one.gradient(theta, first), other.gradient(theta, second))
            np.testing.assert_array_equal(first, second)
            one.draw()
            other.draw()
        assert one.evaluations == 40

    def test_a_run_equals_the_same_run_among_many(self):
        many, one = data_problem(model="mlp", seeds=(4, 5, 6)), data_problem(model="mlp", seeds=(5,))
        theta, grad = many.initial(), np.empty((3, many.params))
        alone, own = one.initial(), np.empty((1, many.params))
        oracle, single = many.oracle(10), one.oracle(10)
        for _ in range(15):
            loss, lone = oracle.gradient(theta, grad), single.gradient(alone, own)
            np.testing.assert_allclose(own[0], grad[1], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(lone[0], loss[1], rtol=1e-12)
            oracle.draw()
            single.draw()

    def test_two_batches_of_half_average_to_the_whole(self):
        problem = data_problem(split=(1.0, 0.0, 0.0), seeds=(0,))
        theta = np.random.default_rng(0).normal(size=(1, problem.params))
        halves, whole = np.zeros_like(theta), np.empty_like(theta)
        oracle, grad = problem.oracle(75), np.empty_like(theta)
        for _ in range(2):
            oracle.gradient(theta, grad)
            halves += grad / 2
            oracle.draw()
        problem.oracle(150).gradient(theta, whole)
        np.testing.assert_allclose(halves, whole, rtol=1e-12, atol=1e-15)

    @pytest.mark.parametrize(
        ("dataset", "model", "split", "names"),
        [
            ("iris", "softmax", (0.7, 0.3, 0.0), "loss validation_loss train_accuracy validation_accuracy"),
            ("iris", "softmax", (1.0, 0.0, 0.0), "loss train_accuracy"),
            ("diabetes", "linear", (0.7, 0.3, 0.0), "loss validation_loss"),
            ("diabetes", "linear", (1.0, 0.0, 0.0), "loss"),
        ],
    )
    def test_what_is_evaluated(self, dataset, model, split, names):
        problem = data_problem(dataset, model, split=split)
        assert problem.evaluated == tuple(names.split())
        found = problem.evaluate(problem.initial())
        assert set(problem.evaluated) <= set(found)
        assert all(found[name].shape == (2,) for name in problem.evaluated)

    def test_evaluation_is_over_whole_sets(self):
        problem = data_problem()
        theta = np.random.default_rng(0).normal(size=(2, problem.params))
        found = problem.evaluate(theta)
        for part, loss, accuracy in [
            (problem.split.train, "loss", "train_accuracy"),
            (problem.split.validation, "validation_loss", "validation_accuracy"),
        ]:
            scores = problem.model.outputs_of(theta, part.features[None])
            chances = np.exp(scores - scores.max(axis=2, keepdims=True))
            chances /= chances.sum(axis=2, keepdims=True)
            own = chances[:, np.arange(len(part.targets)), part.targets]
            np.testing.assert_allclose(found[loss], -np.log(own).mean(axis=1), rtol=1e-12)
            np.testing.assert_allclose(
                found[accuracy], (scores.argmax(axis=2) == part.targets).mean(axis=1), rtol=1e-12
            )


def test_an_oracle_must_say_how():
    with pytest.raises(NotImplementedError, match=r"Oracle must define draw\(\)"):
        Oracle().draw()
    with pytest.raises(NotImplementedError, match=r"Oracle must define gradient\(\)"):
        Oracle().gradient(np.zeros((1, 2)), np.zeros((1, 2)))


def test_a_start_that_is_a_minimum_stays():
    problem = SurfaceProblem(ROSENBROCK, (1.0, 1.0), (0,))
    theta, grad = problem.initial(), np.empty((1, 2))
    assert problem.oracle().gradient(theta, grad) == 0.0
    optimizers["gradient_descent"](1, 2).update(theta, grad)
    np.testing.assert_array_equal(theta, [[1.0, 1.0]])
