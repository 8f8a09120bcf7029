"""What the phases of an update say is what the update does: to the next point, and to each slot they name."""

import copy

import numpy as np
import pytest

from app.engine.layer import Layer
from app.engine.optimizer import Optimizer, optimizers
from app.engine.phase import State, explain
from tests.engine.optimizers.test_contract import numbers, settings
from tests.engine.quadratic import Quadratic, begin

EVERY = list(optimizers)
every = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
# A point, and a network of two inputs, three hidden units and two outputs.
LAYOUTS = {
    "point": (Layer("point", (4,), 0),),
    "network": (
        Layer("hidden weight", (2, 3), 0),
        Layer("hidden bias", (3,), 6),
        Layer("output weight", (3, 2), 9),
        Layer("output bias", (2,), 15),
    ),
}
every_layout = pytest.mark.parametrize("layers", LAYOUTS.values(), ids=LAYOUTS)
RUNS = 3
STEPS = 25


class Sampled(Quadratic):
    """Curvature that is only estimated, from random streams, as on data."""

    exact, predicts = False, True

    def __init__(self, *curvature):
        super().__init__(*curvature)
        self.streams = [np.random.default_rng(run) for run in range(RUNS)]

    def aside(self):
        twin = super().aside()
        twin.streams = copy.deepcopy(self.streams)
        return twin

    def _sample(self, theta, out, wanted):
        self.evaluations += 1
        for run in np.flatnonzero(wanted):
            out[run] = self.curvature * self.streams[run].normal(size=theta.shape[1])

    def sampled_diagonal(self, theta, out, wanted):
        self._sample(theta, out, wanted)

    def sampled_gradient(self, theta, out, wanted):
        self._sample(theta, out, wanted)
        return 7


def cases(kind):
    """Every setting of the switches, plain and with whatever zero turns off turned on, runs that differ."""
    zeros = {p.name: 0.3 for p in numbers(kind) if p.default == 0 and p.slider[1] >= 0.3 and p.kind == "real"}
    for setting in settings(kind):
        yield setting
        yield setting | zeros
    yield {"lr": np.array([0.001, 0.01, 0.1])}
    rounds = [p for p in numbers(kind) if p.kind == "integer" and p.low <= 1]
    yield {p.name: np.array([1.0, 2.0, 3.0]) for p in rounds}


def assert_equal(held, now, name=""):
    """Compare arrays, lists of them, and whatever an optimizer leaves the step to."""
    if isinstance(held, Optimizer):
        assert_equal(vars(held), vars(now), name)
    elif isinstance(held, dict):
        assert held.keys() == now.keys()
        for key, value in held.items():
            assert_equal(value, now[key], f"{name} {key}")
    elif isinstance(held, (list, tuple)):
        assert len(held) == len(now)
        for mine, theirs in zip(held, now, strict=True):
            assert_equal(mine, theirs, name)
    elif isinstance(held, np.random.Generator):
        assert held.bit_generator.state == now.bit_generator.state, name
    elif held is not now and not same_bits(held, now):
        np.testing.assert_array_equal(held, now, err_msg=name)


def same_bits(held, now):
    """Return whether arrays or numbers are the same; what NumPy's assertion does takes ten times as long."""
    if isinstance(held, np.ndarray) and isinstance(now, np.ndarray) and held.dtype != object:
        return held.dtype == now.dtype and held.shape == now.shape and held.tobytes() == now.tobytes()
    return type(held) is type(now) and isinstance(held, (bool, int, str)) and held == now


def assert_close(found, now, message):
    if same_bits(found, now):
        return
    size = np.max(np.abs(now), where=np.isfinite(now), initial=0.0)
    np.testing.assert_allclose(found, now, rtol=1e-12, atol=1e-12 * size, err_msg=message)


@every
@every_layout
def test_they_give_the_next_point_and_the_slots(kind, layers):
    rng = np.random.default_rng(0)
    params = sum(layer.size for layer in layers)
    curvature = np.geomspace(1.0, 30.0, params)
    for number, values in enumerate(cases(kind)):
        theta = rng.normal(size=(RUNS, params))
        oracle = (Sampled if number % 2 else Quadratic)(*curvature)
        optimizer = begin(kind(RUNS, params, values, layers=layers), theta)
        with np.errstate(all="ignore"):
            for t in range(1, STEPS + 1):
                grad = curvature * theta + 0.1 * rng.normal(size=theta.shape)
                given = [theta, grad, optimizer, vars(oracle)]
                held = copy.deepcopy(given)
                explained = explain(optimizer, theta, grad, t, oracle)
                assert_equal(held, given)
                assert explained[-1].phase.name == "theta"
                found = {each.phase.name: each.value for each in explained}
                optimizer.update(theta, grad, oracle)
                now = {slot.name: getattr(optimizer, slot.name) for slot in (*kind.slots, *kind.scalars)}
                for name, value in ({"theta": theta} | now).items():
                    if name in found:
                        assert_close(found[name], value, f"{values} step {t}: {name}")


@every
@every_layout
def test_they_follow_changes_on_the_way(kind, layers):
    """Of each number that may change during a run, and of the momentum, as by a schedule."""
    params = sum(layer.size for layer in layers)
    curvature = np.geomspace(1.0, 30.0, params)
    for values in settings(kind):
        theta, oracle = np.random.default_rng(2).normal(size=(RUNS, params)), Quadratic(*curvature)
        optimizer = begin(kind(RUNS, params, values, layers=layers), theta)
        with np.errstate(all="ignore"):
            for t in range(1, 16):
                for parameter in numbers(kind) if t == 6 else ():
                    if parameter.live:
                        low, high = parameter.slider
                        end = low if parameter.default != low else high
                        optimizer.change(parameter.name, type(end)(0.5 * (parameter.default + end)))
                if t == 11:
                    optimizer.set_momentum(0.7)
                grad = curvature * theta
                explained = explain(optimizer, theta, grad, t, oracle)
                optimizer.update(theta, grad, oracle)
                assert_close(explained[-1].value, theta, f"{values} step {t}")


@every
@every_layout
def test_they_are_explained(kind, layers):
    params = sum(layer.size for layer in layers)
    for values in settings(kind):
        theta, oracle = np.ones((1, params)), Quadratic(*np.ones(params))
        optimizer = begin(kind(1, params, values, layers=layers), theta)
        drawn = False
        for _ in range(11):
            phases = optimizer.phases()
            assert phases, "each optimizer declares the terms of its update"
            for phase in phases:
                assert phase.name.isidentifier()
                assert phase.symbol
                assert phase.formula
                assert phase.sentence.endswith(".")
                assert 20 < len(phase.sentence) < 200, phase.sentence
                drawn |= bool(phase.drawn)
            with np.errstate(all="ignore"):
                optimizer.update(theta, theta.copy(), oracle)
        assert drawn


class TestShownBeside:
    """Terms that explain, and from which no other is computed."""

    CURVATURE = np.geomspace(1.0, 30.0, 17)

    def walk(self, name, values=None, layers=LAYOUTS["network"], steps=12):
        """Yield the optimizer after each step, the points and gradients so far, and what was said."""
        theta, oracle = np.random.default_rng(1).normal(size=(RUNS, 17)), Quadratic(*self.CURVATURE)
        optimizer = begin(optimizers[name](RUNS, 17, values, layers=layers), theta)
        points, gradients = [], []
        for t in range(1, steps + 1):
            grad = self.CURVATURE * theta
            points.append(theta.copy())
            gradients.append(grad.copy())
            explained = explain(optimizer, theta, grad, t, oracle)
            optimizer.update(theta, grad, oracle)
            yield optimizer, points, gradients, {each.phase.name: each.value for each in explained}

    @pytest.mark.parametrize("line_search", ["none", "strong_wolfe"])
    def test_the_pairs_of_lbfgs(self, line_search):
        values = {"line_search_fn": line_search, "tolerance_grad": 0.0, "tolerance_change": 0.0}
        for optimizer, points, gradients, said in self.walk("lbfgs", values):
            if len(points) == 1:
                assert {"last_step", "change", "guess"}.isdisjoint(said)
                continue
            np.testing.assert_allclose(said["last_step"], points[-1] - points[-2], rtol=1e-9, atol=1e-13)
            np.testing.assert_array_equal(said["change"], gradients[-1] - gradients[-2])
            np.testing.assert_array_equal(said["guess"][:, 0], optimizer.initial)

    def test_the_curvature_of_newton(self):
        for _, _, _, said in self.walk("newton", steps=2):
            np.testing.assert_array_equal(said["bend"], np.tile(self.CURVATURE, (RUNS, 1)))

    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_the_diagonals_of_shampoo(self, layout):
        layers = LAYOUTS[layout] if layout == "network" else ()
        for optimizer, _, gradients, said in self.walk("shampoo", layers=layers):
            if layout == "point":
                assert "columns" not in said
                expected = 1e-4 + (np.array(gradients) ** 2).sum(axis=0)
                np.testing.assert_allclose(said["rows"], expected, rtol=1e-12)
                continue
            rows, columns = (np.einsum("rii->ri", matrix) for matrix in optimizer.sums[:2])
            for row, column in np.ndindex(2, 3):
                np.testing.assert_allclose(said["rows"][:, 3 * row + column], rows[:, row], rtol=1e-12)
                np.testing.assert_allclose(
                    said["columns"][:, 3 * row + column], columns[:, column], rtol=1e-12
                )
            np.testing.assert_array_equal(said["columns"][:, 6:9], 0.0)


class TestRounds:
    """A term that comes only in some steps is declared for those."""

    def rounds(self, name, term, steps, **values):
        theta, oracle = np.ones((1, 17)), Quadratic(*np.ones(17))
        optimizer = begin(optimizers[name](1, 17, values, layers=LAYOUTS["network"]), theta)
        for step in range(1, steps + 1):
            if any(phase.name == term for phase in optimizer.phases()):
                yield step
            optimizer.update(theta, theta.copy(), oracle)

    def test_lookahead_jumps_after_each_k_steps(self):
        assert list(self.rounds("lookahead", "point", 9, k=4)) == [4, 8]

    def test_sophia_looks_at_the_curvature_each_k_steps(self):
        assert list(self.rounds("sophia", "h", 9, update_interval=4)) == [1, 5, 9]

    def test_soap_rests_in_the_first_step(self):
        assert list(self.rounds("soap", "direction", 4)) == [2, 3, 4]

    def test_squares_of_soap_change_places_with_the_axes(self):
        """First one row of the hidden matrix has the large gradients, then the other."""
        rng, theta = np.random.default_rng(3), np.zeros((1, 17))
        values = {"precondition_frequency": 3, "beta2": 0.5}
        optimizer = begin(optimizers["soap"](1, 17, values, layers=LAYOUTS["network"]), theta)
        changed = 0
        for t in range(1, 31):
            grad = rng.normal(size=(1, 17))
            grad[:, :3] *= 10.0 if t < 15 else 0.1
            squares = [e.value for e in explain(optimizer, theta, grad, t) if e.phase.name == "v"]
            assert len(squares) == (0 if t == 1 else 2 if (t - 1) % 3 == 0 else 1)
            changed += len(squares) == 2 and (squares[0] != squares[1]).any()
            optimizer.update(theta, grad)
            if squares:
                np.testing.assert_allclose(squares[-1], optimizer.v, rtol=1e-12)
        assert changed


def test_weight_decay_comes_first():
    adam = optimizers["adam"](1, 2, {"weight_decay": 0.1})
    assert adam.all_phases()[0].name == "g"
    adamw = optimizers["adamw"](1, 2, {"weight_decay": 0.1})
    assert adamw.all_phases()[0].name == "theta"
    assert optimizers["adam"](1, 2).all_phases()[0].name != "g"


def test_a_base_is_explained_in_the_symbols_of_what_is_around_it():
    """RMSprop's α is set as β₂, and α is another number of Lookahead's."""
    formulas = {phase.name: phase.formula for phase in optimizers["rmsprop"](1, 2).phases()}
    assert formulas["v"] == "α v + (1 − α) g²"
    lookahead = optimizers["lookahead"](1, 2, {"base": "rmsprop", "k": 1})
    formulas = {phase.symbol: phase.formula for phase in lookahead.phases()}
    assert formulas["v"] == "β₂ v + (1 − β₂) g²"
    assert formulas["s"] == "s + α (θ − s)"


def test_a_name_that_nobody_knows_is_an_error():
    with pytest.raises(AttributeError):
        State(optimizers["adam"](1, 2), np.zeros((1, 2)), np.zeros((1, 2)), 1).nonsense  # noqa: B018
