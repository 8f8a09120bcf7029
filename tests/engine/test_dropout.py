"""Dropout and label noise: the same on every replay, and not where they do not belong."""

import msgspec
import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.model import models
from app.engine.split import split_table
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, FilterSpec, LaneSpec, Study

KINDS = {
    "mlp": {"hidden": (8, 6)},
    "cnn": {"channels": (3,), "hidden": (5,)},
    "autoencoder": {"hidden": (8, 3)},
}


def study(model="mlp", dropout=0.4, seeds=(3, 4), **values):
    parameters = {**KINDS[model], "dropout": dropout}
    lanes = (LaneSpec(optimizer="sgd", batch_size=16), LaneSpec(optimizer="sam", batch_size=16))
    return Study(
        problem=DataSpec(dataset="iris", model=model, model_parameters=parameters),
        lanes=lanes, seeds=seeds, **{"epochs": 2, **values},
    )  # fmt: skip


def raced(asked, pieces=10**9):
    race = build_race(asked)
    while not race.finished:
        race.advance(pieces)
    return race.history.lanes


@pytest.mark.parametrize("model", KINDS)
def test_replay_gives_the_same_bits(model):
    for one, other in zip(raced(study(model)), raced(study(model), pieces=3), strict=True):
        np.testing.assert_array_equal(one.batch_loss, other.batch_loss)
        np.testing.assert_array_equal(one.snapshots, other.snapshots)


@pytest.mark.parametrize("model", KINDS)
def test_a_run_does_not_depend_on_the_others(model):
    both, alone = raced(study(model)), raced(study(model, seeds=(4,)))
    for lanes, lane in zip(both, alone, strict=True):
        np.testing.assert_allclose(lanes.batch_loss[:, 1:], lane.batch_loss, rtol=1e-9)


def test_lanes_of_one_batch_size_see_the_same_units_dropped():
    lanes = raced(study())
    np.testing.assert_array_equal(lanes[0].batch_loss[0], lanes[1].batch_loss[0])


@pytest.mark.parametrize("model", KINDS)
def test_it_changes_training_and_not_evaluation(model):
    plain, dropped = (build_problem(study(model, dropout)) for dropout in (0.0, 0.4))
    theta = plain.initial()
    np.testing.assert_array_equal(theta, dropped.initial())
    for name, value in plain.evaluate(theta).items():
        np.testing.assert_array_equal(value, dropped.evaluate(theta)[name])
    losses = [problem.oracle(16).gradient(theta, np.empty_like(theta)) for problem in (plain, dropped)]
    assert (losses[0] != losses[1]).all()


@pytest.mark.parametrize("model", KINDS)
def test_the_gradient_is_that_of_the_thinned_network(model):
    rng = np.random.default_rng(0)
    network = models[model](9, 3, "classification", {**KINDS[model], "activation": "tanh", "dropout": 0.5})
    theta = 0.5 * rng.normal(size=(2, network.size))
    features, targets = rng.normal(size=(1, 4, 9)), rng.integers(0, 3, (1, 4))
    keep = 2.0 * (rng.random((2, network.droppable, 4)) < 0.5)
    grad, other = np.empty_like(theta), np.empty_like(theta)
    network.loss_and_gradient(theta, features, targets, grad, keep)
    for index in rng.permutation(network.size)[:40]:
        along = np.zeros(network.size)
        along[index] = 1e-5
        ahead = network.loss_and_gradient(theta + along, features, targets, other, keep)
        back = network.loss_and_gradient(theta - along, features, targets, other, keep)
        np.testing.assert_allclose(grad[:, index], (ahead - back) / 2e-5, rtol=1e-6, atol=1e-9)


def test_the_share_that_is_dropped_and_the_scale_of_the_rest():
    problem = build_problem(study("mlp", 0.25, tuple(range(40))))
    oracle = problem.oracle(64)
    assert set(np.unique(oracle._keep)) == {0.0, 1.0 / 0.75}
    assert (oracle._keep == 0.0).mean() == pytest.approx(0.25, abs=0.01)
    before = oracle._keep.copy()
    oracle.draw()
    assert (before[..., :16] != oracle._keep[..., :16]).any()


def test_accumulated_batches_have_units_of_their_own():
    filters = (FilterSpec(name="accumulate", parameters={"batches": 2}),)
    lanes = (LaneSpec(optimizer="sgd", batch_size=16, filters=filters),)
    asked = msgspec.structs.replace(study(), lanes=lanes)
    for one, other in zip(raced(asked), raced(asked, pieces=2), strict=True):
        np.testing.assert_array_equal(one.batch_loss, other.batch_loss)
    keeps = [keep for _, _, keep in build_problem(asked).oracle(16, 2)._group]
    assert (keeps[0] != keeps[1]).any()


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_label_noise_makes_that_share_of_the_training_classes_wrong(share):
    table = datasets["digits"]().load()
    clean = split_table(table, (0.7, 0.15, 0.15), 5, True)
    noisy = split_table(table, (0.7, 0.15, 0.15), 5, True, share)
    wrong = noisy.train.targets != clean.train.targets
    assert wrong.sum() == round(share * len(wrong))
    assert set(np.unique(noisy.train.targets)) <= set(range(10))
    for one, other in ((clean.validation, noisy.validation), (clean.test, noisy.test)):
        np.testing.assert_array_equal(one.targets, other.targets)
    np.testing.assert_array_equal(clean.train.features, noisy.train.features)
    assert (table.targets == datasets["digits"]().load().targets).all()  # the table itself stays


def test_label_noise_on_numbers_exchanges_them_and_the_split_seed_decides():
    table = datasets["diabetes"]().load()
    clean, first, again, other = (
        split_table(table, (1.0, 0.0, 0.0), seed, True, share)
        for seed, share in ((0, 0.0), (0, 0.3), (0, 0.3), (1, 0.3))
    )
    np.testing.assert_array_equal(first.train.targets, again.train.targets)
    np.testing.assert_array_equal(np.sort(first.train.targets), np.sort(clean.train.targets))
    changed = first.train.targets != clean.train.targets
    assert 0.25 * len(changed) < changed.sum() <= round(0.3 * len(changed))
    assert (first.train.targets != other.train.targets).any()
