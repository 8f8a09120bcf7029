"""Acceptance F, second part, and the tuned losses of the sparse names task.

Logistic regression on 4000 of the names, mini-batches of 32, three epochs. The learning rates are 10^(-4) to
10^2 in half decades, all of them the runs of one lane, so that they see the same batches.
"""

import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.history import History, LanePlan, RacePlan
from app.engine.lane import Lane
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.problem import DataProblem
from app.engine.split import split_table

RATES = 10.0 ** np.arange(-4.0, 2.01, 0.5)
EPOCHS, BATCH, TRAIN = 3, 32, 4000

# On a split that is not known, so only about: between splits they differ by a fifth.
PUBLISHED = {
    "adagrad": 0.041,
    "adam": 0.048,
    "rmsprop": 0.066,
    "adadelta": 0.105,
    "momentum": 0.108,
    "sgd": 0.154,
}


def task(seed):
    dataset = datasets["names"]()
    table = dataset.load()
    split = split_table(table, (TRAIN / 4832, 0.0, 1.0 - TRAIN / 4832), seed, False)
    assert len(split.train.targets) == TRAIN
    model = models["logistic"](table.features.shape[1], 2, "classification")
    return DataProblem(dataset, table, split, model, [seed] * len(RATES))


def raced(problem, name, **values):
    """Return the training loss and the test error of each learning rate."""
    steps = EPOCHS * TRAIN // BATCH
    plan = LanePlan(len(RATES), problem.params, steps, path=False, batch_size=BATCH, examples=TRAIN)
    optimizer = optimizers[name](len(RATES), problem.params, {"lr": RATES, **values})
    lane = Lane(problem, optimizer, History(RacePlan((plan,))).lanes[0])
    with np.errstate(all="ignore"):
        lane.begin()
        lane.advance(steps)
        loss = problem.evaluate(lane.theta)["loss"]
        test = problem.split.test
        _, accuracy = problem.model.evaluate(lane.theta, test.features[None], test.targets[None])
    return np.where(np.isfinite(loss), loss, np.inf), 1.0 - accuracy


@pytest.fixture(scope="module")
def tasks():
    return [task(seed) for seed in range(3)]


def test_tuned_losses_are_the_published_ones(tasks):
    found = {}
    for name in PUBLISHED:
        best = []
        for problem in tasks:
            loss, error = raced(problem, name)
            best.append(loss.min())
            assert 0.06 < error[loss.argmin()] < 0.13
        found[name] = np.mean(best)
    assert found == pytest.approx(PUBLISHED, rel=0.4)
    order = [found[name] for name in ("adagrad", "adam", "rmsprop", "adadelta")]
    assert order == sorted(order)
    assert found["adadelta"] < min(found["momentum"], found["sgd"])


@pytest.mark.parametrize(("beta2", "best"), [(0.99, 0.1), (0.999, 10**-1.5), (0.9999, 0.01)])
def test_f_without_bias_correction_adam_wants_a_smaller_rate_the_longer_its_memory(tasks, beta2, best):
    with_it, _ = raced(tasks[0], "adam", beta2=beta2)
    without, _ = raced(tasks[0], "adam", beta2=beta2, bias_correction=False)
    assert RATES[with_it.argmin()] == pytest.approx(0.1)
    assert RATES[without.argmin()] == pytest.approx(best)
