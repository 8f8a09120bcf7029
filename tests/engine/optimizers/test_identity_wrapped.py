"""Acceptance S and G: sign methods, rules around a base, averages, layers, and rates found on the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine.layer import Layer
from app.engine.optimizer import optimizers
from app.engine.problem import SurfaceProblem
from app.engine.surface import surfaces
from app.engine.wrapper import BASES
from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.engine.quadratic import Quadratic, begin, descend

STEPS, PARAMS = 60, 6
BOWL = Quadratic(*np.geomspace(0.1, 3.0, PARAMS))
every_base = pytest.mark.parametrize("base", BASES)
# What a base is given, and what its wrapper is given for it.
GIVEN = {
    "sgd": {"lr": 0.3, "weight_decay": 0.1},
    "momentum": {"lr": 0.1, "momentum": 0.8},
    "nesterov": {"lr": 0.1, "momentum": 0.8, "weight_decay": 0.1},
    "rmsprop": {"lr": 0.02, "alpha": 0.95},
    "adam": {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "weight_decay": 0.1},
    "adamw": {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "weight_decay": 0.1},
}


def wrapped(base):
    """Return the base's hyperparameters by the wrapper's names."""
    theirs = {theirs: mine for mine, theirs in BASES[base].items()}
    return {"base": base} | {theirs.get(name, name): value for name, value in GIVEN[base].items()}


def gradients(seed=0, steps=STEPS):
    rng = np.random.default_rng(seed)
    scales = 10.0 ** rng.uniform(-4, 3, PARAMS)
    return rng.normal(size=(steps, PARAMS)) * scales * 10.0 ** rng.normal(size=(steps, 1))


def follow(name, rows, **values):
    """Return theta after each step, (steps, params), on given gradients from the origin."""
    theta = np.zeros((1, rows.shape[1]))
    optimizer = begin(optimizers[name](1, rows.shape[1], values), theta)
    points = []
    for row in rows:
        optimizer.update(theta, row[None].copy())
        points.append(theta[0].copy())
    return np.array(points)


def start(seed=0):
    return np.random.default_rng(seed).normal(size=(2, PARAMS))


def walk(optimizer, steps=STEPS, seed=0, oracle=BOWL):
    """Return theta after each step, (steps, runs, params)."""
    theta = start(seed)
    return np.array([point.copy() for point in descend(optimizer, theta, oracle, steps)])


def race(surface, start, name, values, steps=200, **parameters):
    study = Study(
        problem=SurfaceSpec(surface=surface, start=start, parameters=parameters),
        lanes=(LaneSpec(optimizer=name, hyperparameters=values),),
        steps=steps,
    )
    done = build_race(study)
    done.run()
    return done.history.lanes[0]


def assert_same(ours, theirs, tolerance=1e-12):
    size = np.abs(theirs).max(axis=0)
    assert (np.abs(ours - theirs) <= tolerance * size).all()


class TestSigns:
    """Lion and Signum."""

    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("decay", [0.0, 0.1])
    def test_lion_with_one_decay_is_signum(self, seed, decay):
        rows = gradients(seed)
        lion = follow("lion", rows, lr=0.1, beta1=0.9, beta2=0.9, weight_decay=decay)
        np.testing.assert_array_equal(lion, follow("signum", rows, lr=0.1, momentum=0.9, weight_decay=decay))
        other = follow("lion", rows, lr=0.1, beta1=0.9, beta2=0.99, weight_decay=decay)
        assert np.abs(lion - other).max() > 0.1

    def test_signum_without_memory_follows_signs(self):
        rows = gradients()
        rows[3] = 0.0
        signs = -0.125 * np.cumsum(np.sign(rows), axis=0)
        np.testing.assert_array_equal(follow("signum", rows, lr=0.125, momentum=0.0), signs)

    def test_a_heavy_ball_has_the_same_signs(self):
        rows, b, point, points = gradients(), np.zeros(PARAMS), np.zeros(PARAMS), []
        for row in rows:
            b = 0.9 * b + row
            point = point - 0.1 * np.sign(b)
            points.append(point)
        np.testing.assert_array_equal(follow("signum", rows, lr=0.1, momentum=0.9), points)

    @pytest.mark.parametrize("name", ["lion", "signum"])
    @given(factors=arrays(float, PARAMS, elements=st.floats(1e-6, 1e6)))
    @settings(max_examples=20)
    def test_each_coordinate_may_have_its_own_scale(self, name, factors):
        rows = gradients()
        assert_same(follow(name, factors * rows, lr=0.1), follow(name, rows, lr=0.1))

    @pytest.mark.parametrize("name", ["lion", "signum"])
    def test_every_step_is_lr(self, name):
        steps = np.diff(follow(name, gradients(), lr=0.1), axis=0, prepend=0.0)
        np.testing.assert_allclose(np.abs(steps), 0.1, rtol=1e-12)

    def test_g_lion(self):
        """Slope 3, lr 0.01, 1000 steps: distance 10."""
        points = follow("lion", np.full((1000, 1), 3.0), lr=0.01)
        assert -points[-1, 0] == pytest.approx(10.0, abs=1e-6)
        assert -points[0, 0] == pytest.approx(0.01, rel=1e-12)


class TestLookahead:
    """Around each base."""

    @every_base
    @pytest.mark.parametrize("k", [1, 3])
    def test_all_the_way_it_is_the_base(self, base, k):
        alone = walk(optimizers[base](2, PARAMS, GIVEN[base]))
        assert_same(walk(optimizers["lookahead"](2, PARAMS, wrapped(base) | {"alpha": 1.0, "k": k})), alone)

    @every_base
    def test_the_rule_by_hand(self, base):
        """The slow weights follow after every k-th step, not after the first; the base keeps its memory."""
        ours = optimizers["lookahead"](2, PARAMS, wrapped(base) | {"alpha": 0.3, "k": 4})
        rule, theta, slow, grad = optimizers[base](2, PARAMS, GIVEN[base]), start(), start(), start()
        for step, point in enumerate(descend(ours, start(), BOWL, 13), start=1):
            BOWL.gradient(theta, grad)
            rule.update(theta, grad)
            if step % 4 == 0:
                slow += 0.3 * (theta - slow)
                theta[:] = slow
            np.testing.assert_allclose(point, theta, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(ours.point, slow, rtol=1e-12, atol=1e-15)

    def test_it_is_drawn_and_measured_at_the_slow_weights(self):
        values = {"base": "momentum", "lr": 2e-4, "k": 5}
        lane = race("rosenbrock", (-1.2, 1.0), "lookahead", values, 52)
        moved = lane.step_length[1:, 0] > 0
        np.testing.assert_array_equal(np.flatnonzero(moved) + 1, np.arange(5, 51, 5))
        np.testing.assert_array_equal(lane.evaluations, np.arange(53))
        surface = surfaces["rosenbrock"]()
        for row in (0, 4, 5, 52):
            loss, *gradient = surface.evaluate(*lane.theta[row, 0])
            assert lane.batch_loss[row, 0] == pytest.approx(loss, rel=1e-14)
            np.testing.assert_allclose(lane.gradient[row, 0], gradient, rtol=1e-14)

    def test_no_way_at_all_stays(self):
        lane = race("rosenbrock", (-1.2, 1.0), "lookahead", {"alpha": 0.0, "lr": 0.1}, 20)
        assert (lane.theta[:, 0] == (-1.2, 1.0)).all()


class TestSam:
    """Around each base."""

    @every_base
    @pytest.mark.parametrize("adaptive", [False, True])
    def test_without_a_climb_it_is_the_base(self, base, adaptive):
        alone = walk(optimizers[base](2, PARAMS, GIVEN[base]))
        ours = optimizers["sam"](2, PARAMS, wrapped(base) | {"rho": 0.0, "adaptive": adaptive})
        np.testing.assert_array_equal(walk(ours), alone)
        climbing = optimizers["sam"](2, PARAMS, wrapped(base) | {"rho": 0.5, "adaptive": adaptive})
        assert np.abs(walk(climbing) - alone).max() > 1e-3

    def test_the_climb_is_rho_long(self):
        """Over all weights of the run together; adaptive, in units of the weights."""
        asked = []

        class Asked(Quadratic):
            def gradient(self, theta, out):
                asked.append(theta.copy())
                return super().gradient(theta, out)

        for adaptive in (False, True):
            asked.clear()
            walk(
                optimizers["sam"](2, PARAMS, {"rho": [0.1, 0.7], "adaptive": adaptive}),
                5,
                oracle=Asked(*BOWL.curvature),
            )
            for at, far in zip(asked[::2], asked[1::2], strict=True):
                away = (far - at) / (at if adaptive else 1.0)
                np.testing.assert_allclose(np.linalg.norm(away, axis=1), [0.1, 0.7], rtol=1e-9)

    def test_both_gradients_have_the_same_noise(self):
        """On a plain surface the noise cancels in their difference, which is Hessian times climb."""
        problem = SurfaceProblem(surfaces["bowl"](), (1.0, 2.0), (0, 1), noise=1.0)
        oracle, theta = problem.oracle(), problem.initial()
        grad, first = np.empty_like(theta), np.empty_like(theta)
        sam = begin(optimizers["sam"](2, 2, {"base": "sgd", "lr": 0.5, "rho": 0.1}, "F"), theta)
        for _ in range(10):
            before = theta.copy()
            oracle.gradient(theta, grad)
            first[:] = grad
            sam.update(theta, grad, oracle)
            oracle.draw()
            climb = 0.1 * first / np.linalg.norm(first, axis=1, keepdims=True)
            np.testing.assert_allclose((before - theta) / 0.5, first + climb, rtol=1e-9)

    def test_a_step_costs_two_evaluations(self):
        lane = race("rosenbrock", (-1.2, 1.0), "sam", {"lr": 1e-4}, 20)
        np.testing.assert_array_equal(lane.evaluations, 2 * np.arange(21))

    def test_a_step_on_data_costs_two_evaluations_of_one_batch(self):
        lanes = tuple(
            LaneSpec(optimizer=name, hyperparameters=values, batch_size=16)
            for name, values in [("sam", {"base": "sgd", "lr": 0.1, "rho": 0.0}), ("sgd", {"lr": 0.1})]
        )
        done = build_race(Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=lanes, epochs=3))
        done.run()
        sam, sgd = done.history.lanes
        np.testing.assert_array_equal(sam.evaluations, 2 * sgd.evaluations)
        np.testing.assert_array_equal(sam.batch_loss, sgd.batch_loss)

    def test_it_needs_an_oracle(self):
        with pytest.raises(TypeError, match="second gradient"):
            optimizers["sam"](1, 2).update(np.ones((1, 2)), np.ones((1, 2)))


@pytest.mark.parametrize(("name", "off"), [("lookahead", {"alpha": 1.0, "k": 1}), ("sam", {"rho": 0.0})])
class TestBase:
    """The base's memory shows, and what is set on the wrapper reaches it."""

    @every_base
    def test_the_memory_shows(self, name, off, base):
        alone = optimizers[base](2, PARAMS, GIVEN[base])
        ours = optimizers[name](2, PARAMS, wrapped(base) | off)
        walk(alone), walk(ours)
        shown = {slot.name for slot in ours.slots}
        for slot in alone.slots:
            held = getattr(alone, slot.name)
            if slot.name in shown:
                np.testing.assert_allclose(getattr(ours, slot.name), held, rtol=1e-9, atol=1e-12)
            else:
                assert not held.any(), f"{slot.name} is in use and does not show"

    @every_base
    def test_every_hyperparameter_of_the_table_is_one_of_the_base(self, name, off, base):
        theirs = {parameter.name for parameter in optimizers[base].parameters}
        assert theirs >= {"lr", "weight_decay", *BASES[base].values()}
        assert {p.name for p in optimizers[name].parameters} >= set(BASES[base])

    @every_base
    @pytest.mark.parametrize("value", [0.07, np.array([0.07, 0.01])], ids=["one", "each"])
    def test_a_live_change_reaches_it(self, name, off, base, value):
        alone = optimizers[base](2, PARAMS, GIVEN[base])
        ours = optimizers[name](2, PARAMS, wrapped(base) | off)
        theta, other = start(), start()
        for changed in (None, "lr", "weight_decay", *BASES[base]):
            if changed:
                ours.change(changed, value)
                alone.change(BASES[base].get(changed, changed), value)
            for _ in zip(descend(ours, theta, BOWL, 5), descend(alone, other, BOWL, 5), strict=True):
                pass
            np.testing.assert_allclose(theta, other, rtol=1e-11, atol=1e-14)

    @every_base
    def test_a_schedule_reaches_it(self, name, off, base):
        alone = optimizers[base](2, PARAMS, GIVEN[base])
        ours = optimizers[name](2, PARAMS, wrapped(base) | off)
        theta, other = start(), start()
        for factor in (1.0, 0.5, 0.0, 0.1):
            ours.scale_lr(factor)
            alone.scale_lr(factor)
            for _ in zip(descend(ours, theta, BOWL, 3), descend(alone, other, BOWL, 3), strict=True):
                pass
            np.testing.assert_allclose(theta, other, rtol=1e-11, atol=1e-14)


class TestScheduleFree:
    """The average, and where gradients are taken."""

    def test_without_interpolation_it_is_the_mean_of_gradient_descent(self):
        ours = optimizers["schedule_free_sgd"](2, PARAMS, {"lr": 0.3, "momentum": 0.0})
        fast, total = optimizers["gradient_descent"](2, PARAMS, {"lr": 0.3}), np.zeros((2, PARAMS))
        pairs = zip(descend(ours, start(), BOWL, STEPS), descend(fast, start(), BOWL, STEPS), strict=True)
        for step, (y, z) in enumerate(pairs, start=1):
            total += z
            np.testing.assert_allclose(y, z, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(ours.point, total / step, rtol=1e-12, atol=1e-14)

    @pytest.mark.parametrize("name", ["schedule_free_sgd", "schedule_free_adamw"])
    def test_the_first_step_ends_in_the_fast_point(self, name):
        ours = optimizers[name](2, PARAMS)
        walk(ours, 1)
        np.testing.assert_allclose(ours.point, ours.z, rtol=1e-14)

    def test_warm_up(self):
        """The rate rises along a line to lr; later points weigh as the square of the largest rate so far."""
        ours = optimizers["schedule_free_sgd"](1, 1, {"lr": 2.0, "warmup_steps": 4})
        theta = begin(ours, np.zeros((1, 1))).z.copy()
        z, places, rates = 0.0, [], []
        for step in range(1, 8):
            ours.update(theta, np.ones((1, 1)))
            rates.append(2.0 * min(step / 4, 1.0))
            z -= rates[-1]
            places.append(z)
            assert ours.z[0, 0] == pytest.approx(z, rel=1e-14)
            assert ours.point[0, 0] == pytest.approx(np.average(places, weights=np.square(rates)), rel=1e-14)

    def test_it_is_drawn_and_measured_at_the_average(self):
        lane = race("ravine", (-4.0, 1.0), "schedule_free_sgd", {"lr": 0.1}, 100, kappa=10.0)
        np.testing.assert_allclose(lane.gradient[:, 0], lane.theta[:, 0] * [1.0, 10.0], rtol=1e-13)
        np.testing.assert_array_equal(lane.evaluations, np.arange(101))


class TestDistance:
    """d estimates the distance to the solution, and only grows."""

    @pytest.mark.parametrize("seed", range(5))
    def test_dadapt_sgd_never_exceeds_twice_the_distance(self, seed):
        """On a convex function without noise this is a theorem; here the minimum is the origin."""
        theta = start(seed)
        distance = np.linalg.norm(theta, axis=1, keepdims=True)
        ours, before = optimizers["dadapt_sgd"](2, PARAMS, {"lr": 0.3}), 1e-6
        for _ in descend(ours, theta, BOWL, 300):
            assert (ours.d >= before).all()
            assert (ours.d <= 2 * distance).all()
            before = ours.d.copy()
        assert (before > 0.5 * distance).all()

    def test_dadapt_sgd_from_far_out_in_a_flat_direction_diverges(self):
        """Its rate becomes 4 / 10.8 and more, and the curvature 10 bears no rate above 0.2."""
        lanes = [race("ravine", (-4.0, 1.0), "dadapt_sgd", {"lr": lr}, kappa=10.0) for lr in (1.0, 0.3)]
        assert [lane.diverged_at[0] > 0 for lane in lanes] == [True, False]

    def test_dadapt_sgd_is_the_papers_estimate(self):
        """d = (‖s‖² - Σ e² ‖g‖²) / ‖s‖, where that is larger than d."""
        rows = np.random.default_rng(0).normal(1.0, 1.0, (STEPS, PARAMS))
        ours, theta = optimizers["dadapt_sgd"](1, PARAMS, {"d0": 0.1}), np.zeros((1, PARAMS))
        begin(ours, theta)
        d, s, spent = 0.1, np.zeros(PARAMS), 0.0
        for row in rows:
            e = d / np.linalg.norm(rows[0])
            s, spent = s + e * row, spent + e**2 * (row @ row)
            d = max(d, (s @ s - spent) / np.linalg.norm(s))
            ours.update(theta, row[None].copy())
            assert ours.d[0, 0] == pytest.approx(d, rel=1e-11)
        assert d > 0.2

    @pytest.mark.parametrize("name", ["prodigy", "dadapt_adam", "dadapt_sgd"])
    def test_a_run_waits_for_its_first_gradient(self, name):
        """Before it there is nothing to divide by; afterwards it goes as if the wait had not been."""
        theta, direct = np.ones((1, 2)), np.ones((1, 2))
        ours = begin(optimizers[name](1, 2), theta)
        for _ in range(3):
            ours.update(theta, np.zeros((1, 2)))
        np.testing.assert_array_equal(theta, 1.0)
        assert ours.d[0, 0] == 1e-6
        oracle = Quadratic(1.0, 3.0)
        pairs = zip(
            descend(ours, theta, oracle, 50), descend(optimizers[name](1, 2), direct, oracle, 50), strict=True
        )
        for late, early in pairs:
            np.testing.assert_allclose(late, early, rtol=1e-12)

    @pytest.mark.parametrize("name", ["prodigy", "dadapt_adam", "dadapt_sgd"])
    def test_nothing_is_seen_at_first_and_then_it_arrives(self, name):
        lane = race("ravine", (-4.0, 4.0), name, {}, 1000, kappa=10.0)
        assert np.nanmax(lane.step_length[:3, 0]) < 1e-4
        assert lane.batch_loss[-1, 0] < 1e-2 * lane.batch_loss[0, 0]


class TestLayers:
    """LAMB and LARS."""

    LAYERS = (Layer("w", (2, 2), 0), Layer("b", (2,), 4))

    def test_lamb_moves_each_layer_by_its_share(self):
        ours = optimizers["lamb"](2, PARAMS, {"lr": 0.1, "weight_decay": 0.2}, "C", self.LAYERS)
        before = start()
        for point in descend(ours, before.copy(), BOWL, 20):
            for part in (slice(0, 4), slice(4, 6)):
                steps = np.linalg.norm((point - before)[:, part], axis=1)
                np.testing.assert_allclose(steps, 0.1 * np.linalg.norm(before[:, part], axis=1), rtol=1e-12)
            before = point.copy()

    def test_lamb_without_correction(self):
        """As the first public code: m / (sqrt(v) + eps), from averages that start at zero."""
        ours = optimizers["lamb"](2, PARAMS, {"lr": 0.1, "bias_correction": False}, "C", self.LAYERS)
        theta, m, v = start(), np.zeros((2, PARAMS)), np.zeros((2, PARAMS))
        for point in descend(ours, start(), BOWL, 20):
            grad = BOWL.curvature * theta
            m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
            u = m / (np.sqrt(v) + 1e-6)
            for part in (slice(0, 4), slice(4, 6)):
                lengths = (np.linalg.norm(values[:, part], axis=1, keepdims=True) for values in (theta, u))
                theta[:, part] -= 0.1 * np.divide(*lengths) * u[:, part]
            np.testing.assert_allclose(point, theta, rtol=1e-12)

    @pytest.mark.parametrize("name", ["lamb", "lars"])
    def test_a_layer_of_zeros_takes_the_plain_step(self, name):
        theta = start()
        theta[:, 4:] = 0.0
        grad = np.ones((2, PARAMS))
        optimizers[name](2, PARAMS, {"lr": 0.1}, "C", self.LAYERS).update(theta, grad)
        np.testing.assert_allclose(theta[:, 4:], -0.1, rtol=1e-5)


class TestRotation:
    """Turn the ravine by 45 degrees."""

    def pair(self, name, values):
        straight = race("ravine", (-4.0, 1.0), name, values, kappa=50.0)
        turned = (-5 / 2**0.5, -3 / 2**0.5)  # (-4, 1) turned by 45 degrees
        return [
            lane.batch_loss[:, 0]
            for lane in (straight, race("rotated_ravine", turned, name, values, kappa=50.0))
        ]

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("schedule_free_sgd", {"lr": 0.03}),
            ("sam", {"base": "sgd", "lr": 0.01, "rho": 0.3}),
            ("sam", {"base": "momentum", "lr": 0.005, "rho": 0.3}),
            ("lookahead", {"base": "sgd", "lr": 0.03}),
            ("dadapt_sgd", {"lr": 0.3}),
            ("lars", {"lr": 10.0}),
        ],
    )
    def test_these_turn(self, name, values):
        straight, turned = self.pair(name, values)
        assert straight[-1] < straight[0]
        np.testing.assert_allclose(turned, straight, rtol=1e-8, atol=1e-12)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("lion", {"lr": 0.03}),
            ("signum", {"lr": 0.03}),
            ("lamb", {"lr": 0.03}),
            ("schedule_free_adamw", {"lr": 0.1}),
            ("prodigy", {"d0": 1e-3}),
            ("dadapt_adam", {"d0": 1e-2}),
            ("sam", {"base": "sgd", "lr": 0.01, "rho": 1.0, "adaptive": True}),
            ("sam", {"base": "adam", "lr": 0.1}),
            ("lookahead", {"base": "adam", "lr": 0.1}),
        ],
    )
    def test_these_do_not(self, name, values):
        straight, turned = self.pair(name, values)
        assert np.abs(np.log(turned[1:] / straight[1:])).max() > 0.2
