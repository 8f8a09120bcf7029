"""What every optimizer promises, whichever it is; a new file in the folder is tested without being named."""

import copy
import inspect
import itertools
import sys

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.optimizer import Optimizer, optimizers
from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study
from tests.engine.quadratic import Quadratic, begin, descend

EVERY = list(optimizers)
every = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
every_order = pytest.mark.parametrize("order", ["C", "F"])
# Below arrays.SMALL entries hyperparameters are stored expanded, above as columns.
every_size = pytest.mark.parametrize("shape", [(1, 2), (5, 3), (700, 2)], ids=str)
STEPS = 12


def sample(parameter, rng, size):
    """Values from the slider's range, spaced as the slider is."""
    low, high = parameter.slider
    if parameter.scale == "one_minus_log":
        return 1.0 - np.exp(rng.uniform(np.log(1.0 - high), np.log(1.0 - low), size))
    if parameter.scale == "log":
        return np.exp(rng.uniform(np.log(low), np.log(high), size))
    values = rng.uniform(low, high, size)
    return np.round(values) if parameter.kind == "integer" else values


def settings(kind):
    """All combinations of switches and choices; the other hyperparameters at their defaults."""
    options = {p.name: (True, False) for p in kind.parameters if p.kind == "switch"}
    options |= {p.name: p.choices for p in kind.parameters if p.kind == "choice"}
    for values in itertools.product(*options.values()):
        yield dict(zip(options, values, strict=True))


def numbers(kind):
    return [p for p in kind.parameters if p.kind in ("real", "integer")]


def reals(kind):
    return [p for p in kind.parameters if p.kind == "real"]


def starts_only(kind):
    """Whether lr is a first step and nothing later, as a rate that is fixed when a run starts must be."""
    return any(parameter.name == "lr" and not parameter.live for parameter in kind.parameters)


def arrays(optimizer):
    """Everything an optimizer holds, slots and hyperparameters among it."""
    return {name: copy.deepcopy(value) for name, value in vars(optimizer).items()}


def assert_same_state(before, after):
    assert before.keys() == after.keys()
    for name, value in before.items():
        if isinstance(value, Optimizer):  # the base of a wrapper
            assert_same_state(vars(value), vars(after[name]))
            continue
        np.testing.assert_array_equal(value, after[name], err_msg=name)


def start(shape, order="C", seed=0):
    theta = np.empty(shape, order=order)
    theta[:] = np.random.default_rng(seed).normal(size=shape)
    return theta


def bowl(params):
    return Quadratic(*np.geomspace(0.9, 10.0, params))  # with 1, a step of rate 1 would end in the minimum


def last(optimizer, theta, oracle, steps=STEPS):
    for _ in descend(optimizer, theta, oracle, steps):
        pass
    return theta


@every_size
@every_order
@every
def test_shape_and_memory_order_are_kept(kind, order, shape):
    optimizer = kind(*shape, order=order)
    theta = start(shape, order)
    layout = theta.strides
    last(optimizer, theta, bowl(shape[1]))
    assert theta.shape == shape
    assert theta.strides == layout
    assert np.isfinite(theta).all()
    for slot in kind.slots:
        held = getattr(optimizer, slot.name)
        assert (held.shape, held.dtype, held.strides) == (shape, theta.dtype, layout), slot.name


@every_order
@pytest.mark.parametrize("runs", [5, 700])
@every
def test_a_row_of_a_batch_equals_that_run_alone(kind, runs, order):
    """With a hyperparameter value of its own in every run, for every setting of the switches."""
    rng = np.random.default_rng(1)
    params = 3
    given = {parameter.name: sample(parameter, rng, runs) for parameter in numbers(kind)}
    for setting in settings(kind):
        theta = start((runs, params), order)
        last(kind(runs, params, given | setting, order), theta, bowl(params))
        for row in {0, 1, runs // 2, runs - 1}:
            alone = start((runs, params), order)[row : row + 1].copy(order=order)
            own = {name: float(values[row]) for name, values in given.items()}
            last(kind(1, params, own | setting, order), alone, bowl(params))
            np.testing.assert_allclose(theta[row], alone[0], rtol=1e-12, atol=0)


@pytest.mark.parametrize("runs", [5, 700])
@every
def test_one_hyperparameter_may_differ_between_runs(kind, runs):
    """The others are one number for all; given at the start, or on the way."""
    rng = np.random.default_rng(1)
    for parameter in numbers(kind):
        values = sample(parameter, rng, runs)
        theta, later = start((runs, 3)), start((runs, 3))
        last(kind(runs, 3, {parameter.name: values}), theta, bowl(3))
        for row in (0, runs - 1):
            alone = start((runs, 3))[row : row + 1].copy()
            last(kind(1, 3, {parameter.name: float(values[row])}), alone, bowl(3))
            np.testing.assert_allclose(theta[row], alone[0], rtol=1e-12, atol=0)
        if parameter.live:
            optimizer = kind(runs, 3)
            last(optimizer, later, bowl(3), 3)
            again, one = later.copy(), copy.deepcopy(optimizer)
            optimizer.change(parameter.name, np.full(runs, values[0]))
            one.change(parameter.name, values[0])
            last(optimizer, later, bowl(3))
            last(one, again, bowl(3))
            np.testing.assert_array_equal(later, again)


@every
def test_zero_in_one_run_switches_nothing_off_in_another(kind):
    """Terms that zero turns off, such as weight decay, are skipped only where all runs have zero."""
    for parameter in numbers(kind):
        if parameter.kind == "real" and parameter.low <= 0 < parameter.high and not parameter.open_low:
            theta = start((2, 3))
            last(kind(2, 3, {parameter.name: [0.0, 0.5]}), theta, bowl(3))
            for row, value in enumerate((0.0, 0.5)):
                alone = start((2, 3))[row : row + 1].copy()
                last(kind(1, 3, {parameter.name: value}), alone, bowl(3))
                np.testing.assert_allclose(theta[row], alone[0], rtol=1e-12, err_msg=parameter.name)


@every
def test_the_same_twice(kind):
    once = last(kind(4, 3), start((4, 3)), bowl(3))
    again = last(kind(4, 3), start((4, 3)), bowl(3))
    assert once.tobytes() == again.tobytes()


@every
def test_memory_order_changes_no_bit(kind):
    in_rows = last(kind(40, 3), start((40, 3)), bowl(3))
    in_columns = last(kind(40, 3, order="F"), start((40, 3), "F"), bowl(3))
    assert in_rows.tobytes() == in_columns.tobytes()


@every
def test_lowers_a_bowl(kind):
    oracle = Quadratic(1.0, 1.0)
    theta = np.array([[-4.0, 3.0]])
    values = [oracle.value(point)[0] for point in descend(kind(1, 2), theta, oracle, 300)]
    assert values[-1] < 12.5
    rates, reached = np.geomspace(1e-3, 1e3, 25), []
    others = [p for p in reals(kind) if p.name in kind.tuned and p.name != "lr"]
    for given in ({}, *({p.name: end} for p in others for end in p.slider)):
        theta = np.tile([-4.0, 3.0], (len(rates), 1))
        last(kind(len(rates), 2, {"lr": rates} | given), theta, oracle, 300)
        reached.append(np.nanmin(oracle.value(theta)))
    assert min(reached) < 1e-3, "nothing that people tune gets near the minimum"


@every
def test_slots_start_empty_and_are_used(kind):
    """Each slot changes in some setting; what a switch or a zero turns off, another setting turns on."""
    changed = set()
    for setting in settings(kind):
        for extra in ({}, {p.name: 0.5 for p in reals(kind) if p.default == 0 and p.slider[1] >= 0.5}):
            optimizer = kind(2, 3, setting | extra)
            before = {slot.name: getattr(optimizer, slot.name).copy() for slot in kind.slots}
            last(optimizer, start((2, 3)), bowl(3), 2)
            changed |= {name for name in before if (before[name] != getattr(optimizer, name)).all()}
    assert changed == {slot.name for slot in kind.slots}


@every
def test_all_memory_is_declared(kind):
    """Arrays of the parameters' shape are slots, or scratch."""
    optimizer = kind(700, 2, {p.name: 0.5 for p in reals(kind) if p.default == 0 and p.live})
    last(optimizer, start((700, 2)), bowl(2), 2)
    held = {
        name
        for name, value in vars(optimizer).items()
        if isinstance(value, np.ndarray) and value.shape == (700, 2)
    }
    assert held - {"scratch", "spare"} == {slot.name for slot in kind.slots}


@every
def test_slots_are_described(kind):
    for slot in kind.slots:
        assert slot.name.isidentifier()
        assert slot.symbol
        assert len(slot.help) > 15


@every
def test_scalars_are_described_and_hold_a_number_a_run(kind):
    optimizer = kind(3, 4)
    last(optimizer, start((3, 4)), bowl(4))
    for scalar in kind.scalars:
        assert scalar.name.isidentifier()
        assert scalar.symbol
        assert len(scalar.help) > 15
        assert getattr(optimizer, scalar.name).shape == (3, 1)
        assert (getattr(optimizer, scalar.name) != 0).all()


@every
def test_parameters_are_described_and_their_ranges_agree(kind):
    names = [parameter.name for parameter in kind.parameters]
    assert len(set(names)) == len(names)
    assert "lr" in names
    for parameter in kind.parameters:
        assert parameter.name.isidentifier()
        assert len(parameter.help) > 15, parameter.name
        assert parameter.check(parameter.default) == parameter.default
        if parameter.kind in ("real", "integer"):
            low, high = parameter.slider
            assert parameter.symbol, parameter.name
            assert low < high
            assert parameter.check(low) == low
            assert parameter.check(high) == high
            assert parameter.scale != "log" or low > 0
            assert parameter.scale != "one_minus_log" or high < 1


@every
def test_names_and_texts(kind):
    assert kind.name.isidentifier()
    assert kind.name == kind.name.lower()
    for text in (kind.title, kind.formula, kind.description, kind.reference):
        assert text == text.strip() != ""
    assert kind.warning == kind.warning.strip()
    assert not kind.warning or kind.warning.endswith(".")
    assert set(kind.tuned) <= {parameter.name for parameter in kind.parameters}
    assert "θ" in kind.formula
    assert len(kind.description) > 60
    module = sys.modules[kind.__module__].__doc__
    assert module
    assert module.strip().endswith(".")
    described = inspect.cleandoc(kind.__doc__)
    assert "References\n----------\n" in described
    assert described.split("References\n----------\n")[1].strip()


def test_no_two_share_a_name():
    names = list(itertools.chain.from_iterable((kind.name, *kind.aliases) for kind in EVERY))
    assert len(set(names)) == len(names)
    titles = [kind.title for kind in EVERY]
    assert len(set(titles)) == len(titles)


@every
def test_weight_decay_is_as_declared(kind):
    """Coupled, to the gradient, or decoupled, to theta, from the first step on; both as in PyTorch."""
    if "weight_decay" not in {parameter.name for parameter in kind.parameters}:
        pytest.skip("has none")
    if kind.weight_decay_rule == "own":
        pytest.skip("has a rule of its own")
    rng = np.random.default_rng(2)
    theta = start((3, 4))
    plain = theta.copy()
    rates = np.array([0.0, 0.1, 2.0])
    decayed = begin(kind(3, 4, {"weight_decay": rates}), theta)
    undecayed = begin(kind(3, 4, {"weight_decay": 0.0}), plain)
    keep = 1.0 - float(undecayed.lr) * rates[:, None]
    for _ in range(STEPS):
        grad = rng.normal(size=(3, 4))
        coupled = kind.weight_decay_rule == "coupled"
        plain *= 1.0 if coupled else keep
        undecayed.update(plain, grad + rates[:, None] * plain if coupled else grad.copy(), bowl(4))
        decayed.update(theta, grad, bowl(4))
    np.testing.assert_allclose(theta, plain, rtol=1e-12)


@every
def test_zero_learning_rate_leaves_theta(kind):
    if starts_only(kind):
        pytest.skip("lr is the first step only")
    theta, moved = start((3, 4)), np.zeros(4, dtype=bool)
    for point in descend(kind(3, 4, {"lr": [0.0, 1.0, 0.0]}), theta, bowl(4), STEPS):
        np.testing.assert_array_equal(point[::2], start((3, 4))[::2])
        moved |= point[1] != start((3, 4))[1]
    assert moved.all()


@every
def test_a_spoiled_run_leaves_the_others(kind):
    for bad in (np.nan, np.inf, 1e300):
        theta, clean = start((3, 2)), start((3, 2))
        spoiled, plain = begin(kind(3, 2), theta), begin(kind(3, 2), clean)
        oracle, grad = bowl(2), np.empty((3, 2))
        with np.errstate(all="ignore"):
            for step in range(STEPS):
                oracle.gradient(clean, grad)
                plain.update(clean, grad, oracle)
                oracle.gradient(theta, grad)
                if step == 3:
                    grad[1] = bad
                spoiled.update(theta, grad, oracle)
        np.testing.assert_array_equal(theta[::2], clean[::2])


@every
def test_a_change_holds_from_the_next_step(kind):
    """A change of all runs equals a start with the new value, if nothing has been done yet."""
    for parameter in numbers(kind):
        if not parameter.live:
            continue
        low, high = parameter.slider
        value = sample(parameter, np.random.default_rng(3), 1)[0]
        assert low <= value <= high
        changed, fresh = kind(2, 3), kind(2, 3, {parameter.name: value})
        changed.change(parameter.name, value)
        ours, theirs = start((2, 3)), start((2, 3))
        last(changed, ours, bowl(3))
        last(fresh, theirs, bowl(3))
        np.testing.assert_array_equal(ours, theirs, err_msg=parameter.name)


@every
def test_a_change_on_the_way(kind):
    """The step before is untouched; the step after uses the new value for that run only."""
    if starts_only(kind):
        pytest.skip("lr is the first step only")
    theta, unchanged = start((2, 3)), start((2, 3))
    half = {"lr": 0.5 * kind(1, 1).lr.item()}  # at 1, Newton's method would be in the minimum already
    ours, plain = kind(2, 3, half), kind(2, 3, half)
    last(ours, theta, bowl(3), 4)
    last(plain, unchanged, bowl(3), 4)
    ours.change("lr", [7.5 * float(np.ravel(plain.lr)[0]), float(np.ravel(plain.lr)[0])])
    np.testing.assert_array_equal(theta, unchanged)
    last(ours, theta, bowl(3), 1)
    last(plain, unchanged, bowl(3), 1)
    np.testing.assert_array_equal(theta[1], unchanged[1])
    assert (theta[0] != unchanged[0]).all()


@every
def test_a_bad_change_leaves_everything_as_before(kind):
    optimizer = kind(2, 3)
    theta = start((2, 3))
    last(optimizer, theta, bowl(3), 3)
    before = arrays(optimizer)
    fixed = [(parameter.name, parameter.default) for parameter in kind.parameters if not parameter.live]
    for name, value in [
        ("lr", -1.0),
        ("lr", float("nan")),
        ("lr", "fast"),
        ("lr", None),
        ("lr", [0.1, -0.1]),
        ("lr", [0.1, "fast"]),
        ("lr", np.array([0.1, np.nan])),
        ("lr", [0.1, 0.1, 0.1]),
        ("lr", np.ones((2, 1))),
        ("speed", 1.0),
        ("speed", [1.0, 1.0]),
        (3, 1.0),
        *fixed,
    ]:
        with pytest.raises(InputError) as caught:
            optimizer.change(name, value)
        assert caught.value.where == str(name)
        assert_same_state(before, arrays(optimizer))


@every
def test_bad_hyperparameters_are_refused(kind):
    switches = [({p.name: [True, False]}, p.name) for p in kind.parameters if p.kind in ("switch", "choice")]
    for values, place in [
        ({"lr": -1.0}, "lr"),
        ({"lr": [0.1, 0.1, 0.1]}, "lr"),
        ({"lr": [0.1, -0.1]}, "lr"),
        ({"speed": 1.0}, "speed"),
        ({"speed": np.ones(2)}, "speed"),
        *switches,
    ]:
        with pytest.raises(InputError) as caught:
            kind(2, 3, values)
        assert caught.value.where == place


@every
def test_a_step_makes_no_large_array(kind):
    """At most columns of one value a run: the formula works in place."""
    import tracemalloc

    if not kind.in_place:
        pytest.skip("takes matrices apart")
    shape = (2000, 50)
    theta, oracle = start(shape), bowl(shape[1])
    optimizer = begin(kind(*shape), theta)
    grad = np.empty_like(theta)
    oracle.gradient(theta, grad)
    optimizer.update(theta, grad, oracle)
    tracemalloc.start()
    optimizer.update(theta, grad, oracle)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < theta.nbytes / 4


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_it_draws_random_numbers_only_if_it_says_so(kind):
    """With full batches and weights that start alike only a method that draws depends on the seed."""
    lanes = (LaneSpec(optimizer=kind.name, batch_size="full"),)
    study = Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=lanes, epochs=15, seeds=(0, 1))
    race = build_race(study)
    race.run()
    (lane,) = race.lanes
    kept = [lane.theta, *(getattr(lane.optimizer, slot.name) for slot in kind.slots)]
    assert all(np.array_equal(*each, equal_nan=True) for each in kept) != kind.draws
