"""Methods that see a layer as a matrix, or the curvature: recorded rows, and what only they promise.

The recordings are of ``tests/golden/record_matrix.py``. Where a tolerance is wider than 1e-10 of the largest
coordinate, the problem has multiplied the rounding of the first steps.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power

from app.engine.error import InputError
from app.engine.history import History, LanePlan, RacePlan
from app.engine.lane import Lane
from app.engine.layer import Layer
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.oracle import Oracle
from app.engine.problem import DataProblem, SurfaceProblem
from app.engine.race import Race
from app.engine.split import Part, Split
from app.engine.surface import surfaces
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.engine.models.test_convex_optima import OPTIMA
from tests.engine.quadratic import Quadratic, begin, descend

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "matrix.json").read_text(encoding="utf-8"))
CASES = GOLDEN["cases"]


def identify(case):
    values = [f"{name}={value}" for name, value in case["values"].items()]
    return "-".join([case["optimizer"], case["place"], "bfloat16" * ("bfloat16" in case), *values])


def worst(ours, theirs):
    """Return the largest difference, relative to the largest coordinate of its row, by row."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return np.abs(ours - theirs).max(axis=-1) / np.abs(theirs).max(axis=-1)


def race_on_rosenbrock(name, values, steps):
    race = build_race(
        Study(
            problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)),
            lanes=(LaneSpec(optimizer=name, hyperparameters=values),),
            steps=steps,
        )
    )
    race.run()
    return race.history.lanes[0]


def race_a_network(name, values, place):
    given, kept = GOLDEN["networks"][place], GOLDEN["kept"][place]
    features, targets = np.array(given["features"]), np.array(given["targets"])
    inputs, *hidden, outputs = given["widths"]
    model = models["mlp"](inputs, outputs, "classification", {"hidden": hidden, "activation": "tanh"})
    none = Part(features[:0], targets[:0], np.arange(0))
    whole = Part(features, targets, np.arange(len(targets)))
    problem = DataProblem(
        None, None, Split(whole, none, none, np.zeros(inputs), np.ones(inputs)), model, (0,)
    )
    kept = np.array(kept)
    plan = RacePlan(
        (LanePlan(1, model.size, int(kept[-1]), path=False, batch_size=len(targets), snapshot_at=kept),)
    )
    history = History(plan)
    optimizer = optimizers[name](1, model.size, values, problem.order, problem.layers)
    lane = Lane(problem, optimizer, history.lanes[0])
    lane.theta[:] = given["start"]
    Race([lane], history).run()
    return history.lanes[0]


@pytest.mark.parametrize("case", CASES, ids=identify)
def test_as_recorded(case):
    kept, values = GOLDEN["kept"][case["place"]], case["values"]
    if case["place"] == "rosenbrock":
        lane = race_on_rosenbrock(case["optimizer"], values, kept[-1])
        rows = lane.theta[kept, 0]
    else:
        lane = race_a_network(case["optimizer"], values, case["place"])
        rows = lane.snapshots[:, 0]
    tolerance = {"lbfgs": 5e-8, "soap": 2e-8}.get(case["optimizer"], 1e-12)
    if "bfloat16" in case:
        tolerance = 2e-2
    assert worst(rows, case["rows"]).max() <= tolerance
    if case["optimizer"] == "lbfgs":
        assert worst(rows[:4], case["rows"][:4]).max() <= 1e-13
    if "evaluations" in case:
        np.testing.assert_array_equal(lane.evaluations[kept], case["evaluations"])


class Scripted(Oracle):
    """Gives recorded curvature, one row a step, whatever the point."""

    exact = True

    def __init__(self, rows):
        self.rows = iter(rows)

    def hessian_diagonal(self, theta, out):
        out[...] = next(self.rows)


def test_sophia_as_optax_has_it():
    """The rule alone, from recorded gradients and curvatures."""
    given = GOLDEN["sophia"]
    theta, oracle = np.array([given["start"]]), Scripted(given["diagonals"])
    sophia, ours = optimizers["sophia"](1, 5, given["values"]), []
    for gradient in given["gradients"]:
        sophia.update(theta, np.array([gradient]), oracle)
        ours.append(theta[0].copy())
    assert worst(ours, given["rows"]).max() <= 1e-14


def test_every_recorded_method_has_three_settings():
    recorded = [case["optimizer"] for case in CASES]
    assert set(recorded) == {"lbfgs", "muon", "adafactor", "soap", "sophia"}
    assert min(recorded.count(name) for name in set(recorded)) >= 3


class Turned(Oracle):
    """Rosenbrock's function, or a multiple of it, with its axes turned."""

    exact = True

    def __init__(self, angle, runs, scale=1.0):
        self.scale = scale
        cos, sin = np.cos(angle), np.sin(angle)
        self.turn = np.array([[cos, -sin], [sin, cos]])
        self.inner = SurfaceProblem(surfaces["rosenbrock"](), (0.0, 0.0), range(runs)).oracle()

    def draw(self):
        """Nothing is random."""

    def gradient(self, theta, out):
        grad = np.empty_like(theta)
        self.evaluations += 1
        self.loss = self.scale * self.inner.gradient(theta @ self.turn, grad)
        out[...] = self.scale * grad @ self.turn.T
        return self.loss

    def hessian(self, theta):
        return self.scale * self.turn @ self.inner.hessian(theta @ self.turn) @ self.turn.T

    def hessian_diagonal(self, theta, out):
        out[...] = np.einsum("rii->ri", self.hessian(theta))


STARTS = np.array([[-1.2, 1.0], [2.0, -1.0], [0.3, 2.5], [-0.5, -0.5]])


def follow(name, values, oracle, starts, steps):
    """Return the points of all steps, (steps + 1, runs, params)."""
    theta = np.array(starts, dtype=float)
    path = [theta.copy()]
    path += [point.copy() for point in descend(optimizers[name](*theta.shape, values), theta, oracle, steps)]
    return np.array(path)


@pytest.mark.parametrize(
    ("name", "values", "turns"),
    [
        ("lbfgs", {"line_search_fn": "strong_wolfe"}, True),
        ("lbfgs", {"lr": 0.2}, True),
        ("newton", {"damping": 1e-4}, True),
        ("newton", {"curvature": "absolute"}, True),
        ("shampoo", {}, True),
        ("sophia", {"gamma": 1.0}, False),
        ("adafactor", {}, False),
    ],
)
def test_turning_the_axes(name, values, turns):
    """Methods that know no axes take the same way on a turned surface.

    Of a gradient below 1, as L-BFGS divides the first step by the sum of a larger one's entries.
    """
    plain = follow(name, values, Turned(0.0, 4, 1e-4), STARTS, 12)
    oracle = Turned(0.7, 4, 1e-4)
    turned = follow(name, values, oracle, STARTS @ oracle.turn.T, 12) @ oracle.turn
    assert np.abs(turned - plain).max() < 1e-7 if turns else np.abs(turned - plain).max() > 1e-3


class TestLbfgs:
    def test_rosenbrock_in_few_steps(self):
        values = {"line_search_fn": "strong_wolfe", "tolerance_grad": 0.0, "tolerance_change": 0.0}
        lane = race_on_rosenbrock("lbfgs", values, 45)
        assert np.argmax(lane.batch_loss[:, 0] <= 1e-10) <= 41
        np.testing.assert_allclose(lane.theta[45, 0], 1.0, atol=1e-10)

    def test_a_quadratic_in_as_many_steps_as_it_has_axes(self):
        oracle = Quadratic(*np.geomspace(1.0, 1e4, 5))
        values = {"line_search_fn": "strong_wolfe", "tolerance_grad": 0.0, "tolerance_change": 0.0}
        path = follow("lbfgs", values, oracle, np.ones((1, 5)), 40)
        assert oracle.value(path[-1])[0] < 1e-20

    def test_a_row_is_that_run_alone_with_its_own_line_search(self):
        values = {"line_search_fn": "strong_wolfe", "history_size": 3}
        together = follow("lbfgs", values, Turned(0.0, 4), STARTS, 60)
        for run in range(4):
            alone = follow("lbfgs", values, Turned(0.0, 1), STARTS[run : run + 1], 60)
            np.testing.assert_allclose(together[:, run], alone[:, 0], rtol=1e-12, atol=1e-12)

    def test_evaluations_are_counted_by_call_and_finished_runs_wait(self):
        def cost(starts):
            oracle = Turned(0.0, len(starts))
            path = follow("lbfgs", {"line_search_fn": "strong_wolfe"}, oracle, starts, 5)
            return path, oracle.evaluations

        _, alone = cost(STARTS[:1])
        path, together = cost(np.vstack([STARTS[:1], np.ones((1, 2))]))
        assert together == alone
        np.testing.assert_array_equal(path[:, 1], 1.0)
        assert max(cost(STARTS[run : run + 1])[1] for run in range(4)) <= cost(STARTS)[1] <= 5 * 27

    def test_a_spoiled_run_leaves_the_others(self):
        class Spoiled(Turned):
            def gradient(self, theta, out):
                loss = super().gradient(theta, out).copy()
                out[1], loss[1] = np.nan, np.nan
                self.loss = loss
                return loss

        values = {"line_search_fn": "strong_wolfe"}
        plain = follow("lbfgs", values, Turned(0.0, 4), STARTS, 20)
        spoiled = follow("lbfgs", values, Spoiled(0.0, 4), STARTS, 20)
        np.testing.assert_array_equal(np.delete(spoiled, 1, 1), np.delete(plain, 1, 1))

    def test_histories_of_different_length(self):
        """One batch may hold runs that remember 1, 2 and 40 pairs; memory grows as they come."""
        oracle, starts = Quadratic(*np.geomspace(1.0, 30.0, 6)), np.ones((3, 6))
        values = {"lr": 0.05, "tolerance_grad": 0.0}
        together = follow("lbfgs", values | {"history_size": [1, 2, 40]}, oracle, starts, 60)
        for run, size in enumerate((1, 2, 40)):
            alone = follow("lbfgs", values | {"history_size": size}, oracle, starts[:1], 60)
            np.testing.assert_allclose(together[:, run], alone[:, 0], rtol=1e-9, atol=1e-12)
        assert np.abs(together[-1, 0] - together[-1, 2]).max() > 1e-6

    def test_pairs_of_no_curvature_are_left_out(self):
        """On a ridge the slope falls along the step: nothing is remembered, and the step is plain."""
        oracle = Quadratic(-1.0, -1.0)
        lbfgs = optimizers["lbfgs"](1, 2, {"lr": 0.1})
        theta = np.array([[0.1, 0.2]])
        for _ in descend(lbfgs, theta, oracle, 5):
            assert lbfgs.count[0] == 0

    @pytest.mark.parametrize(("rise", "kept"), [(9e-11, 0), (1.1e-10, 1)])
    def test_pairs_of_hardly_any_curvature_neither(self, rise, kept):
        """A step of 0.1 along which the slope rises by ``rise`` / 0.1."""
        lbfgs, theta = optimizers["lbfgs"](1, 1, {"lr": 0.1}), np.zeros((1, 1))
        for slope in (1.0, 1.0 - 10.0 * rise):
            lbfgs.update(theta, np.array([[slope]]))
        assert lbfgs.count[0] == kept

    def test_a_run_that_rests_for_a_step_has_not_seen_it(self):
        """PyTorch returns at once where the gradient is small; a busy run beside changes nothing."""
        rows = np.random.default_rng(5).normal(size=(4, 3))
        rested, plain = np.zeros((2, 3)), np.zeros((1, 3))
        ours, theirs = optimizers["lbfgs"](2, 3, {"lr": 0.1}), optimizers["lbfgs"](1, 3, {"lr": 0.1})
        # Once after the first step, whose length has a rule of its own, and once later.
        for number, idle in ((0, 0), (1, 1), (1, 0), (2, 1), (2, 0), (3, 0)):
            row = rows[number]
            with np.errstate(all="ignore"):
                ours.update(rested, np.stack([row * (1 - idle), row + 1.0]))
                if not idle:
                    theirs.update(plain, row[None].copy())
        np.testing.assert_array_equal(rested[:1], plain)
        assert ours.count[0] == theirs.count[0] > 0

    def test_a_wall_is_part_of_the_step(self):
        """What is remembered is where the run came to stand, not where it was going."""
        oracle, theta, grad = Quadratic(1.0, 4.0), np.array([[3.0, 2.0]]), np.empty((1, 2))
        lbfgs = begin(optimizers["lbfgs"](1, 2, {"lr": 5.0}), theta)
        theta += 0.5  # what happens before the first step belongs to none
        before = theta.copy()
        for _ in range(2):
            oracle.gradient(theta, grad)
            lbfgs.update(theta, grad, oracle)
            if lbfgs.count[0] == 0:
                assert theta[0, 1] < 1.0
                np.clip(theta, 1.0, None, out=theta)
                walled = theta - before
        np.testing.assert_allclose(lbfgs.pairs[0, 0], walled, rtol=1e-15)
        np.testing.assert_allclose(lbfgs.pairs[1, 0], oracle.curvature * walled, rtol=1e-14)

    @pytest.mark.parametrize("line_search", ["none", "strong_wolfe"])
    def test_it_rests_at_the_minimum(self, line_search):
        path = follow("lbfgs", {"line_search_fn": line_search}, Quadratic(1.0, 2.0), np.zeros((1, 2)), 3)
        np.testing.assert_array_equal(path, 0.0)


EVERY_OPTIMUM = [
    (*key, l2, minimum) for key, row in OPTIMA.items() for l2, minimum in row.items() if l2 is not None
]


def race_to_the_optimum(name, values, data, model, l2, epochs):
    race = build_race(
        Study(
            problem=DataSpec(
                dataset=data,
                model=model,
                model_parameters={"l2": l2},
                split=(1.0, 0.0, 0.0),
                standardise=data != "digits",
            ),
            lanes=(LaneSpec(optimizer=name, hyperparameters=values, batch_size="full"),),
            epochs=epochs,
            evaluations_per_epoch=1,
        )
    )
    race.run()
    return race.history.lanes[0].batch_loss[:, 0]


@pytest.mark.parametrize(("data", "model", "l2", "minimum"), EVERY_OPTIMUM)
def test_acceptance_m_lbfgs_reaches_the_optimum(data, model, l2, minimum):
    loss = race_to_the_optimum("lbfgs", {"line_search_fn": "strong_wolfe"}, data, model, l2, 250)
    assert loss[-1] == pytest.approx(minimum, abs=1e-8)


@pytest.mark.parametrize(
    ("data", "model", "l2", "minimum"), [case for case in EVERY_OPTIMUM if case[0] != "digits"]
)
def test_acceptance_m_newton_reaches_the_optimum(data, model, l2, minimum):
    loss = race_to_the_optimum("newton", {}, data, model, l2, 12)
    assert loss[-1] == pytest.approx(minimum, abs=1e-8)


class TestNewton:
    def test_rosenbrock_in_six_steps(self):
        lane = race_on_rosenbrock("newton", {}, 7)
        assert lane.batch_loss[6, 0] <= 1e-10
        np.testing.assert_allclose(lane.theta[7, 0], 1.0, atol=1e-10)
        np.testing.assert_array_equal(lane.evaluations, 3 * np.arange(8))

    def test_a_quadratic_in_one(self):
        path = follow("newton", {}, Quadratic(1e-2, 1.0, 1e6), [[5.0, -3.0, 2.0]], 1)
        np.testing.assert_allclose(path[1], 0.0, atol=1e-12)

    def test_least_squares_in_one(self):
        loss = race_to_the_optimum("newton", {}, "diabetes", "linear", 0.0, 2)
        assert loss[1] == pytest.approx(0.2411257889, abs=1e-10)

    def test_saddles_attract_unless_the_sign_is_dropped(self):
        saddle = Quadratic(2.0, -2.0)
        np.testing.assert_allclose(follow("newton", {}, saddle, [[1.0, 0.5]], 1)[1], 0.0, atol=1e-15)
        away = follow("newton", {"curvature": "absolute"}, saddle, [[1.0, 0.5]], 3)
        np.testing.assert_allclose(away[1:, 0], [[0.0, 1.0], [0.0, 2.0], [0.0, 4.0]], atol=1e-15)

    def test_damping_turns_the_step_to_the_gradient(self):
        theta, damping = np.array([[1.0, 1.0]]), 1e6
        path = follow("newton", {"damping": damping}, Quadratic(1.0, 100.0), theta, 1)
        np.testing.assert_allclose(path[0] - path[1], [[1.0 / damping, 100.0 / damping]], rtol=2e-4)

    def test_flat_directions_are_left_alone(self):
        class Slope(Quadratic):
            def gradient(self, theta, out):
                loss = super().gradient(theta, out)
                out[:, 1:] += 0.5
                return loss

        path = follow("newton", {}, Slope(2.0, 0.0, 1e-12), [[1.0, 3.0, 4.0]], 2)
        np.testing.assert_allclose(path[-1], [[0.0, 3.0, 4.0]], atol=1e-15)

    def test_large_models_are_refused(self):
        study = Study(
            problem=DataSpec(dataset="digits", model="softmax"), lanes=(LaneSpec(optimizer="newton"),)
        )
        with pytest.raises(InputError, match=r"up to 300 parameters.*650.*L-BFGS"):
            build_race(study)

    def test_a_diverged_run_leaves_the_others(self):
        theta = np.array([[1.0, 1.0], [np.nan, 1.0], [-1.2, 1.0]])
        path = follow("newton", {}, Turned(0.0, 3), theta, 5)
        clean = follow("newton", {}, Turned(0.0, 2), theta[[0, 2]], 5)
        np.testing.assert_array_equal(path[:, [0, 2]], clean)
        assert np.isnan(path[-1, 1]).all()

    def test_a_hessian_that_is_not_finite_leaves_the_others(self):
        class Sick(Quadratic):
            def hessian(self, theta):
                found = super().hessian(theta).copy()
                found[1] = np.nan
                return found

        path = follow("newton", {}, Sick(1.0, 2.0, 3.0), np.ones((3, 3)), 1)
        np.testing.assert_allclose(path[1, [0, 2]], 0.0, atol=1e-15)
        assert np.isnan(path[1, 1]).all()


LAYERS = (
    Layer("hidden 1 weight", (3, 4), 0),
    Layer("hidden 1 bias", (4,), 12),
    Layer("hidden 2 weight", (4, 2), 16),
    Layer("hidden 2 bias", (2,), 24),
    Layer("output weight", (2, 3), 26),
    Layer("output bias", (3,), 32),
)
SIZE = 35
layered = pytest.mark.parametrize("name", ["muon", "adafactor", "shampoo", "soap"])


def layered_path(name, gradients, values, start):
    """Feed gradients (steps, runs, size); return the points."""
    theta = start.copy()
    optimizer, path = optimizers[name](*theta.shape, values, layers=LAYERS), []
    with np.errstate(all="ignore"):
        for gradient in gradients:
            optimizer.update(theta, gradient.copy(), Quadratic(*np.ones(SIZE)))
            path.append(theta.copy())
    return np.array(path)


# One for each run, so that counters and exponents are each run's own too.
OWN = {
    "muon": {"lr": [0.1, 0.2, 0.3, 0.4, 0.5], "ns_steps": [1, 5, 3, 2, 4], "weight_decay": [0, 1, 0, 0.5, 0]},
    "adafactor": {"lr": [0.1, 0.2, 0.3, 0.4, 0.5], "beta2_decay": [-0.8, -0.5, -1.0, -0.1, -0.3]},
    "shampoo": {"precondition_frequency": [1, 2, 3, 5, 50], "eps": [1e-4, 1e-2, 1e-6, 1.0, 1e-3]},
    "soap": {"precondition_frequency": [1, 2, 3, 10, 50], "beta2": [0.9, 0.99, 0.5, 0.95, 0.8]},
}


class TestLayers:
    GRADIENTS = np.random.default_rng(0).normal(size=(23, 5, SIZE))
    START = np.random.default_rng(1).normal(size=(5, SIZE))

    @layered
    def test_a_row_of_a_batch_equals_that_run_alone(self, name):
        together = layered_path(name, self.GRADIENTS, OWN[name], self.START)
        for run in range(5):
            own = {key: value[run] for key, value in OWN[name].items()}
            rows = slice(run, run + 1)
            alone = layered_path(name, self.GRADIENTS[:, rows], own, self.START[rows])
            np.testing.assert_allclose(together[:, run], alone[:, 0], rtol=1e-10, atol=1e-12)

    @layered
    @pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
    def test_a_spoiled_run_leaves_the_others(self, name, bad):
        plain = layered_path(name, self.GRADIENTS, {}, self.START)
        spoiled = self.GRADIENTS.copy()
        spoiled[4, 2, 7] = bad
        found = layered_path(name, spoiled, {}, self.START)
        np.testing.assert_array_equal(np.delete(found, 2, 1), np.delete(plain, 2, 1))

    @layered
    def test_a_gradient_of_zero_is_survived(self, name):
        gradients = self.GRADIENTS.copy()
        gradients[:3] = 0.0
        assert np.isfinite(layered_path(name, gradients, {}, self.START)).all()

    @pytest.mark.parametrize("name", ["muon", "adafactor", "soap"])
    def test_weight_decay_alone(self, name):
        """Without gradients only the decay is left."""
        values = {"lr": 0.1, "weight_decay": 0.5}
        path = layered_path(name, np.zeros_like(self.GRADIENTS[:6]), values, self.START)
        steps = 5 if name == "soap" else 6
        np.testing.assert_allclose(path[-1], 0.95**steps * self.START, rtol=1e-12)


class TestMuon:
    def test_biases_and_the_last_layer_are_adamw(self):
        values = {"lr": 0.02, "weight_decay": 0.3}
        muon = layered_path("muon", TestLayers.GRADIENTS, values, TestLayers.START)
        adamw = layered_path("adamw", TestLayers.GRADIENTS, values, TestLayers.START)
        rest = np.r_[12:16, 24:SIZE]
        np.testing.assert_allclose(muon[:, :, rest], adamw[:, :, rest], rtol=1e-13)
        hidden = np.r_[0:12, 16:24]
        assert (muon[-1][:, hidden] != adamw[-1][:, hidden]).all()

    def test_wide_layers_take_longer_steps(self):
        """PyTorch's rows are outputs: the layer of 3 inputs and 4 outputs by √(4/3), that of 4 and 2 not."""
        first = TestLayers.GRADIENTS[:1]
        values = {"lr": 1.0, "weight_decay": 0.0, "ns_steps": 30}
        found = {
            rule: (TestLayers.START - layered_path("muon", first, values | {"adjust_lr_fn": rule},
                                                   TestLayers.START)[0])
            for rule in ("original", "match_rms_adamw")
        }  # fmt: skip
        ratio = found["match_rms_adamw"] / found["original"]
        np.testing.assert_allclose(ratio[:, :12], 0.2 * 2.0 / np.sqrt(4 / 3), rtol=1e-12)
        np.testing.assert_allclose(ratio[:, 16:24], 0.2 * 2.0, rtol=1e-12)

    @pytest.mark.parametrize("name", ["muon", "soap"])
    def test_surfaces_are_refused_with_the_reason(self, name):
        study = Study(problem=SurfaceSpec(surface="bowl"), lanes=(LaneSpec(optimizer=name),))
        with pytest.raises(InputError, match="no weight matrix"):
            build_race(study)


class TestShampoo:
    def test_the_formula(self):
        """Exponent -1/4 on each side of a matrix, -1/2 for a vector, with all gradients so far."""
        values = {"lr": 0.5, "eps": 1e-3}
        path = layered_path("shampoo", TestLayers.GRADIENTS[:4, :1], values, TestLayers.START[:1])
        moved = path[3] - path[2]
        for layer in LAYERS:
            g = [layer.view(gradient[:1])[0] for gradient in TestLayers.GRADIENTS[:4]]
            columns = [one.reshape(layer.shape[0], -1) for one in g]
            left = sum(one @ one.T for one in columns) + 1e-3 * np.eye(layer.shape[0])
            if len(layer.shape) == 1:
                expected = fractional_matrix_power(left, -0.5) @ g[3]
            else:
                right = sum(one.T @ one for one in g) + 1e-3 * np.eye(layer.shape[1])
                expected = fractional_matrix_power(left, -0.25) @ g[3] @ fractional_matrix_power(right, -0.25)
            np.testing.assert_allclose(layer.view(moved)[0], -0.5 * expected, rtol=1e-8, atol=1e-12)

    def test_on_one_axis_it_is_adagrad(self):
        gradients = np.random.default_rng(3).normal(size=(20, 2))
        gradients[:, 1] = 0.0
        shampoo, adagrad = np.zeros((1, 2)), np.zeros((1, 2))
        ours = optimizers["shampoo"](1, 2, {"lr": 0.1, "eps": 1e-12})
        theirs = optimizers["adagrad"](1, 2, {"lr": 0.1})
        for row in gradients:
            ours.update(shampoo, row[None].copy())
            theirs.update(adagrad, row[None].copy())
        np.testing.assert_allclose(shampoo, adagrad, rtol=1e-8)


class TestSoap:
    def test_vectors_are_adam_one_step_late(self):
        values = {"beta1": 0.95, "beta2": 0.95, "lr": 0.01, "eps": 0.0}
        soap = layered_path("soap", TestLayers.GRADIENTS, values | {"weight_decay": 0.0}, TestLayers.START)
        adam = layered_path("adam", TestLayers.GRADIENTS[1:], values, TestLayers.START)
        np.testing.assert_array_equal(soap[0], TestLayers.START)
        bias = LAYERS[1].part
        np.testing.assert_allclose(soap[1:, :, bias], adam[:, :, bias], rtol=1e-10)


class TestAdafactor:
    def test_rows_and_columns_give_a_separable_square_back(self):
        """Where grad² is a product of a row and a column factor, nothing is lost: the update is the sign."""
        rows, columns = np.array([1.0, 10.0, 0.1]), np.array([2.0, 0.5, 30.0, 1.0])
        signs = np.where(np.random.default_rng(4).random((3, 4)) < 0.5, -1.0, 1.0)
        gradient = np.zeros((1, 1, SIZE))
        gradient[0, 0, :12] = (signs * np.outer(rows, columns)).ravel()
        start = TestLayers.START[:1]
        moved = layered_path("adafactor", gradient, {"lr": 0.5}, start)[0] - start
        rms = np.sqrt((start[0, :12] ** 2).mean())
        np.testing.assert_allclose(moved[0, :12], -0.5 * rms * signs.ravel(), rtol=1e-12)

    def test_steps_shrink_with_time(self):
        """On a constant slope a step is lr at first, and 1/√t of the point's size from t = 1/lr² on."""
        theta = np.array([[100.0, 100.0]])
        adafactor = optimizers["adafactor"](1, 2, {"lr": 0.1})
        for step in range(1, 400):
            before = theta.copy()
            adafactor.update(theta, np.ones((1, 2)))
            expected = min(0.1, step**-0.5) * max(1e-3, abs(before[0, 0]))
            np.testing.assert_allclose(before - theta, expected, rtol=1e-12)


class TestSophia:
    def test_a_ridge_is_no_curvature(self):
        """With h = 0 the step is lr times the sign of the average gradient."""
        path = follow("sophia", {"lr": 0.1, "weight_decay": 0.0}, Quadratic(-3.0, -1.0), [[0.2, -0.3]], 4)
        np.testing.assert_allclose(np.diff(path[:, 0], axis=0), [[0.1, -0.1]] * 4, rtol=1e-12)

    def test_a_ridge_does_not_make_up_for_a_valley(self):
        """Negative entries count as 0 in the average, not as themselves."""
        sophia = optimizers["sophia"](1, 2, {"beta2": 0.5, "update_interval": 1})
        oracle, theta = Scripted([[-8.0, 2.0], [4.0, -6.0]]), np.zeros((1, 2))
        for _ in range(2):
            sophia.update(theta, np.ones((1, 2)), oracle)
        np.testing.assert_allclose(sophia.h, [[2.0, 0.5]])

    def test_the_estimate_from_labels_counts_examples(self):
        study = Study(problem=DataSpec(dataset="wine", model="softmax"), seeds=(0, 1))
        problem = build_problem(study)
        theta, sampled = problem.initial(), np.empty_like(problem.initial())
        problem.oracle(40).sampled_gradient(theta, sampled, np.array([True, True]))
        sophia = optimizers["sophia"](2, problem.params, {"estimator": "gauss_newton", "beta2": 0.9})
        sophia.update(theta, np.ones_like(theta), problem.oracle(40))
        np.testing.assert_allclose(sophia.h, 0.1 * 40 * sampled**2, rtol=1e-12)

    @pytest.mark.parametrize("kappa", [1.0, 100.0])
    def test_both_axes_of_a_ravine_arrive_together(self, kappa):
        values = {"lr": 1.0, "beta1": 0.0, "beta2": 0.0, "gamma": 1.0, "clip": 0.2, "weight_decay": 0.0}
        path = follow("sophia", values, Quadratic(1.0, kappa), [[1.0, 1.0]], 4)
        np.testing.assert_allclose(path[:, 0, 0], path[:, 0, 1], rtol=1e-12)
        np.testing.assert_allclose(path[:, 0, 0], [1.0, 0.8, 0.6, 0.4, 0.2], rtol=1e-12)

    def test_no_labels_from_a_loss_that_is_no_likelihood(self):
        class Margin(Oracle):
            def sampled_diagonal(self, theta, out, wanted):
                out[...] = 4.0

        sophia = optimizers["sophia"](1, 2, {"estimator": "gauss_newton", "beta2": 0.5})
        sophia.update(np.zeros((1, 2)), np.ones((1, 2)), Margin())
        np.testing.assert_array_equal(sophia.h, 2.0)

    @pytest.mark.parametrize(("estimator", "extra"), [("hutchinson", 2), ("gauss_newton", 1)])
    def test_estimates_on_data_cost_what_they_cost(self, estimator, extra):
        study = Study(
            problem=DataSpec(dataset="wine", model="softmax"),
            lanes=(LaneSpec(optimizer="sophia", hyperparameters={"estimator": estimator, "lr": 0.02}),),
            epochs=20,
            seeds=(0, 1),
        )
        race = build_race(study)
        race.run()
        lane = race.history.lanes[0]
        steps = len(lane.evaluations) - 1
        estimates = -(-steps // 10)
        assert lane.evaluations[steps] == steps + extra * estimates
        assert (lane.evaluated["loss"][-1] < 0.3 * lane.evaluated["loss"][0]).all()
        assert (race.lanes[0].optimizer.h > 0).any()
