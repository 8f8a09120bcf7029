"""Curvature: exact on surfaces, by differences on data, and what it costs."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from app.engine.oracle import Oracle
from app.engine.problem import SurfaceProblem
from app.engine.surface import surfaces
from app.engine.surface_oracle import SurfaceOracle
from app.study.build import build_problem
from app.study.spec import DataSpec, Study
from tests.engine.quadratic import Quadratic
from tests.engine.surfaces.calculus import difference, smooth_sample
from tests.engine.surfaces.conftest import CASES, label
from tests.engine.surfaces.test_landmark import EIGENVALUES

every_surface = pytest.mark.parametrize("surface", CASES, ids=label)


def oracle_on(surface, runs, noise=0.0):
    return SurfaceProblem(surface, surface.starts[0], range(runs), noise).oracle()


def data_oracle(dataset="iris", model="softmax", seeds=(0, 1), batch_size=20, **parameters):
    spec = DataSpec(dataset=dataset, model=model, model_parameters=parameters)
    return build_problem(Study(problem=spec, seeds=seeds)).oracle(batch_size)


def points(surface, runs=200):
    return np.asfortranarray(np.stack(smooth_sample(surface, margin=0.02), axis=1)[:runs])


class TestSurface:
    @every_surface
    def test_hessian_is_the_derivative_of_the_gradient(self, surface):
        theta = points(surface)
        found = oracle_on(surface, len(theta)).hessian(theta)
        h = 2e-4 * (surface.domain[0][1] - surface.domain[0][0])
        expected = np.array(difference(lambda *at: np.array(surface.evaluate(*at)[1:]), *theta.T, h))
        size = np.median(np.abs(expected))
        np.testing.assert_allclose(found, expected.transpose(2, 1, 0), rtol=1e-6, atol=1e-6 * size + 1e-9)
        np.testing.assert_array_equal(found, found.transpose(0, 2, 1))

    @pytest.mark.parametrize("name", sorted(EIGENVALUES))
    def test_curvature_at_the_minima(self, name):
        surface = surfaces[name]()
        theta = np.array(surface.minima, order="F")
        found = np.linalg.eigvalsh(oracle_on(surface, len(theta)).hessian(theta))
        np.testing.assert_allclose(
            found, np.broadcast_to(EIGENVALUES[name], found.shape), rtol=1e-4, atol=1e-9
        )

    def test_the_middle_of_rings_has_its_limit(self):
        """There r = 0 has no derivative, and the arithmetic gives 0/0."""
        found = oracle_on(surfaces["drop_wave"](), 1).hessian(np.zeros((1, 2)))
        np.testing.assert_allclose(found[0], 72.5 * np.eye(2), rtol=1e-11, atol=1e-9)

    @pytest.mark.parametrize("name", ["ackley", "bukin6", "schwefel", "cross_in_tray", "nonsmooth_ravine"])
    def test_where_there_is_none_it_is_finite(self, name):
        surface = surfaces[name]()
        theta = np.array([(0.0, 0.0), *surface.minima], order="F")
        with warnings.catch_warnings(action="error"):
            assert np.isfinite(oracle_on(surface, len(theta)).hessian(theta)).all()

    @every_surface
    def test_one_run_alone_and_a_diverged_one_beside(self, surface):
        theta = points(surface, 5)
        whole = oracle_on(surface, 5).hessian(theta)
        alone = oracle_on(surface, 1).hessian(theta[2:3])
        np.testing.assert_allclose(alone[0], whole[2], rtol=1e-13, atol=1e-13 * np.abs(whole[2]).max())
        with warnings.catch_warnings(action="error"):
            for bad in (np.nan, np.inf, 1e300):
                theta[1] = bad
                kept = oracle_on(surface, 5).hessian(theta)
                np.testing.assert_array_equal(np.delete(kept, 1, 0), np.delete(whole, 1, 0))

    def test_diagonal_and_product(self):
        surface = surfaces["rosenbrock"]()
        theta, vector = points(surface, 7), np.random.default_rng(0).normal(size=(7, 2))
        oracle, out = oracle_on(surface, 7), np.empty((7, 2), order="F")
        full = oracle.hessian(theta)
        oracle.hessian_diagonal(theta, out)
        np.testing.assert_array_equal(out, full[:, [0, 1], [0, 1]])
        oracle.product(theta, vector, out)
        np.testing.assert_allclose(out, (full @ vector[:, :, None])[:, :, 0], rtol=1e-14)

    def test_each_counts_two_evaluations(self):
        oracle, theta = oracle_on(surfaces["beale"](), 1), np.ones((1, 2))
        for ask in (
            lambda: oracle.hessian(theta),
            lambda: oracle.hessian_diagonal(theta, np.empty((1, 2))),
            lambda: oracle.product(theta, theta, np.empty((1, 2))),
        ):
            before = oracle.evaluations
            ask()
            assert oracle.evaluations == before + 2

    def test_noise_is_no_curvature(self):
        surface, theta = surfaces["booth"](), np.ones((3, 2))
        np.testing.assert_array_equal(
            oracle_on(surface, 3, noise=5.0).hessian(theta), oracle_on(surface, 3).hessian(theta)
        )
        assert SurfaceOracle.exact


class TestLoss:
    def test_the_last_loss_is_kept_and_measuring_leaves_it(self):
        oracle, out = oracle_on(surfaces["booth"](), 2), np.empty((2, 2))
        assert oracle.loss is None
        loss = oracle.gradient(np.ones((2, 2)), out)
        oracle.measure(np.zeros((2, 2)), out)
        np.testing.assert_array_equal(oracle.loss, loss)
        assert oracle.evaluations == 1

    def test_asking_for_curvature_leaves_it(self):
        oracle = data_oracle()
        theta = oracle._problem.initial()
        loss = oracle.gradient(theta, np.empty_like(theta))
        oracle.hessian_diagonal(theta, np.empty_like(theta))
        assert oracle.loss is loss


class TestData:
    def test_least_squares_has_its_known_hessian(self):
        oracle = data_oracle("diabetes", "linear", l2=0.1)
        theta = np.random.default_rng(0).normal(size=(2, 11))
        design = np.concatenate([oracle._features, np.ones((*oracle._features.shape[:2], 1))], axis=2)
        expected = design.transpose(0, 2, 1) @ design / design.shape[1] + 0.1 * np.eye(11)
        found = oracle.hessian(theta)
        np.testing.assert_allclose(found, expected, atol=1e-9 * np.abs(expected).max())
        np.testing.assert_array_equal(found, found.transpose(0, 2, 1))

    def test_logistic_regression_too(self):
        """Not a quadratic: here the differences have an error to make."""
        oracle = data_oracle("breast_cancer", "logistic", l2=0.01)
        theta = 0.5 * np.random.default_rng(1).normal(size=(2, 31))
        design = np.concatenate([oracle._features, np.ones((*oracle._features.shape[:2], 1))], axis=2)
        p = 1.0 / (1.0 + np.exp(-(design @ theta[:, :, None])))
        expected = design.transpose(0, 2, 1) @ (p * (1 - p) * design) / design.shape[1] + 0.01 * np.eye(31)
        np.testing.assert_allclose(oracle.hessian(theta), expected, atol=1e-9 * np.abs(expected).max())

    def test_diagonal_product_and_whole_agree(self):
        oracle = data_oracle("iris", "mlp", hidden=(4,))
        theta = oracle._problem.initial()
        out, vector = np.empty_like(theta), np.random.default_rng(2).normal(size=theta.shape)
        full = oracle.hessian(theta)
        oracle.hessian_diagonal(theta, out)
        np.testing.assert_allclose(out, np.einsum("rii->ri", full), atol=1e-9 * np.abs(full).max())
        oracle.product(theta, 1e3 * vector, out)
        expected = 1e3 * np.einsum("rij,rj->ri", full, vector)
        np.testing.assert_allclose(out, expected, atol=1e-8 * np.abs(expected).max())

    def test_the_product_with_nothing_is_nothing(self):
        oracle = data_oracle()
        theta = oracle._problem.initial()
        out = np.ones_like(theta)
        oracle.product(theta, np.zeros_like(theta), out)
        np.testing.assert_array_equal(out, 0.0)

    def test_what_it_costs(self):
        oracle = data_oracle()
        theta = oracle._problem.initial()
        params, out, wanted = theta.shape[1], np.empty_like(theta), np.ones(2, dtype=bool)
        for ask, cost in [
            (lambda: oracle.product(theta, theta + 1.0, out), 2),
            (lambda: oracle.hessian(theta), 2 * params),
            (lambda: oracle.hessian_diagonal(theta, out), 2 * params),
            (lambda: oracle.sampled_diagonal(theta, out, wanted), 2),
            (lambda: oracle.sampled_gradient(theta, out, wanted), 1),
        ]:
            before = oracle.evaluations
            ask()
            assert oracle.evaluations == before + cost
        assert not oracle.exact

    @pytest.mark.parametrize("name", ["sampled_diagonal", "sampled_gradient"])
    def test_asked_aside_it_answers_as_it_will_and_forgets(self, name):
        oracle, again = data_oracle(), data_oracle()
        theta = oracle._problem.initial()
        aside, now, expected = np.empty((3, *theta.shape))
        wanted = np.ones(2, dtype=bool)
        for _ in range(3):
            getattr(oracle.aside(), name)(theta, aside, wanted)
            assert (oracle.evaluations, oracle.loss) == (again.evaluations, again.loss)
            getattr(oracle, name)(theta, now, wanted)
            getattr(again, name)(theta, expected, wanted)
            np.testing.assert_array_equal(aside, expected)
            np.testing.assert_array_equal(now, expected)

    def test_random_signs_are_right_on_average(self):
        oracle = data_oracle("breast_cancer", "logistic", seeds=(0,), batch_size=100)
        theta = 0.1 * np.random.default_rng(3).normal(size=(1, 31))
        (hessian,) = oracle.hessian(theta)
        out, found = np.empty_like(theta), np.zeros_like(theta)
        for _ in range(3000):
            oracle.sampled_diagonal(theta, out, np.array([True]))
            found += out / 3000
        exact = np.diag(hessian)
        error = np.sqrt(((hessian - np.diag(exact)) ** 2).sum(axis=1) / 3000)
        assert (np.abs(found[0] - exact) < 4.5 * error).all()

    @pytest.mark.parametrize(
        ("dataset", "model"), [("breast_cancer", "logistic"), ("wine", "softmax"), ("diabetes", "linear")]
    )
    def test_sampled_labels_are_right_on_average(self, dataset, model):
        """For these models the Gauss-Newton matrix is the Hessian; the L2 term is not part of it."""
        oracle = data_oracle(dataset, model, seeds=(0,), batch_size=60, l2=0.3)
        size = oracle._problem.params
        theta = 0.2 * np.random.default_rng(4).normal(size=(1, size))
        exact, out, found = np.empty((1, size)), np.empty((1, size)), np.zeros((1, size))
        oracle.hessian_diagonal(theta, exact)
        exact -= 0.3
        for _ in range(4000):
            examples = oracle.sampled_gradient(theta, out, np.array([True]))
            found += examples * out * out / 4000
        assert examples == 60
        np.testing.assert_allclose(found, exact, rtol=0.15, atol=0.01 * exact.max())

    @pytest.mark.parametrize("name", ["sampled_diagonal", "sampled_gradient"])
    def test_each_run_has_its_own_stream(self, name):
        """A run's draws do not depend on who else draws, nor on other lanes."""

        def draws(seeds, row, pattern):
            oracle = data_oracle(seeds=seeds)
            theta = 0.1 * np.random.default_rng(5).normal(size=(1, oracle._problem.params)).repeat(
                len(seeds), 0
            )
            out, found = np.empty_like(theta), []
            for others in pattern:
                wanted = np.full(len(seeds), others)
                wanted[row] = True
                getattr(oracle, name)(theta, out, wanted)
                found.append(out[row].copy())
                wanted[row] = False  # what it does not ask for, it does not use up
                getattr(oracle, name)(theta, out, wanted)
            return found

        straight, theta = data_oracle(seeds=(7,)), 0.1 * np.random.default_rng(5).normal(size=(1, 15))
        alone, out = [], np.empty_like(theta)
        for _ in range(3):
            getattr(straight, name)(theta, out, np.array([True]))
            alone.append(out[0].copy())
        np.testing.assert_allclose(draws((3, 7), 1, (True, False, True)), alone, rtol=1e-12, atol=1e-9)
        assert not np.allclose(alone[0], alone[1])
        assert not np.allclose(draws((8,), 0, (True,))[0], alone[0])

    def test_a_diverged_run_leaves_the_others(self):
        oracle = data_oracle()
        theta = oracle._problem.initial()
        clean = oracle.hessian(theta)
        theta[0] = np.nan
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(oracle.hessian(theta)[1], clean[1])
            oracle.sampled_gradient(theta, np.empty_like(theta), np.ones(2, dtype=bool))


class TestPredicts:
    @pytest.mark.parametrize(
        ("model", "task", "loss", "predicts"),
        [
            ("softmax", "classification", None, True),
            ("mlp", "classification", "usual", True),
            ("linear", "regression", None, True),
            ("linear", "regression", "squared_error", True),
            ("linear", "regression", "huber", False),
            ("softmax", "classification", "hinge", False),
            ("softmax", "classification", "squared_error", False),
        ],
    )
    def test_only_likelihoods(self, model, task, loss, predicts):
        oracle = data_oracle()
        kind = SimpleNamespace(name=model, task=task, values={} if loss is None else {"loss": loss})
        oracle._problem = SimpleNamespace(model=kind)
        assert oracle.predicts is predicts

    def test_surfaces_do_not(self):
        assert not oracle_on(surfaces["bowl"](), 1).predicts


class TestBase:
    def test_any_oracle_has_curvature_by_differences(self):
        class Plain(Quadratic):
            hessian, hessian_diagonal = Oracle.hessian, Oracle.hessian_diagonal

        oracle, theta = Plain(1.0, 30.0, 5.0), np.random.default_rng(6).normal(size=(4, 3))
        np.testing.assert_allclose(
            oracle.hessian(theta), np.broadcast_to(np.diag([1.0, 30.0, 5.0]), (4, 3, 3)), atol=1e-8
        )
        assert oracle.evaluations == 6

    @pytest.mark.parametrize("name", ["sampled_diagonal", "sampled_gradient"])
    def test_what_needs_examples_must_be_defined(self, name):
        with pytest.raises(NotImplementedError, match=name):
            getattr(Oracle(), name)(None, None, None)


class TestAccumulated:
    def test_curvature_of_a_group_is_that_of_its_examples(self):
        """Two batches of 30 give what one of 60 gives, and cost twice as much."""
        spec = DataSpec(dataset="wine", model="softmax", split=(1.0, 0.0, 0.0))
        problem = build_problem(Study(problem=spec, seeds=(0,)))
        group, whole = problem.oracle(30, 2), problem.oracle(60)
        theta = 0.3 * np.random.default_rng(0).normal(size=(1, problem.params))
        ours, theirs = np.empty_like(theta), np.empty_like(theta)
        loss = group.gradient(theta, ours)
        assert group.loss is loss
        np.testing.assert_allclose(loss, whole.gradient(theta, theirs), rtol=1e-12)
        np.testing.assert_allclose(group.hessian(theta), whole.hessian(theta), atol=1e-9)
        wanted = np.array([True])
        group.sampled_diagonal(theta, ours, wanted)
        whole.sampled_diagonal(theta, theirs, wanted)
        np.testing.assert_allclose(ours, theirs, atol=1e-9)
        assert group.evaluations == 2 * whole.evaluations
        assert group.sampled_gradient(theta, ours, wanted) == 60
        assert group.evaluations == 2 * whole.evaluations + 2
        # The same stream of random numbers draws the same 60 labels, so even the estimate is the same.
        whole.sampled_gradient(theta, theirs, wanted)
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)
