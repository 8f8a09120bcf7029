"""Acceptance S: one rule is a special case of another, on gradients of mixed scales."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from tests.engine.rows import PARAMS, STEPS, assert_same, averages, follow, gradients, seeds


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

    @seeds
    @pytest.mark.parametrize(
        ("name", "values", "adam"),
        [
            ("adamw", {"weight_decay": 0.0}, {}),
            ("ademamix", {"alpha": 0.0}, {}),
            ("qhadam", {"nu1": 1.0, "nu2": 1.0, "beta1": 0.9}, {}),
            ("qhadam", {"nu1": 0.0, "nu2": 1.0}, {"beta1": 0.0}),
            ("nadam", {"beta1": 0.0}, {"beta1": 0.0}),
            ("adan", {"beta1": 0.9, "beta2": 0.0, "beta3": 0.999}, {}),
        ],
    )
    def test_these_contain_adam(self, name, values, adam, seed):
        rows = gradients(seed)
        assert_same(follow(name, rows, lr=0.1, **values), follow("adam", rows, lr=0.1, **adam))

    @seeds
    def test_adamw_shrinks_and_then_does_adams_step(self, seed):
        rows = gradients(seed)
        moves = np.diff(follow("adam", rows, lr=0.1), axis=0, prepend=0.0)
        point, points = np.zeros(PARAMS), []
        for move in moves:
            point = point * (1 - 0.1 * 0.5) + move
            points.append(point)
        decayed = follow("adamw", rows, lr=0.1, weight_decay=0.5)
        assert_same(decayed, np.array(points))
        assert np.abs(decayed - follow("adam", rows, lr=0.1, weight_decay=0.5)).max() > 0.1

    @pytest.mark.parametrize("max_corrected", [False, True])
    @seeds
    def test_amsgrad_is_adam_until_the_gradients_shrink(self, max_corrected, seed):
        rows = np.maximum.accumulate(np.abs(gradients(seed)), axis=0)
        values = {"lr": 0.1, "beta2": 0.99}
        assert_same(
            follow("amsgrad", rows, max_corrected=max_corrected, **values), follow("adam", rows, **values)
        )
        rows = np.vstack([rows, 1e-3 * rows])
        moves = [
            np.abs(np.diff(follow(*method, rows, **values), axis=0))[STEPS:].sum(axis=0)
            for method in (["amsgrad"], ["adam"])
        ]
        assert (moves[0] < moves[1]).all()

    @seeds
    def test_the_memory_of_amsgrad_never_falls(self, seed):
        optimizer = optimizers["amsgrad"](1, PARAMS, {"beta2": 0.9})
        theta, before = np.zeros((1, PARAMS)), 0.0
        for row in gradients(seed):
            optimizer.update(theta, row[None].copy())
            assert (optimizer.vmax >= optimizer.v).all()
            assert (optimizer.vmax >= before).all()
            before = optimizer.vmax.copy()

    @seeds
    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("adamax", {"beta1": 0.0, "beta2": 0.0, "eps": 0.0}),
            ("amsgrad", {"beta1": 0.0, "beta2": 0.0, "eps": 1e-300}),
            ("qhadam", {"nu1": 0.0, "nu2": 0.0, "eps": 0.0}),
            ("adan", {"beta1": 0.0, "beta2": 0.0, "beta3": 0.0, "eps": 0.0}),
        ],
    )
    def test_without_memory_these_follow_signs(self, name, values, seed):
        rows = gradients(seed)
        rows = np.maximum.accumulate(np.abs(rows), axis=0) * np.sign(rows)
        signs = -0.1 * np.cumsum(np.sign(rows), axis=0)
        np.testing.assert_allclose(follow(name, rows, lr=0.1, **values), signs, atol=1e-12)

    @seeds
    def test_radam_with_a_short_memory_is_momentum(self, seed):
        """For β₂ = 0.6 the length ρ stays below 4, and nothing is ever divided."""
        rows = gradients(seed)
        momentum = -0.1 * np.cumsum(averages(rows, 0.9), axis=0)
        assert_same(follow("radam", rows, lr=0.1, beta2=0.6), momentum)

    @seeds
    def test_radam_is_a_share_of_adam_after_five_steps(self, seed):
        rows = gradients(seed)
        radam = np.diff(follow("radam", rows, lr=0.1, eps=0.0), axis=0, prepend=0.0)
        adam = np.diff(follow("adam", rows, lr=0.1, eps=0.0), axis=0, prepend=0.0)
        assert_same(radam[:5], -0.1 * averages(rows, 0.9)[:5], 1e-11)
        t = np.arange(6, STEPS + 1)
        limit = 2 / 0.001 - 1
        rho = limit - 2 * t * 0.999**t / (1 - 0.999**t)
        share = np.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
        np.testing.assert_allclose(radam[5:], share[:, None] * adam[5:], rtol=1e-9, atol=1e-12)

    @seeds
    def test_adabelief_without_momentum_is_never_surprised(self, seed):
        """With β₁ = 0 the average is the gradient itself, and only eps is left of the divisor."""
        rows = gradients(seed)
        belief = follow("adabelief", rows, lr=0.2, beta1=0.0, eps_root=0.0, eps=2.0)
        assert_same(belief, follow("gradient_descent", rows, lr=0.1))

    @seeds
    def test_yogi_adds_up_while_gradients_are_large_and_falls_slowly(self, seed):
        """Above v a square counts in full, as in AdaGrad; below v it is taken off, once."""
        rows = np.maximum.accumulate(np.abs(gradients(seed)) + 1.0, axis=0)
        optimizer = optimizers["yogi"](1, PARAMS, {"beta2": 0.99})
        for row in rows:
            optimizer.update(np.zeros((1, PARAMS)), row[None].copy())
        total = 1e-6 + 0.01 * (rows**2).sum(axis=0)
        np.testing.assert_allclose(optimizer.v[0], total, rtol=1e-12)
        optimizer.update(np.zeros((1, PARAMS)), np.full((1, PARAMS), 0.5))
        np.testing.assert_allclose(optimizer.v[0], total - 0.01 * 0.25, rtol=1e-12)

    def test_yogi_stays_where_v_is_the_square(self):
        optimizer = optimizers["yogi"](1, 2, {"initial_accumulator_value": 4.0})
        optimizer.update(np.zeros((1, 2)), np.array([[2.0, 0.0]]))
        np.testing.assert_array_equal(optimizer.v, 4.0)

    @seeds
    def test_the_special_cases_of_qhm(self, seed):
        rows = gradients(seed)
        values = {"lr": 0.1, "momentum": 0.9}
        assert_same(follow("qhm", rows, nu=0.0, **values), follow("gradient_descent", rows, lr=0.1))
        assert_same(
            follow("qhm", rows, nu=0.9, **values), follow("nesterov", rows, lr=0.1 * 0.1, momentum=0.9)
        )
        rows[0] = 0.0
        damped = follow("momentum", rows, dampening=0.9, **values)
        assert_same(follow("qhm", rows, nu=1.0, **values), damped)

    @pytest.mark.parametrize("t0", [0.0, 10.0, 1e6])
    @seeds
    def test_asgd_is_the_mean_of_sgds_points(self, t0, seed):
        """From the point of step t0 + 2 on (of step 2 at the earliest); until then it is SGD."""
        rows = gradients(seed)
        walk = follow("sgd", rows, lr=0.1)
        first = min(int(t0) + 1, STEPS)
        mean = np.cumsum(walk[first:], axis=0) / np.arange(1, STEPS - first + 1)[:, None]
        assert_same(follow("asgd", rows, lr=0.1, lambd=0.0, t0=t0), np.vstack([walk[:first], mean]))

    def test_the_rate_of_asgd_falls(self):
        steps = -np.diff(follow("asgd", np.ones((50, 1)), lr=0.5, lambd=1e-9, alpha=0.75)[:, 0], prepend=0.0)
        np.testing.assert_allclose(steps, 0.5, rtol=1e-6)
        theta, points = 0.0, []
        for t in range(50):
            rate = 0.5 / (1 + 0.2 * 0.5 * t) ** 0.75
            theta = theta * (1 - 0.2 * rate) - rate
            points.append(theta)
        ours = follow("asgd", np.ones((50, 1)), lr=0.5, lambd=0.2, alpha=0.75, t0=100.0)
        np.testing.assert_allclose(ours[:, 0], points, rtol=1e-12)

    def test_rprop_on_a_slope_grows_by_a_fifth_up_to_the_longest_step(self):
        steps = -np.diff(follow("rprop", np.full((80, 1), 3.0), lr=0.01)[:, 0], prepend=0.0)
        np.testing.assert_allclose(steps, np.minimum(0.01 * 1.2 ** np.arange(80), 50.0), rtol=1e-12)

    def test_rprop_waits_for_a_step_where_the_sign_turns(self):
        """Then it goes on with the halved step, neither longer nor shorter."""
        rows = np.array([[2.0], [5.0], [-1.0], [-7.0], [-1.0], [0.0], [-1.0]])
        steps = -np.diff(follow("rprop", rows, lr=1.0)[:, 0], prepend=0.0)
        np.testing.assert_allclose(steps, [1.0, 1.2, 0.0, -0.6, -0.72, 0.0, -0.72], rtol=1e-14)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("adam", {}),
            ("adamw", {"weight_decay": 0.0}),
            ("amsgrad", {}),
            ("ademamix", {"alpha": 0.0}),
            ("qhadam", {"beta1": 0.9, "nu1": 1.0}),
        ],
    )
    @seeds
    def test_a_huge_eps_makes_them_momentum(self, name, values, seed):
        """Choi's inclusion, to |g| / E: the root of v is nothing beside eps = E."""
        large = 1e8
        rows = np.random.default_rng(seed).normal(size=(STEPS, PARAMS))
        momentum = -0.01 * np.cumsum(averages(rows, 0.9), axis=0)
        assert_same(follow(name, rows, lr=0.01 * large, eps=large, **values), momentum, 1e-7)

    @pytest.mark.parametrize("beta1", [0.0, 0.9])
    @pytest.mark.parametrize("beta3", [0.0, 0.95])
    def test_the_warm_up_of_ademamix(self, beta1, beta3):
        """α rises in proportion, ln β₃ as a harmonic mean of ln β₁ and its own; from 0 as ln β₃ T/t."""
        rows, m, slow, v, point, points = gradients(), 0.0, 0.0, 0.0, np.zeros(PARAMS), []
        for t, row in enumerate(rows, start=1):
            share = min(t / 20, 1.0)
            keep = beta3 ** (1.0 / share)
            if beta1 and beta3:
                keep = np.exp(1.0 / ((1 - share) / np.log(beta1) + share / np.log(beta3)))
            m, slow = beta1 * m + (1 - beta1) * row, keep * slow + (1 - keep) * row
            v = 0.999 * v + 0.001 * row**2
            mixture = m / (1 - beta1**t) + 4.0 * share * slow
            point = point - 0.1 * mixture / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            points.append(point)
        values = {"lr": 0.1, "beta1": beta1, "beta3": beta3, "alpha": 4.0, "warmup": 20}
        assert_same(follow("ademamix", rows, **values), np.array(points))
