"""What holds for every model, the ones to come included."""

import itertools

import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.error import InputError
from app.engine.model import models
from app.engine.split import split_table


def variants():
    """Every model with each of its tasks, and each choice once, without and with an L2 term."""
    for kind in models:
        for task, l2 in itertools.product(kind.tasks, (0.0, 0.3)):
            for picked in choices(kind, task):
                if any(parameter.name == "channels" for parameter in kind.parameters):
                    picked = {"channels": (2, 2), **picked}
                if any(parameter.name == "hidden" for parameter in kind.parameters):
                    for hidden in ((), (4,), (5, 4)):
                        yield kind.name, task, {"l2": l2, "hidden": hidden, **picked}
                else:
                    yield kind.name, task, {"l2": l2, **picked}


def choices(kind, task):
    """Yield the defaults, and each other choice beside them."""
    yield {}
    for parameter in kind.parameters:
        for choice in parameter.choices:
            if choice != parameter.default and not (choice == "hinge" and task == "regression"):
                yield {parameter.name: choice}


VARIANTS = [
    pytest.param(name, task, values, id="-".join(map(str, (name, task[:5], *values.values()))))
    for name, task, values in variants()
]
EVERY = pytest.mark.parametrize(("name", "task", "values"), VARIANTS)
SHARED = pytest.mark.parametrize("shared", [True, False], ids=["one-batch", "batch-per-run"])
KINDS = pytest.mark.parametrize("kind", list(models), ids=lambda kind: kind.name)


@EVERY
@SHARED
def test_the_gradient_is_that_of_the_loss(batches, name, task, values, shared):
    case = batches(name, task, shared=shared, **values)
    assert np.abs(case.gradient() - case.differences()).max() < 1e-8


@EVERY
@SHARED
def test_a_run_in_a_batch_equals_that_run_alone(batches, name, task, values, shared):
    case = batches(name, task, runs=7, batch=33, shared=shared, **values)
    loss, grad = case.loss(), case.gradient()
    scores = case.model.outputs_of(case.theta, case.features)
    found = case.model.evaluate(case.theta, case.features, case.targets)
    for run in range(7):
        own = slice(0, 1) if shared else slice(run, run + 1)
        alone = (case.theta[run : run + 1].copy(), case.features[own], case.targets[own])
        single = np.empty_like(alone[0])
        assert case.model.loss_and_gradient(*alone, single) == pytest.approx(loss[run], rel=1e-12, abs=1e-12)
        assert np.abs(single - grad[run]).max() < 1e-12
        assert np.abs(case.model.outputs_of(*alone[:2])[0] - scores[run]).max() < 1e-12
        for one, all_runs in zip(case.model.evaluate(*alone), found, strict=True):
            assert one[0] == pytest.approx(all_runs[run], rel=1e-12, abs=1e-12, nan_ok=True)


@EVERY
def test_one_batch_for_all_equals_the_same_batch_for_each(batches, name, task, values):
    case = batches(name, task, **values)
    features = np.repeat(case.features, len(case.theta), axis=0)
    targets = np.repeat(case.targets, len(case.theta), axis=0)
    grad = np.empty_like(case.theta)
    loss = case.model.loss_and_gradient(case.theta, features, targets, grad)
    assert np.abs(loss - case.loss()).max() < 1e-12
    assert np.abs(grad - case.gradient()).max() < 1e-12
    shared = case.model.evaluate(case.theta, case.features, case.targets)
    for one, each in zip(shared, case.model.evaluate(case.theta, features, targets), strict=True):
        assert np.allclose(one, each, rtol=1e-12, atol=0, equal_nan=True)


@EVERY
@SHARED
def test_a_diverged_run_leaves_the_others_alone(batches, name, task, values, shared):
    case = batches(name, task, shared=shared, **values)
    loss, grad = case.loss(), case.gradient().copy()
    scores = case.model.outputs_of(case.theta, case.features)
    found = case.model.evaluate(case.theta, case.features, case.targets)
    case.theta[0], case.theta[2] = np.nan, np.inf
    with np.errstate(all="ignore"):
        spoilt = case.loss()
        assert not np.isfinite(spoilt[[0, 2]]).any()
        assert np.array_equal(spoilt[[1, 3]], loss[[1, 3]])
        assert np.array_equal(case.gradient()[[1, 3]], grad[[1, 3]])
        assert np.array_equal(case.model.outputs_of(case.theta, case.features)[[1, 3]], scores[[1, 3]])
        for before, after in zip(
            found, case.model.evaluate(case.theta, case.features, case.targets), strict=True
        ):
            assert np.array_equal(before[[1, 3]], after[[1, 3]], equal_nan=True)


@EVERY
def test_evaluating_is_the_loss_over_all_and_the_share_of_hits(batches, name, task, values):
    case = batches(name, task, batch=50, **values)
    loss, accuracy = case.model.evaluate(case.theta, case.features, case.targets)
    assert np.abs(loss - case.loss()).max() < 1e-12
    if case.model.task != "classification":
        assert np.isnan(accuracy).all()
        return
    predicted = case.model.outputs_of(case.theta, case.features).argmax(axis=2)
    assert np.array_equal(accuracy, (predicted == case.targets).mean(axis=1))


@EVERY
@SHARED
def test_how_much_is_computed_at_once_does_not_matter(batches, monkeypatch, name, task, values, shared):
    case = batches(name, task, runs=5, batch=23, shared=shared, **values)
    loss, grad = case.loss(), case.gradient().copy()
    found = case.model.evaluate(case.theta, case.features, case.targets)
    scores = case.model.outputs_of(case.theta, case.features)
    for at_once in (1, 40, 500):
        monkeypatch.setattr("app.engine.dense._AT_ONCE", at_once)
        assert np.abs(case.loss() - loss).max() < 1e-12, at_once
        assert np.abs(case.gradient() - grad).max() < 1e-12, at_once
        assert np.abs(case.model.outputs_of(case.theta, case.features) - scores).max() < 1e-12, at_once
        again = case.model.evaluate(case.theta, case.features, case.targets)
        for one, other in zip(found, again, strict=True):
            assert np.allclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=True), at_once


@KINDS
def test_no_examples_have_no_loss(batches, kind):
    case = batches(kind.name, kind.tasks[0])
    loss, accuracy = case.model.evaluate(case.theta, case.features[:, :0], case.targets[:, :0])
    assert np.isnan(loss).all()
    assert np.isnan(accuracy).all()
    assert case.model.outputs_of(case.theta, case.features[:, :0]).shape[:2] == (4, 0)


@KINDS
@SHARED
def test_strided_batches_are_as_good_as_contiguous_ones(batches, kind, shared):
    case = batches(kind.name, kind.tasks[0], batch=20, shared=shared)
    features, targets = case.features[:, 5:12], case.targets[:, 5:12]
    grads = [np.empty_like(case.theta) for _ in range(2)]
    losses = [
        case.model.loss_and_gradient(case.theta, features, targets, grads[0]),
        case.model.loss_and_gradient(case.theta, features.copy(), targets.copy(), grads[1]),
    ]
    assert np.allclose(*losses, rtol=1e-13)
    assert np.allclose(*grads, rtol=1e-12, atol=1e-14)


@KINDS
def test_inputs_stay_as_they_are_and_results_are_the_callers_own(batches, kind):
    case = batches(kind.name, kind.tasks[0], l2=0.1)
    before = [array.copy() for array in (case.theta, case.features, case.targets)]
    loss = case.loss()
    scores = case.model.outputs_of(case.theta, case.features)
    kept, found = scores.copy(), case.model.evaluate(case.theta, case.features, case.targets)
    values = [loss.copy(), *(part.copy() for part in found)]
    case.theta *= 2
    case.loss()
    case.model.outputs_of(case.theta, case.features)
    case.model.evaluate(case.theta, case.features, case.targets)
    case.theta /= 2
    for array, old in zip((case.theta, case.features, case.targets), before, strict=True):
        assert np.array_equal(array, old)
    for array, old in zip((loss, *found, scores), (*values, kept), strict=True):
        assert np.array_equal(array, old, equal_nan=True)


@KINDS
def test_alternating_points_and_shapes_give_what_fresh_models_give(batches, kind):
    case = batches(kind.name, kind.tasks[0], batch=12)
    points = [case.theta * factor for factor in np.linspace(0.1, 2, 40)]
    for point in points * 2:
        for size in (12, 5):
            grad, fresh = np.empty_like(point), np.empty_like(point)
            inputs = (point, case.features[:, :size], case.targets[:, :size])
            loss = case.model.loss_and_gradient(*inputs, grad)
            other = kind(3, case.outputs, kind.tasks[0])
            assert np.array_equal(loss, other.loss_and_gradient(*inputs, fresh))
            assert np.array_equal(grad, fresh)


@KINDS
def test_layers_cover_the_parameters_once(batches, kind):
    model = batches(kind.name, kind.tasks[0]).model
    theta = np.arange(2.0 * model.size).reshape(2, -1)
    ends = [layer.start + layer.size for layer in model.layers]
    assert [layer.start for layer in model.layers] == [0, *ends[:-1]]
    assert ends[-1] == model.size
    assert len({layer.name for layer in model.layers}) == len(model.layers)
    for layer in model.layers:
        view = layer.view(theta)
        assert view.shape == (2, *layer.shape)
        assert np.shares_memory(view, theta)
        assert view.reshape(2, -1)[1, 0] == theta[1, layer.start]


@KINDS
def test_the_start_depends_on_the_seed_alone(batches, kind):
    model = batches(kind.name, kind.tasks[0]).model
    first, again = (model.initial(np.random.default_rng(7)) for _ in range(2))
    assert first.shape == (model.size,)
    assert first.dtype == np.float64
    assert np.array_equal(first, again)
    other = model.initial(np.random.default_rng(8))
    assert np.array_equal(first, other) == kind.starts_alike


@KINDS
def test_it_says_what_it_is(kind):
    assert kind.title
    assert kind.reference
    assert len(kind.description) > 80
    assert kind.rank < 1000
    assert "l2" in {parameter.name for parameter in kind.parameters}
    for parameter in kind.parameters:
        assert parameter.help.endswith(".")
        assert not parameter.live
        assert parameter.check(parameter.default) == parameter.default


@KINDS
def test_a_task_it_cannot_do_is_refused(kind):
    for task in {"classification", "regression"} - set(kind.tasks):
        with pytest.raises(
            InputError, match=f"is for {kind.tasks[0]}, but the task is {task}. Choose one of: "
        ):
            kind(3, 2, task)


PAIRS = [
    pytest.param(kind, data, id=f"{kind.name}-{data.name}")
    for kind in models
    for data in datasets
    if data.task in kind.tasks and not (kind.name == "logistic" and len(data().load().class_names) != 2)
]


@pytest.mark.parametrize(("kind", "data"), PAIRS)
def test_gradient_descent_lowers_every_model_on_every_data_set(kind, data):
    table = data().load()
    split = split_table(table, (0.7, 0.15, 0.15), 0, True)
    model = kind(table.features.shape[1], max(1, len(table.class_names)), data.task)
    theta = np.stack([model.initial(np.random.default_rng(seed)) for seed in range(2)])
    width = table.features.shape[1]
    few, lr = slice(0, max(60, 120_000 // width)), 0.05 if width < 1000 else 0.005
    grad, features, targets = np.empty_like(theta), split.train.features[None], split.train.targets[None]
    features, targets = features[:, few], targets[:, few]
    losses = []
    for _ in range(20):
        losses.append(model.loss_and_gradient(theta, features, targets, grad))
        theta -= lr * grad
    assert (np.diff(losses, axis=0) < 0).all()
    for part in (split.train, split.validation, split.test):
        loss, accuracy = model.evaluate(theta, part.features[None][:, few], part.targets[None][:, few])
        assert np.isfinite(loss).all()
        assert np.isfinite(accuracy).all() == (model.task == "classification")
