"""Acceptance S: identities between the rules and what leaves them unchanged, on gradients of mixed scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine.optimizer import optimizers
from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec

STEPS, PARAMS = 60, 6


def gradients(seed=0, steps=STEPS):
    rng = np.random.default_rng(seed)
    scales = 10.0 ** rng.uniform(-4, 3, PARAMS)
    return rng.normal(size=(steps, PARAMS)) * scales * 10.0 ** rng.normal(size=(steps, 1))


def follow(name, rows, start=None, **values):
    """Return theta after each step, (steps, params), on given gradients."""
    optimizer = optimizers[name](1, rows.shape[1], values)
    theta = np.zeros((1, rows.shape[1])) if start is None else np.array(start)[None]
    points = []
    for row in rows:
        optimizer.update(theta, row[None].copy())
        points.append(theta[0].copy())
    return np.array(points)


def assert_same(ours, theirs, tolerance=1e-12):
    size = np.abs(theirs).max(axis=0)
    assert (np.abs(ours - theirs) <= tolerance * size).all()


seeds = pytest.mark.parametrize("seed", range(3))


class TestFamily:
    """One rule is a special case of another."""

    @seeds
    @pytest.mark.parametrize(
        ("name", "values"),
        [("sgd", {}), ("momentum", {"momentum": 0.0}), ("nesterov", {"momentum": 0.0})],
    )
    def test_without_momentum_it_is_gradient_descent(self, name, values, seed):
        rows = gradients(seed)
        assert_same(follow(name, rows, lr=0.1, **values), follow("gradient_descent", rows, lr=0.1))

    @seeds
    def test_nesterov_is_heavy_ball_looking_one_push_ahead(self, seed):
        """y = x - lr μ b, where x is the base sequence; on given gradients x is the heavy ball's point."""
        rows = gradients(seed)
        optimizer = optimizers["nesterov"](1, PARAMS, {"lr": 0.1, "momentum": 0.9})
        theta, recovered = np.zeros((1, PARAMS)), []
        for row in rows:
            optimizer.update(theta, row[None].copy())
            recovered.append(theta[0] + 0.1 * 0.9 * optimizer.b[0])
        assert_same(np.array(recovered), follow("momentum", rows, lr=0.1, momentum=0.9))

    @pytest.mark.parametrize("seed", range(5))
    def test_nesterov_is_the_theorys_two_sequences(self, seed):
        """y = x + μ (x - x_before), x_next = y - lr ∇f(y): PyTorch's parameter is y."""
        rng = np.random.default_rng(seed)
        curvature, lr, mu = 10.0 ** rng.uniform(-3, 0, PARAMS), 0.7, 0.9
        before = x = rng.normal(size=PARAMS)
        optimizer, theta = optimizers["nesterov"](1, PARAMS, {"lr": lr, "momentum": mu}), x[None].copy()
        for _ in range(STEPS):
            y = x + mu * (x - before)
            np.testing.assert_allclose(theta[0], y, rtol=1e-12, atol=1e-14)
            before, x = x, y - lr * curvature * y
            optimizer.update(theta, curvature * theta)

    @seeds
    def test_dampening_gives_a_plain_average(self, seed):
        """PyTorch's first buffer is the first gradient; if that is zero, it starts as an average."""
        rows = gradients(seed)
        rows[0] = 0.0
        average, point, points = np.zeros(PARAMS), np.zeros(PARAMS), []
        for row in rows:
            average = 0.9 * average + 0.1 * row
            point = point - 0.1 * average
            points.append(point)
        damped = follow("momentum", rows, lr=0.1, momentum=0.9, dampening=0.9)
        assert_same(damped, np.array(points))
        assert_same(damped, follow("momentum", rows, lr=0.01, momentum=0.9))

    def test_the_first_buffer_is_not_dampened(self):
        point = follow("momentum", np.array([[2.0], [0.0]]), lr=1.0, momentum=0.5, dampening=0.9)
        np.testing.assert_allclose(point[:, 0], [-2.0, -3.0])

    @seeds
    def test_adam_without_momentum_and_correction_is_rmsprop(self, seed):
        rows = gradients(seed)
        adam = follow("adam", rows, lr=0.1, beta1=0.0, beta2=0.97, bias_correction=False)
        assert_same(adam, follow("rmsprop", rows, lr=0.1, alpha=0.97))

    @seeds
    def test_adam_without_memory_follows_signs(self, seed):
        rows = gradients(seed)
        signs = -0.1 * np.cumsum(np.sign(rows), axis=0)
        np.testing.assert_allclose(
            follow("adam", rows, lr=0.1, beta1=0.0, beta2=0.0, eps=0.0), signs, atol=1e-12
        )

    @seeds
    def test_rmsprop_without_momentum_needs_no_buffer(self, seed):
        """A momentum near zero goes through the buffer, and ends at the same point."""
        rows = gradients(seed)
        assert_same(
            follow("rmsprop", rows, lr=0.1, momentum=1e-300), follow("rmsprop", rows, lr=0.1, momentum=0.0)
        )


class TestDialects:
    """What other libraries do, by hand."""

    def test_rmsprop_with_eps_inside_the_root(self):
        """Optax and Keras: g / sqrt(v + eps)."""
        rows, v, point, points = gradients(), np.zeros(PARAMS), np.zeros(PARAMS), []
        for row in rows:
            v = 0.9 * v + 0.1 * row**2
            point = point - 0.01 * row / np.sqrt(v + 1e-3)
            points.append(point)
        ours = follow("rmsprop", rows, lr=0.01, alpha=0.9, eps=1e-3, eps_inside=True)
        assert_same(ours, np.array(points))
        outside = follow("rmsprop", rows, lr=0.01, alpha=0.9, eps=1e-3)
        assert np.abs(ours - outside).max() > 1e-3

    def test_adagrad_from_a_tenth(self):
        """Optax and Keras start the sum at 0.1; the first step is then lr g / sqrt(g² + 0.1)."""
        point = follow("adagrad", np.array([[3.0, 0.01]]), lr=0.5, initial_accumulator_value=0.1, eps=0.0)
        np.testing.assert_allclose(
            point[0], -0.5 * np.array([3.0, 0.01]) / np.sqrt([9.1, 0.1001]), rtol=1e-14
        )

    def test_adagrad_learning_rate_decay(self):
        steps = np.diff(follow("adagrad", np.full((50, 1), 4.0), lr=0.5, lr_decay=0.1)[:, 0], prepend=0.0)
        t = np.arange(1, 51)
        np.testing.assert_allclose(steps, -0.5 / (1 + 0.1 * (t - 1)) / np.sqrt(t), rtol=1e-9)

    def test_centered_rmsprop_on_a_constant_slope_explodes(self):
        """The spread vanishes like α^(t/2), and the step grows as its inverse."""
        steps = np.diff(follow("rmsprop", np.full((5000, 1), 3.0), lr=0.01, centered=True)[:, 0])
        assert np.isfinite(steps).all()
        assert 1e3 < np.abs(steps).max() < 1e8

    def test_a_spread_that_rounds_below_zero_counts_as_zero(self):
        """PyTorch would give NaN from the root."""
        slopes = np.linspace(0.1, 10.0, 400)
        optimizer = optimizers["rmsprop"](1, 400, {"alpha": 0.9, "centered": True, "eps": 1e-4})
        theta, below = np.zeros((1, 400)), False
        for _ in range(500):
            optimizer.update(theta, slopes[None].copy())
            below |= (optimizer.v < optimizer.m**2).any()
        assert below
        assert np.isfinite(theta).all()


class TestScale:
    """Multiplying the function, or one coordinate's gradients, changes nothing where only ratios count."""

    INVARIANT = pytest.mark.parametrize(
        ("name", "values"),
        [
            ("adam", {"eps": 0.0}),
            ("adam", {"eps": 0.0, "bias_correction": False}),
            ("rmsprop", {"eps": 0.0}),
            ("rmsprop", {"eps": 0.0, "momentum": 0.9}),
            ("rmsprop", {"eps": 0.0, "eps_inside": True}),
            ("adagrad", {"eps": 0.0}),
        ],
    )

    @INVARIANT
    @given(factors=arrays(float, PARAMS, elements=st.floats(1e-6, 1e6)))
    @settings(max_examples=20)
    def test_each_coordinate_may_have_its_own_scale(self, name, values, factors):
        rows = gradients()
        assert_same(
            follow(name, factors * rows, lr=0.1, **values), follow(name, rows, lr=0.1, **values), 1e-11
        )

    @INVARIANT
    def test_a_power_of_two_changes_no_bit(self, name, values):
        rows = gradients()
        scaled = follow(name, 2.0**40 * rows, lr=0.1, **values)
        np.testing.assert_array_equal(scaled, follow(name, rows, lr=0.1, **values))

    def test_adadelta_up_to_eps(self):
        rows = gradients(steps=20)
        rows += 10 * np.sign(rows)
        base = follow("adadelta", rows)
        np.testing.assert_allclose(follow("adadelta", 1e4 * rows), base, rtol=1e-4)
        assert np.abs(follow("adadelta", 1e-4 * rows) / base - 1).max() > 0.1

    @pytest.mark.parametrize("name", ["gradient_descent", "sgd", "momentum", "nesterov"])
    def test_plain_gradients_scale_the_step(self, name):
        rows = gradients()
        assert_same(follow(name, 8.0 * rows, lr=0.1), 8.0 * follow(name, rows, lr=0.1))


class TestRotation:
    """Turn the ravine by 45 degrees: plain methods turn with it, methods with a rate for each axis do not."""

    @staticmethod
    def losses(surface, start, name, values):
        study = Study(
            problem=SurfaceSpec(surface=surface, start=start, parameters={"kappa": 50.0}),
            lanes=(LaneSpec(optimizer=name, hyperparameters=values),),
            steps=200,
        )
        race = build_race(study)
        race.run()
        return race.history.lanes[0].batch_loss[:, 0]

    def pair(self, name, values):
        straight = self.losses("ravine", (-4.0, 1.0), name, values)
        turned = (-5 / 2**0.5, -3 / 2**0.5)  # (-4, 1) turned by 45 degrees
        return straight, self.losses("rotated_ravine", turned, name, values)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("gradient_descent", {"lr": 0.03}),
            ("sgd", {"lr": 0.01, "weight_decay": 0.1}),
            ("momentum", {"lr": 0.01, "momentum": 0.9}),
            ("nesterov", {"lr": 0.01, "momentum": 0.9}),
        ],
    )
    def test_these_turn(self, name, values):
        straight, turned = self.pair(name, values)
        np.testing.assert_allclose(turned, straight, rtol=1e-9, atol=1e-13)

    @pytest.mark.parametrize(
        ("name", "lr"), [("adagrad", 0.5), ("rmsprop", 0.05), ("adadelta", 10.0), ("adam", 0.1)]
    )
    def test_these_do_not(self, name, lr):
        straight, turned = self.pair(name, {"lr": lr})
        assert np.abs(np.log(turned[1:100] / straight[1:100])).max() > 0.5


class TestBound:
    """|Adam's step| <= lr (1 - β₁) / sqrt((1 - β₂)(1 - β₁²/β₂)) = 7.270 lr by Cauchy-Schwarz."""

    BOUND = 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999))

    def test_value(self):
        assert pytest.approx(7.270, abs=5e-4) == self.BOUND

    @given(arrays(float, (80, 4), elements=st.floats(-1e6, 1e6, allow_subnormal=False)))
    @settings(max_examples=60)
    def test_no_gradients_step_farther(self, rows):
        rows = np.where(np.abs(rows) < 1e-6, 0.0, rows)
        points = follow("adam", rows, lr=1.0, bias_correction=False, eps=1e-300)
        steps = np.diff(points, axis=0, prepend=0.0)
        assert np.abs(steps).max() <= self.BOUND * (1 + 1e-9)

    def test_growing_gradients_come_near_it(self):
        """After 20,000 steps without a gradient the bias correction has faded."""
        rows = np.zeros((20_300, 1))
        rows[20_000:, 0] = (0.999 / 0.9) ** np.arange(300)
        last = np.diff(follow("adam", rows, lr=1.0, eps=1e-300)[:, 0])[-1]
        assert abs(last) == pytest.approx(self.BOUND, rel=1e-6)

    def test_other_values_often_quoted(self):
        """One gradient after zeros gives (1 - β₁)/sqrt(1 - β₂); a constant one 6.5685 at its 12th step."""
        rows = np.zeros((20_020, 2))
        rows[20_000, 0], rows[20_000:, 1] = 1.0, 1.0
        steps = -np.diff(follow("adam", rows, lr=1.0, eps=1e-300), axis=0)[19_999:]
        assert steps[0, 0] == pytest.approx(3.1623, abs=1e-4)
        assert steps[:, 1].max() == pytest.approx(6.5685, abs=1e-4)
        assert steps[:, 1].argmax() + 1 == 12
