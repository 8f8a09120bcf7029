"""What every filter promises, whichever it is; a new file in the folder is tested without being named."""

import tracemalloc

import numpy as np
import pytest

from app.engine.arrays import allocate
from app.engine.error import InputError
from app.engine.filter import Average, Filter, filters
from app.engine.optimizer import optimizers
from app.engine.parameter import defaults

EVERY = list(filters)
every = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
working = pytest.mark.parametrize(
    "kind", [kind for kind in EVERY if kind.stage in ("gradient", "weights")], ids=lambda kind: kind.name
)
every_order = pytest.mark.parametrize("order", ["C", "F"])
LR = np.asarray(0.1)


def settings(kind):
    """The defaults, and each choice."""
    yield {}
    for parameter in kind.parameters:
        for choice in parameter.choices:
            yield {parameter.name: choice}


def gradients(steps, runs, params, order="C"):
    rng = np.random.default_rng(3)
    for _ in range(steps):
        found = allocate(runs, params, order)
        found[...] = 3.0 * rng.normal(size=(runs, params))
        yield found


def applied(kind, values, seeds, steps=20, params=3, order="C", rows=slice(None)):
    """Return weights and gradients after each call; of a race of all seeds, or of some rows of it."""
    chosen = tuple(np.array(seeds)[rows].tolist())
    filter = kind(params, values, order, chosen, steps)
    theta = np.random.default_rng(1).normal(size=(len(seeds), params))[rows].copy(order)
    found = []
    for whole in gradients(steps, len(seeds), params, order):
        grad = whole[rows].copy(order)
        filter.draw()
        filter.apply(theta, grad, LR)
        found.append((theta.copy(), grad.copy()))
    return np.array(found)


@every
def test_texts(kind):
    for text in (kind.name, kind.title, kind.formula, kind.description, kind.reference):
        assert text == text.strip() != ""
    assert kind.description.endswith(".")
    assert kind.stage in ("batches", "gradient", "weights", "average")
    assert issubclass(kind, Average) == (kind.stage == "average")


@every
def test_parameters_become_attributes(kind):
    assert kind.parameters
    made = kind(2)
    assert {name: getattr(made, name) for name in defaults(kind.parameters)} == defaults(kind.parameters)
    with pytest.raises(InputError, match=f"filter {kind.name}"):
        kind(2, {"no_such": 1.0})


def test_names_are_free_to_stand_among_hyperparameters():
    """In the notation a filter's name is a setting of the lane."""
    taken = {parameter.name for kind in optimizers for parameter in kind.parameters}
    taken |= {"batch_size", "name", "colour", "muted", "schedule", "warmup"}
    assert not taken & {name for kind in EVERY for name in (kind.name, *kind.aliases)}


@every_order
@working
def test_a_row_of_a_batch_equals_that_run_alone(kind, order):
    seeds = (4, 9, 2)
    for values in settings(kind):
        together = applied(kind, values, seeds, order=order)
        for row in range(3):
            alone = applied(kind, values, seeds, order=order, rows=slice(row, row + 1))
            np.testing.assert_array_equal(together[:, :, row], alone[:, :, 0])


@working
def test_it_depends_on_nothing_but_seed_and_step(kind):
    for values in settings(kind):
        first, again = (applied(kind, values, (5, 6), steps=steps) for steps in (40, 20))
        np.testing.assert_array_equal(first[:20], again)


@working
def test_it_does_something_and_keeps_to_its_stage(kind):
    for values in settings(kind):
        plain = np.array(list(gradients(20, 2, 3)))
        found = applied(kind, values, (0, 1))
        theta, grad = found[:, 0], found[:, 1]
        start = np.random.default_rng(1).normal(size=(2, 3))
        if kind.stage == "weights":
            np.testing.assert_array_equal(grad, plain)
            assert (theta != start).all()
        else:
            np.testing.assert_array_equal(theta, np.broadcast_to(start, theta.shape))
            assert (grad != plain).any()


@working
def test_strides_stay_and_nothing_is_allocated(kind):
    for order in ("C", "F"):
        filter = kind(30_000, {}, order, (0, 1), 10)
        theta, grad = allocate(2, 30_000, order), allocate(2, 30_000, order)
        grad[...] = 1.0
        layout = theta.strides, grad.strides
        filter.draw()
        filter.apply(theta, grad, LR)
        tracemalloc.start()
        try:
            for _ in range(50):
                filter.draw()
                filter.apply(theta, grad, LR)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < theta.nbytes / 4
        assert (theta.strides, grad.strides) == layout


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind.stage == "average"], ids=lambda k: k.name)
def test_an_average_lies_between_the_points(kind):
    made = kind(2, {}, "C", (0, 1), 60)
    rng = np.random.default_rng(0)
    points = rng.normal(size=(60, 2, 2))
    for step, point in enumerate(points, start=1):
        made.follow(point, step)
        assert (made.point <= points[:step].max(axis=0) + 1e-15).all()
        assert (made.point >= points[:step].min(axis=0) - 1e-15).all()
        if step == 1:
            np.testing.assert_array_equal(made.point, point)
    assert (made.point != points[-1]).all()


def test_a_filter_must_say_what_it_does():
    with pytest.raises(NotImplementedError, match=r"Filter must define apply\(\)"):
        Filter(2).apply(np.ones((1, 2)), np.ones((1, 2)), LR)
    with pytest.raises(NotImplementedError, match=r"Average must define follow\(\)"):
        Average(2).follow(np.ones((1, 2)), 1)
