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
    """Return the point drawn after each step, (steps, params), on given gradients."""
    optimizer = optimizers[name](1, rows.shape[1], values)
    theta = np.zeros((1, rows.shape[1])) if start is None else np.array(start)[None]
    optimizer.begin(theta)
    shown = theta if optimizer.point is None else optimizer.point
    points = []
    for row in rows:
        optimizer.update(theta, row[None].copy())
        points.append(shown[0].copy())
    return np.array(points)


def averages(rows, keep):
    """Return the running average of rows after each step, corrected for its start at zero."""
    average, found = np.zeros(PARAMS), []
    for step, row in enumerate(rows, start=1):
        average = keep * average + (1 - keep) * row
        found.append(average / (1 - keep**step))
    return np.array(found)


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
        """Choi's inclusion, to |g| / E; as E also stands in for the sum of squares it hides the scale."""
        large = 1e8
        rows = np.random.default_rng(seed).normal(size=(STEPS, PARAMS))
        momentum = -0.01 * np.cumsum(averages(rows, 0.9), axis=0)
        assert_same(follow(name, rows, lr=0.01 * large, eps=large, **values), momentum, 1e-7)

    @pytest.mark.parametrize("beta1", [0.0, 0.9])
    @pytest.mark.parametrize("beta3", [0.0, 0.95])
    def test_the_warm_up_of_ademamix_ends_at_its_values(self, beta1, beta3):
        """α rises in proportion, and β₃ never above its value, at the ends of the range too."""
        optimizer = optimizers["ademamix"](
            1, PARAMS, {"beta1": beta1, "beta3": beta3, "alpha": 4.0, "warmup": 20}
        )
        found = []
        for row in gradients():
            optimizer.update(np.zeros((1, PARAMS)), row[None].copy())
            found.append(np.ravel(optimizer.warm()))
        alpha, keep = np.transpose(found)
        np.testing.assert_allclose(alpha, 4.0 * np.minimum(np.arange(1, STEPS + 1) / 20, 1.0), rtol=1e-14)
        assert (keep <= beta3).all()
        np.testing.assert_allclose(keep[19:], beta3, rtol=1e-14)
        assert (np.diff(keep[:20]) >= 0).all()


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

    def test_adam_with_keras_epsilon(self):
        """lr sqrt(1 - β₂ᵗ) / (1 - β₁ᵗ) m / (sqrt(v) + eps): an eps that is 1/sqrt(1 - β₂ᵗ) as large."""
        rows, m, v, point, points = gradients(), np.zeros(PARAMS), np.zeros(PARAMS), np.zeros(PARAMS), []
        for t, row in enumerate(rows, start=1):
            m, v = 0.9 * m + 0.1 * row, 0.999 * v + 0.001 * row**2
            point = point - 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-2)
            points.append(point)
        assert_same(follow("adam", rows, lr=0.1, eps=1e-2, epsilon_hat=True), np.array(points))
        first = [follow("adam", rows[:1], lr=0.1, eps=eps) for eps in (1e-2 / np.sqrt(0.001), 1e-2)]
        np.testing.assert_allclose(points[0], first[0][0], rtol=1e-12)
        assert np.abs(first[1] / first[0]).max() > 10

    def test_the_articles_adam(self):
        """Not a number where v < eps, and elsewhere Adam without correction but for eps."""
        rows = np.array([[1e-3, 3.0], [1e-3, -1.0], [1e-3, 2.0]])
        with np.errstate(invalid="ignore"):
            ours = follow("adam", rows, lr=0.1, eps=1e-8, article_misprint=True)
        m = v = point = 0.0
        for row, our in zip(rows, ours, strict=True):
            m, v = 0.9 * m + 0.1 * row[1], 0.999 * v + 0.001 * row[1] ** 2
            point -= 0.1 * m / np.sqrt(v - 1e-8)
            np.testing.assert_allclose(our[1], point, rtol=1e-14)
            assert np.isnan(our[0])

    @seeds
    def test_the_articles_adagrad_climbs(self, seed):
        rows = gradients(seed)
        climbing = follow("adagrad", rows, lr=0.1, article_misprint=True)
        np.testing.assert_array_equal(climbing, -follow("adagrad", rows, lr=0.1))

    @pytest.mark.parametrize(
        ("name", "values"), [("momentum", {"dampening": 0.3}), ("nesterov", {}), ("rmsprop", {})]
    )
    def test_lr_in_the_buffer_differs_only_when_lr_changes(self, name, values):
        rows = gradients()
        values = {"lr": 0.1, "momentum": 0.9} | values
        assert_same(follow(name, rows, lr_in_buffer=True, **values), follow(name, rows, **values))

    @pytest.mark.parametrize("inside", [False, True])
    def test_after_a_drop_of_lr(self, inside):
        """Keras: v = μ v - lr g, x = x + v keeps the old speed; PyTorch's step drops at once."""
        optimizer = optimizers["momentum"](1, 1, {"lr": 1.0, "momentum": 0.5, "lr_in_buffer": inside})
        theta, points = np.zeros((1, 1)), []
        for step in range(4):
            if step == 2:
                optimizer.change("lr", 0.1)
            optimizer.update(theta, np.ones((1, 1)))
            points.append(theta[0, 0])
        steps = -np.diff(points, prepend=0.0)
        np.testing.assert_allclose(steps, [1.0, 1.5, 0.85, 0.525] if inside else [1.0, 1.5, 0.175, 0.1875])

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
            assert bool(optimizer.notice) == below
        assert below
        assert "below 0" in optimizer.notice
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
            ("adam", {"eps": 0.0, "epsilon_hat": True}),
            ("adamw", {"eps": 0.0}),
            ("amsgrad", {"eps": 0.0}),
            ("amsgrad", {"eps": 0.0, "max_corrected": True}),
            ("adamax", {"eps": 0.0}),
            ("nadam", {"eps": 0.0}),
            ("adabelief", {"eps": 0.0, "eps_root": 0.0}),
            ("adan", {"eps": 0.0}),
            ("ademamix", {"eps": 0.0}),
            ("qhadam", {"eps": 0.0}),
            ("rprop", {}),
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

    def test_radam_is_not_invariant_in_its_first_five_steps(self):
        rows = gradients()
        base, scaled = (follow("radam", factor * rows, lr=0.1, eps=0.0) for factor in (1.0, 8.0))
        np.testing.assert_allclose(scaled[:5], 8.0 * base[:5], rtol=1e-14)
        later = [np.diff(points[4:], axis=0) for points in (scaled, base)]
        np.testing.assert_allclose(*later, rtol=1e-9)

    def test_yogi_remembers_where_it_started(self):
        rows = gradients()
        base = follow("yogi", rows, eps=0.0)
        assert np.abs(follow("yogi", 8.0 * rows, eps=0.0) / base - 1).max() > 0.1

    @pytest.mark.parametrize("name", ["gradient_descent", "sgd", "momentum", "nesterov", "qhm", "asgd"])
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
            ("qhm", {"lr": 0.03, "momentum": 0.95, "nu": 0.7}),
            ("asgd", {"lr": 0.02, "lambd": 0.1, "t0": 20.0}),
        ],
    )
    def test_these_turn(self, name, values):
        straight, turned = self.pair(name, values)
        np.testing.assert_allclose(turned, straight, rtol=1e-9, atol=1e-13)

    @pytest.mark.parametrize(
        ("name", "lr"),
        [
            ("adagrad", 0.5),
            ("rmsprop", 0.05),
            ("adadelta", 10.0),
            ("adam", 0.1),
            ("adamw", 0.1),
            ("amsgrad", 0.1),
            ("adamax", 0.1),
            ("nadam", 0.1),
            ("radam", 0.1),
            ("adabelief", 0.1),
            ("yogi", 0.1),
            ("adan", 0.1),
            ("ademamix", 0.1),
            ("qhadam", 0.1),
            ("rprop", 0.01),
        ],
    )
    def test_these_do_not(self, name, lr):
        straight, turned = self.pair(name, {"lr": lr})
        assert np.abs(np.log(turned[1:100] / straight[1:100])).max() > 0.5


class TestBound:
    """|Adam's step| <= lr (1 - β₁) / sqrt((1 - β₂)(1 - β₁²/β₂)) = 7.270 lr by Cauchy-Schwarz."""

    BOUND = 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999))

    def test_value(self):
        assert pytest.approx(7.270, abs=5e-4) == self.BOUND

    # AdamW, AMSGrad and AdEMAMix are bound as Adam is, once the bias correction has faded.
    BOUND_BY_IT = pytest.mark.parametrize(
        ("name", "values"),
        [("adam", {}), ("adamw", {"weight_decay": 0.0}), ("amsgrad", {}), ("ademamix", {"alpha": 0.0})],
    )

    @staticmethod
    def steps(name, rows, **values):
        """Return the steps on given gradients, in units of lr, after so many zeros that t is infinite."""
        optimizer = optimizers[name](1, rows.shape[1], {"lr": 1.0, "eps": 1e-300} | values)
        optimizer.power1 = optimizer.power2 = 0.0
        theta, found = np.zeros((1, rows.shape[1])), []
        for row in rows:
            before = theta.copy()
            optimizer.update(theta, row[None].copy())
            found.append((before - theta)[0])
        return np.array(found)

    @BOUND_BY_IT
    @given(arrays(float, (80, 4), elements=st.floats(-1e6, 1e6, allow_subnormal=False)))
    @settings(max_examples=30)
    def test_no_gradients_step_farther(self, name, values, rows):
        rows = np.where(np.abs(rows) < 1e-6, 0.0, rows)
        assert np.abs(self.steps(name, rows, **values)).max() <= self.BOUND * (1 + 1e-9)

    @BOUND_BY_IT
    def test_growing_gradients_come_near_it(self, name, values):
        rows = ((0.999 / 0.9) ** np.arange(300))[:, None]
        assert self.steps(name, rows, **values)[-1, 0] == pytest.approx(self.BOUND, rel=1e-6)

    def test_twenty_thousand_steps_without_a_gradient(self):
        """The bias correction has faded then, and Adam itself comes near its bound."""
        rows = np.zeros((20_300, 1))
        rows[20_000:, 0] = (0.999 / 0.9) ** np.arange(300)
        last = np.diff(follow("adam", rows, lr=1.0, eps=1e-300)[:, 0])[-1]
        assert abs(last) == pytest.approx(self.BOUND, rel=1e-6)

    @given(arrays(float, (80, 4), elements=st.floats(-1e6, 1e6, allow_subnormal=False)))
    @settings(max_examples=30)
    def test_adamax_hardly_steps_farther_than_lr(self, rows):
        """|m| <= u (1 - β₁) Σ (β₁/β₂)ᵏ, so the bound is (1 - β₁)/(1 - β₁/β₂) = 1.0091 lr; the same again."""
        bound = 0.1 / (1 - 0.9 / 0.999)
        rows = np.where(np.abs(rows) < 1e-6, 0.0, rows)
        assert np.abs(self.steps("adamax", rows)).max() <= bound * (1 + 1e-9)
        fading = self.steps("adamax", (0.999 ** np.arange(400))[:, None])
        assert fading[-1, 0] == pytest.approx(bound, rel=1e-6)

    def test_other_values_often_quoted(self):
        """One gradient after zeros gives (1 - β₁)/sqrt(1 - β₂); a constant one 6.5685 at its 12th step."""
        rows = np.zeros((20_020, 2))
        rows[20_000, 0], rows[20_000:, 1] = 1.0, 1.0
        steps = -np.diff(follow("adam", rows, lr=1.0, eps=1e-300), axis=0)[19_999:]
        assert steps[0, 0] == pytest.approx(3.1623, abs=1e-4)
        assert steps[:, 1].max() == pytest.approx(6.5685, abs=1e-4)
        assert steps[:, 1].argmax() + 1 == 12


class TestTraps:
    """What each method's warning says, measured."""

    def test_adabelief_on_a_constant_slope_has_no_bound(self):
        steps = -np.diff(follow("adabelief", np.full((1000, 1), 3.0), lr=0.01)[:, 0])
        assert steps[-1] > 20 * 0.01 * 0.9
        assert (np.diff(steps) > 0).all()

    def test_one_large_gradient_shortens_amsgrads_steps_for_good(self):
        rows = np.ones((5001, 1))
        rows[0] = 1000.0
        last = {name: abs(np.diff(follow(name, rows, lr=1.0)[:, 0])[-1]) for name in ("amsgrad", "adam")}
        assert last["adam"] > 5 * last["amsgrad"]

    def test_adam_walks_uphill_where_large_gradients_are_rare(self):
        """Reddi et al.: 1010 x every 101st step, else -10 x, on [-1, 1]; in the mean the slope is 0.1."""
        ends = {}
        for name in ("adam", "amsgrad"):
            optimizer, theta = optimizers[name](1, 1, {"lr": 0.01, "beta2": 0.99}), np.zeros((1, 1))
            for step in range(60 * 101):
                optimizer.update(theta, np.full((1, 1), -10.0 if step % 101 else 1010.0))
                np.clip(theta, -1.0, 1.0, out=theta)
            ends[name] = theta[0, 0]
        assert ends["adam"] > 0.99
        assert ends["amsgrad"] < -0.03

    def test_after_a_steep_start_yogi_creeps_as_amsgrad_does(self):
        """Adam has forgotten it after 6,000 steps."""
        rows = np.ones((6000, 1))
        rows[:20] = 100.0
        last = {name: -np.diff(follow(name, rows, lr=0.01)[:, 0])[-1] for name in ("adam", "amsgrad", "yogi")}
        assert last["adam"] > 10 * last["yogi"]
        assert last["yogi"] == pytest.approx(last["amsgrad"], rel=0.05)

    def test_the_slow_average_needs_ten_thousand_steps(self):
        """After 200 steps it holds 2 % of a constant gradient."""
        optimizer = optimizers["ademamix"](1, 1)
        for _ in range(200):
            optimizer.update(np.zeros((1, 1)), np.ones((1, 1)))
        assert optimizer.slow[0, 0] == pytest.approx(1 - 0.9999**200)
        assert optimizer.slow[0, 0] < 0.02

    @pytest.mark.parametrize("scale", [0.1, 1.0, 1e3])
    def test_the_first_step_of_adadelta_is_set_by_eps(self, scale):
        (step,) = np.abs(follow("adadelta", np.array([[scale]]))[0])
        assert step == pytest.approx(np.sqrt(1e-6 / 0.1), rel=1e-3)

    @pytest.mark.parametrize(
        ("name", "word"),
        [
            ("adabelief", "constant slope"),
            ("adam", "rarely"),
            ("radam", "first five steps"),
            ("rprop", "full batch"),
            ("rmsprop", "centered"),
            ("adadelta", "learning rate"),
            ("amsgrad", "large gradient"),
            ("ademamix", "short race"),
            ("nesterov", "1.36"),
            ("asgd", "t₀"),
        ],
    )
    def test_it_is_named(self, name, word):
        assert word in optimizers[name].warning
