"""Published and derived numbers that the engine must give; a test's name holds the letter of its section.

A: the threshold of gradient descent. B: heavy ball and Nesterov on ill-conditioned quadratics. C: O(1/k)
against O(1/k²). F: bias correction. G: a constant slope. I: the noise floor. J: the variance of mini-batches.
L: Adam contains momentum. M: minima of convex problems.
"""

import numpy as np
import pytest

from app.engine.dataset import Table
from app.engine.feed import Feed
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.problem import DataProblem, SurfaceProblem
from app.engine.split import split_table
from app.engine.surface import surfaces
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.engine.quadratic import Quadratic, descend


def race_in_a_ravine(kappa, steps, *lanes, start=(1.0, 1.0)):
    """Return the points of each lane, (steps + 1, 2), on (x² + kappa y²) / 2."""
    study = Study(
        problem=SurfaceSpec(surface="ravine", parameters={"kappa": kappa}, start=start),
        lanes=tuple(LaneSpec(optimizer=name, hyperparameters=values) for name, values in lanes),
        steps=steps,
    )
    race = build_race(study)
    race.run()
    return race.history.lanes


class TestA:
    """f = (x² + 100 y²) / 2 from (1, 1)."""

    @pytest.mark.parametrize(
        ("lr", "y"),
        [(0.019, 2.65614e-5), (0.0199, 0.3660323), (0.02, 1.0), (0.0201, 2.704814), (0.021, 13780.61)],
    )
    def test_a_threshold(self, lr, y):
        (lane,) = race_in_a_ravine(100.0, 1000, ("gradient_descent", {"lr": lr}))
        assert abs(lane.theta[100, 0, 1]) == pytest.approx(y, rel=1e-6, abs=1e-15)

    def test_a_on_the_threshold_it_bounces_for_ever(self):
        (lane,) = race_in_a_ravine(100.0, 1000, ("gradient_descent", {"lr": 0.02}))
        np.testing.assert_array_equal(np.abs(lane.theta[:, 0, 1]), 1.0)
        assert lane.batch_loss[1000, 0] == pytest.approx(50.0, abs=1e-3)

    def test_a_best_rate(self):
        (lane,) = race_in_a_ravine(100.0, 1000, ("gradient_descent", {"lr": 2 / 101}))
        lengths = np.hypot(*lane.theta[:, 0].T)
        np.testing.assert_allclose(lengths[1:] / lengths[:-1], 99 / 101, atol=1e-9)


class TestB:
    """Heavy ball and Nesterov on (x² + k y²) / 2 from (1, 1)."""

    @staticmethod
    def tuned(name, k):
        root = k**0.5
        return {
            "momentum": {"lr": (2 / (root + 1)) ** 2, "momentum": ((root - 1) / (root + 1)) ** 2},
            "nesterov": {"lr": 1 / k, "momentum": (root - 1) / (root + 1)},
            "gradient_descent": {"lr": 2 / (k + 1)},
        }[name]

    @pytest.mark.parametrize(
        ("k", "name", "steps"),
        [
            (10, "momentum", 27),
            (10, "nesterov", 42),
            (10, "gradient_descent", 69),
            (100, "momentum", 93),
            (100, "nesterov", 154),
            (100, "gradient_descent", 691),
            (1000, "momentum", 315),
            (1000, "nesterov", 507),
            (1000, "gradient_descent", 6908),
            (10000, "momentum", 1056),
            (10000, "nesterov", 1623),
            (10000, "gradient_descent", 69078),
        ],
    )
    def test_b_steps_to_a_millionth(self, k, name, steps):
        (lane,) = race_in_a_ravine(float(k), steps + 20, (name, self.tuned(name, k)))
        lengths = np.hypot(*lane.theta[:, 0].T) / np.sqrt(2.0)
        assert np.argmax(lengths < 1e-6) == pytest.approx(steps, abs=1)

    @pytest.mark.parametrize("k", [100, 1000])
    def test_b_asymptotic_factors(self, k):
        """A double root: k steps shrink as k times the factor to the k, so the measured rate is above it."""
        root = k**0.5
        factors = {"momentum": (root - 1) / (root + 1), "nesterov": 1 - 1 / root}
        names = list(factors)
        lanes = race_in_a_ravine(float(k), 800, *((name, self.tuned(name, k)) for name in names))
        for name, lane in zip(names, lanes, strict=True):
            first, last = 200, 700
            lengths = np.hypot(*lane.theta[:, 0].T)
            if lengths[last] < 1e-280:
                first, last = 100, 300
            rate = (lengths[last] / lengths[first]) ** (1 / (last - first))
            growth = (last / first) ** (1 / (last - first))
            assert factors[name] < rate < factors[name] * growth * 1.001

    @pytest.mark.parametrize(
        ("name", "values", "limit"),
        [
            ("momentum", {}, 3.8),
            ("nesterov", {}, 2 * 1.9 / 2.8),
            ("momentum", {"dampening": 0.9}, 38.0),
            ("gradient_descent", {}, 2.0),
        ],
    )
    def test_b_stability_limits(self, name, values, limit):
        values = values if name == "gradient_descent" else {"momentum": 0.9, **values}
        optimizer = optimizers[name](2, 1, {"lr": [0.99 * limit, 1.01 * limit], **values})
        theta = np.ones((2, 1))
        for _ in descend(optimizer, theta, Quadratic(1.0), 3000):
            pass
        assert abs(theta[0, 0]) < 1e-3
        assert not abs(theta[1, 0]) < 1e3


class TestC:
    """n = 1000, curvatures u², L = 1, lr = 1: f falls as 1/k with gradient descent, as 1/k² with momentum."""

    N = 1000
    U = (np.arange(1, N + 1) - 0.5) / N
    START = np.sqrt(2 * U / (N * U**2))
    KEPT = (1, 10, 100, 1000)

    def gradient_descent(self):
        oracle, theta = Quadratic(*self.U**2), self.START[None].copy()
        optimizer = optimizers["gradient_descent"](1, self.N, {"lr": 1.0})
        return np.array([oracle.value(theta)[0], *self.values(optimizer, theta, oracle)])

    @staticmethod
    def values(optimizer, theta, oracle, steps=1000):
        return [oracle.value(point)[0] for point in descend(optimizer, theta, oracle, steps)]

    @staticmethod
    def accelerated(curvature, start, lr, steps):
        """Drive PyTorch's form with momentum k / (k + 3); it stores y, from which x is recovered."""
        oracle, theta = Quadratic(*curvature), start[None].copy()
        optimizer = optimizers["nesterov"](1, len(start), {"lr": lr, "momentum": 0.0})
        grad = np.empty_like(theta)
        values, before = [oracle.value(theta)[0]], 0.0
        for k in range(1, steps + 1):
            momentum = k / (k + 3)
            optimizer.change("momentum", momentum)
            # The rule multiplies the buffer by the new value, the theory by the one of the step before.
            optimizer.b *= before / momentum
            oracle.gradient(theta, grad)
            optimizer.update(theta, grad)
            values.append(oracle.value(theta + lr * momentum * optimizer.b)[0])
            before = momentum
        return np.array(values)

    def test_c_gradient_descent(self):
        f = self.gradient_descent()
        assert f[0] == pytest.approx(0.5)
        for k, value in zip(self.KEPT, (1.666667e-1, 2.380957e-2, 2.487604e-3, 2.499167e-4), strict=True):
            assert f[k] == pytest.approx(value, rel=1e-6)
            assert f[k] == pytest.approx(0.5 / (2 * k + 1), rel=1e-2)
        assert self.slope(f) == pytest.approx(-0.9969, abs=0.01)

    def test_c_nesterov(self):
        f = self.accelerated(self.U**2, self.START, 1.0, 1000)
        for k, value in zip(self.KEPT, (1.666667e-1, 1.047967e-2, 1.726218e-4, 1.966589e-6), strict=True):
            assert f[k] == pytest.approx(value, rel=1e-6)
        assert self.slope(f) == pytest.approx(-1.9345, abs=0.01)

    @staticmethod
    def slope(f):
        k = np.arange(50, 501)
        return np.polyfit(np.log(k), np.log(f[50:501]), 1)[0]

    @pytest.mark.parametrize("seed", range(5))
    def test_c_bounds_hold(self, seed):
        rng = np.random.default_rng(seed)
        curvature = np.append(10.0 ** rng.uniform(-5, 1, 30), 0.0)
        start = rng.normal(size=31) * 10.0 ** rng.uniform(-2, 2)
        largest, k = curvature.max(), np.arange(1, 301)
        distance = (start[curvature > 0] ** 2).sum()
        optimizer = optimizers["gradient_descent"](1, 31, {"lr": 1 / largest})
        plain = np.array(self.values(optimizer, start[None].copy(), Quadratic(*curvature), 300))
        assert (plain <= largest * distance / (2 * k)).all()
        fast = self.accelerated(curvature, start, 1 / largest, 300)[1:]
        assert (fast <= 2 * largest * distance / (k + 1) ** 2).all()


def constant_slope(name, slope, steps, **values):
    """Return the length of each step on a constant slope."""
    optimizer = optimizers[name](1, 1, values)
    theta, before, lengths = np.zeros((1, 1)), 0.0, []
    for _ in range(steps):
        optimizer.update(theta, np.full((1, 1), slope))
        lengths.append(before - theta[0, 0])
        before = theta[0, 0]
    return np.array(lengths)


class TestF:
    """Adam's first steps on a constant slope, in units of lr."""

    @pytest.mark.parametrize(
        ("beta1", "beta2", "first", "largest", "at"),
        [
            (0.9, 0.999, 3.1623, 6.5685, 12),
            (0.9, 0.99, 1.0, 2.1311, 13),
            (0.9, 0.9999, 10.0, 20.7202, 12),
            (0.0, 0.999, 31.6228, 31.6228, 1),
            (0.0, 0.9999, 100.0, 100.0, 1),
        ],
    )
    def test_f_without_correction(self, beta1, beta2, first, largest, at):
        steps = constant_slope(
            "adam", 2.0, 1000, lr=1.0, eps=0.0, beta1=beta1, beta2=beta2, bias_correction=False
        )
        t = np.arange(1, 1001)
        np.testing.assert_allclose(steps, (1 - beta1**t) / np.sqrt(1 - beta2**t), rtol=1e-9)
        assert steps[0] == pytest.approx(first, rel=1e-4)
        assert (steps.max(), steps.argmax() + 1) == (pytest.approx(largest, abs=5e-5), at)
        if (beta1, beta2) == (0.9, 0.999):
            assert steps[-1] == pytest.approx(1.2576, abs=5e-5)

    @pytest.mark.parametrize("beta1", [0.0, 0.9])
    @pytest.mark.parametrize("beta2", [0.99, 0.999, 0.9999])
    def test_f_with_correction_every_step_is_lr(self, beta1, beta2):
        steps = constant_slope("adam", 2.0, 1000, lr=1.0, eps=0.0, beta1=beta1, beta2=beta2)
        np.testing.assert_allclose(steps, 1.0, rtol=1e-10)

    @pytest.mark.parametrize(
        ("name", "values"),
        [("adamw", {"weight_decay": 0.0}), ("amsgrad", {}), ("adamax", {}), ("qhadam", {}), ("adan", {})],
    )
    def test_f_corrected_methods_step_by_lr(self, name, values):
        steps = constant_slope(name, 2.0, 1000, lr=1.0, eps=0.0, **values)
        np.testing.assert_allclose(steps, 1.0, rtol=1e-10)

    def test_f_keras_epsilon_changes_nothing_where_eps_is_zero(self):
        steps = constant_slope("adam", 2.0, 1000, lr=1.0, eps=0.0, epsilon_hat=True)
        np.testing.assert_allclose(steps, 1.0, rtol=1e-10)


class TestG:
    """Slope 3, lr 0.01, 1000 steps."""

    @pytest.mark.parametrize(
        ("name", "values", "distance", "first"),
        [
            ("gradient_descent", {}, 30.0, 0.03),
            ("sgd", {}, 30.0, 0.03),
            ("momentum", {"momentum": 0.9}, 297.3, 0.03),
            ("adagrad", {}, 0.618010, 0.01),
            ("rmsprop", {"alpha": 0.99}, 11.238608, 0.1),
            ("rmsprop", {"alpha": 0.9}, 10.091417, 0.0316228),
            ("adadelta", {"lr": 1.0}, 7.605947, 0.00316228),
            ("adam", {}, 10.0, 0.01),
            ("adamw", {"weight_decay": 0.0}, 10.0, 0.01),
            ("amsgrad", {}, 10.0, 0.01),
            ("adamax", {}, 10.0, 0.01),
            ("adan", {}, 10.0, 0.01),
            ("qhadam", {}, 10.0, 0.01),
            ("nadam", {}, 9.967290, 0.01056452),
            ("radam", {}, 4.591432, 0.03),
            ("yogi", {}, 8.903745, 0.00999614),
            ("asgd", {"lambd": 0.0, "t0": 1e6}, 30.0, 0.03),
            ("qhm", {"nu": 0.0}, 30.0, 0.03),
        ],
    )
    def test_g_distance(self, name, values, distance, first):
        steps = constant_slope(name, 3.0, 1000, **({"lr": 0.01} | values))
        assert steps.sum() == pytest.approx(distance, abs=1e-6)
        assert steps[0] == pytest.approx(first, rel=1e-5)

    def test_g_radam_drops_at_its_sixth_step(self):
        """Five steps of lr g, then a rectified one of a fortieth of lr, from which it rises."""
        steps = constant_slope("radam", 3.0, 1000, lr=0.01)
        np.testing.assert_allclose(steps[:5], 0.03, rtol=1e-12)
        assert steps[5] == pytest.approx(2.582e-4, rel=1e-3)
        assert steps[9] == pytest.approx(4.900e-4, rel=1e-3)
        assert (np.diff(steps[5:]) > 0).all()

    def test_g_ademamix(self):
        """Adam's step and α times the slow average, which fills as 1 - β₃ᵗ; the root corrects itself."""
        t = np.arange(1, 1001)
        steps = constant_slope("ademamix", 3.0, 1000, lr=0.01, eps=0.0)
        np.testing.assert_allclose(steps, 0.01 * (1 + 5 * (1 - 0.9999**t)), rtol=1e-9)

    def test_g_qhm(self):
        """The newest gradient counts 1 - ν at once, the average ν by and by."""
        t = np.arange(1, 1001)
        steps = constant_slope("qhm", 3.0, 1000, lr=0.01, momentum=0.99, nu=0.7)
        np.testing.assert_allclose(steps, 0.03 * (0.3 + 0.7 * (1 - 0.99**t)), rtol=1e-9)

    def test_g_adabelief_and_rprop_have_no_limit(self):
        """A slope that never surprises: 20 lr after 1,000 steps, and a step that grows to 50."""
        steps = constant_slope("adabelief", 3.0, 1000, lr=0.01)
        assert steps[-1] == pytest.approx(0.2, rel=0.05)
        assert constant_slope("rprop", 3.0, 1000, lr=0.01)[-1] == pytest.approx(50.0)

    def test_g_nesterov(self):
        """b tends to 30, and a step is lr (g + 0.9 b): the distance is lr Σ (3 + 27 (1 - 0.9^t))."""
        t = np.arange(1, 1001)
        steps = constant_slope("nesterov", 3.0, 1000, lr=0.01, momentum=0.9)
        np.testing.assert_allclose(steps, 0.01 * (3 + 27 * (1 - 0.9**t)), rtol=1e-9)
        assert steps.sum() == pytest.approx(297.57, abs=1e-6)

    def test_g_adagrad_slows_down(self):
        steps = constant_slope("adagrad", 3.0, 1000, lr=0.01)
        np.testing.assert_allclose(steps, 0.01 / np.sqrt(np.arange(1, 1001)), rtol=1e-9)


class TestI:
    """The stationary mean square under gradient noise, from 4,000 runs, steps 500 to 1500."""

    RUNS = 4000

    def floor(self, surface, noise, name, values):
        problem = SurfaceProblem(surface, (0.0, 0.0), range(self.RUNS), noise)
        oracle, theta = problem.oracle(), problem.initial()
        optimizer = optimizers[name](self.RUNS, 2, values, problem.order)
        grad, total = np.empty_like(theta), np.zeros(2)
        for step in range(1500):
            oracle.gradient(theta, grad)
            optimizer.update(theta, grad)
            oracle.draw()
            if step >= 500:
                total += np.einsum("rp,rp->p", theta, theta)
        return total / (1000 * self.RUNS)

    @pytest.mark.parametrize(
        ("name", "values", "floor"),
        [
            ("sgd", {"lr": 0.1}, 0.05263),
            ("sgd", {"lr": 0.5}, 0.33333),
            ("sgd", {"lr": 1.0}, 1.0),
            ("momentum", {"lr": 0.1, "momentum": 0.9}, 0.51351),
            ("momentum", {"lr": 0.01, "momentum": 0.9}, 0.05013),
            ("momentum", {"lr": 0.1, "momentum": 0.9, "dampening": 0.9}, 0.05013),
        ],
    )
    def test_i_on_the_bowl(self, name, values, floor):
        np.testing.assert_allclose(self.floor(surfaces["bowl"](), 1.0, name, values), floor, rtol=0.01)

    def test_i_any_curvature_and_noise(self):
        """lr σ² / (h (2 - lr h)) in a ravine with h = 1 and 4."""
        found = self.floor(surfaces["ravine"]({"kappa": 4.0}), 0.5, "sgd", {"lr": 0.2})
        expected = [0.2 * 0.25 / (h * (2 - 0.2 * h)) for h in (1.0, 4.0)]
        np.testing.assert_allclose(found, expected, rtol=0.01)


class TestJ:
    """Mini-batches without replacement: variance S²/B (N - B)/(N - 1)."""

    N, B = 60, 12

    @staticmethod
    def examples(n=N):
        features = np.random.default_rng(0).exponential(size=(n, 2))
        return features, np.arange(n) % 3

    def test_j_variance_of_a_batch_mean(self):
        features, targets = self.examples()
        batches = Feed(features, targets, range(4000)).batches(self.B)
        means = np.array([next(batches)[0].mean(axis=1) for _ in range(self.N // self.B)])
        found = ((means - features.mean(axis=0)) ** 2).mean(axis=(0, 1))
        expected = features.var(axis=0) / self.B * (self.N - self.B) / (self.N - 1)
        np.testing.assert_allclose(found, expected, rtol=0.03)

    def problem(self, seeds):
        features, targets = self.examples()
        table = Table(features, targets, ("a", "b"), ("0", "1", "2"))
        split = split_table(table, (1.0, 0.0, 0.0), 0, False)
        return DataProblem(None, table, split, models["softmax"](2, 3, "classification"), seeds)

    def test_j_variance_of_a_gradient(self):
        problem = self.problem(range(2000))
        theta = np.tile(np.random.default_rng(1).normal(size=problem.params), (2000, 1))
        singles, grad = [], np.empty((1, problem.params))
        for row in range(self.N):
            train = problem.split.train
            problem.model.loss_and_gradient(
                theta[:1], train.features[None, row : row + 1], train.targets[None, row : row + 1], grad
            )
            singles.append(grad[0].copy())
        full, oracle = np.mean(singles, axis=0), problem.oracle(self.B)
        squares, grads = [], np.empty_like(theta)
        for _ in range(self.N // self.B):
            oracle.gradient(theta, grads)
            squares.append(((grads - full) ** 2).mean(axis=0))
            oracle.draw()
        expected = np.var(singles, axis=0).sum() / self.B * (self.N - self.B) / (self.N - 1)
        assert np.mean(squares, axis=0).sum() == pytest.approx(expected, rel=0.03)

    def test_j_a_batch_of_all_is_the_full_gradient(self):
        problem = self.problem((3, 4))
        theta = np.random.default_rng(1).normal(size=(2, problem.params))
        train, expected, found = problem.split.train, np.empty_like(theta), np.empty_like(theta)
        loss = problem.model.loss_and_gradient(theta, train.features[None], train.targets[None], expected)
        for batch in (self.N, self.N + 1, 10 * self.N):
            oracle = problem.oracle(batch)
            for _ in range(3):
                np.testing.assert_array_equal(oracle.gradient(theta, found), loss)
                np.testing.assert_array_equal(found, expected)
                oracle.draw()


def test_l_adam_contains_momentum():
    """Adam with eps = E and lr = 0.01 E is bias-corrected EMA momentum with step 0.01, for E large.

    The steps differ by a share of |g| / E, up to 1e-7 here; on the way to the minimum this comes to 5e-8, and
    to 3e-9 at the 100th step.
    """
    large = 1e8
    (lane,) = race_in_a_ravine(10.0, 100, ("adam", {"lr": 0.01 * large, "eps": large}))
    theta, average = np.array([1.0, 1.0]), np.zeros(2)
    for step in range(1, 101):
        average = 0.9 * average + 0.1 * theta * [1.0, 10.0]
        theta = theta - 0.01 * average / (1 - 0.9**step)
        np.testing.assert_allclose(lane.theta[step, 0], theta, rtol=0, atol=5e-8)
    np.testing.assert_allclose(lane.theta[100, 0], theta, rtol=0, atol=3.3e-9)


MINIMA = {  # for l2 = 1e-2 and 1e-3
    ("digits", "softmax"): (0.7410569338, 0.2639258233),
    ("iris", "softmax"): (0.2662010008, 0.1139866026),
    ("wine", "softmax"): (0.0951408421, 0.0266649257),
    ("breast_cancer", "softmax"): (0.0837400224, 0.0534924569),
    ("breast_cancer", "logistic"): (0.1004463038, 0.0598294719),
}


class TestM:
    """Gradient descent, momentum and Nesterov end in the minima that L-BFGS finds."""

    @staticmethod
    def race(dataset, model, l2, lanes, steps):
        study = Study(
            problem=DataSpec(
                dataset=dataset,
                model=model,
                model_parameters={"l2": l2} if l2 else {},
                standardise=dataset != "digits",
                split=(1.0, 0.0, 0.0),
            ),
            lanes=tuple(
                LaneSpec(optimizer=name, hyperparameters=values, batch_size="full") for name, values in lanes
            ),
            epochs=steps,
        )
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        race.run()
        return [lane.evaluated["loss"][-1, 0] for lane in race.history.lanes]

    @staticmethod
    def curvature(dataset, model, l2):
        """Return the smoothness bound, the largest eigenvalue of X'X/n times 1/2, 1/4 or 1, plus l2."""
        spec = DataSpec(dataset=dataset, model=model, standardise=dataset != "digits", split=(1.0, 0.0, 0.0))
        features = build_problem(Study(problem=spec)).split.train.features
        features = np.column_stack([features, np.ones(len(features))])
        largest = np.linalg.eigvalsh(features.T @ features / len(features))[-1]
        return largest * {"softmax": 0.5, "logistic": 0.25, "linear": 1.0}[model] + l2

    @pytest.mark.parametrize(("dataset", "model"), MINIMA)
    @pytest.mark.parametrize("l2", [1e-2, 1e-3])
    def test_m_nesterov(self, dataset, model, l2):
        minimum = MINIMA[dataset, model][0 if l2 == 1e-2 else 1]
        largest = self.curvature(dataset, model, l2)
        root = (largest / l2) ** 0.5
        lane = ("nesterov", {"lr": 1 / largest, "momentum": (root - 1) / (root + 1)})
        (loss,) = self.race(dataset, model, l2, [lane], int(20 * root))
        assert loss == pytest.approx(minimum, abs=1e-8)

    @pytest.mark.parametrize(
        ("dataset", "model"), [pair for pair in MINIMA if pair[0] in ("iris", "breast_cancer")]
    )
    def test_m_gradient_descent_and_momentum(self, dataset, model):
        largest = self.curvature(dataset, model, 1e-2)
        lanes = [
            ("gradient_descent", {"lr": 1.5 / largest}),
            ("momentum", {"lr": 1 / largest, "momentum": 0.9}),
        ]
        losses = self.race(dataset, model, 1e-2, lanes, int(12 * largest / 1e-2))
        assert losses == pytest.approx([MINIMA[dataset, model][0]] * 2, abs=1e-8)

    @pytest.mark.parametrize(("l2", "bound"), [(1e-2, 3.3304), (1e-3, 3.3214), (1e-4, 3.3205)])
    def test_m_smoothness_bound(self, l2, bound):
        assert self.curvature("breast_cancer", "logistic", l2) == pytest.approx(bound, abs=1e-4)

    def test_m_least_squares(self):
        """diabetes: the condition number is 470."""
        largest = self.curvature("diabetes", "linear", 0.0)
        root = 470**0.5
        lane = ("nesterov", {"lr": 1 / largest, "momentum": (root - 1) / (root + 1)})
        (loss,) = self.race("diabetes", "linear", 0.0, [lane], int(20 * root))
        assert loss == pytest.approx(0.2411257889, abs=1e-10)
