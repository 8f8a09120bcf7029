"""Acceptance M: minima of convex problems, found by SciPy's L-BFGS from the models' losses and gradients."""

import numpy as np
import pytest
from scipy.optimize import minimize

from app.engine.dataset import datasets
from app.engine.model import models
from app.engine.split import split_table

OPTIMA = {
    ("digits", "softmax"): {1e-2: 0.7410569338, 1e-3: 0.2639258233, 1e-4: 0.0886583848, None: 2.302585},
    ("iris", "softmax"): {1e-2: 0.2662010008, 1e-3: 0.1139866026, 1e-4: 0.0577897258, None: 1.098612},
    ("wine", "softmax"): {1e-2: 0.0951408421, 1e-3: 0.0266649257, 1e-4: 0.0061403281, None: 1.098612},
    ("breast_cancer", "softmax"): {
        1e-2: 0.0837400224,
        1e-3: 0.0534924569,
        1e-4: 0.0387939151,
        None: 0.693147,
    },
    ("breast_cancer", "logistic"): {
        1e-2: 0.1004463038,
        1e-3: 0.0598294719,
        1e-4: 0.0426556273,
        None: 0.693147,
    },
}
EVERY = pytest.mark.parametrize(
    ("data", "model", "l2", "minimum"),
    [(*key, l2, value) for key, row in OPTIMA.items() for l2, value in row.items() if l2],
)


def problem(data, model, l2):
    """Return loss and gradient of one flat vector over the whole table, and how many parameters it has."""
    table = datasets[data]().load()
    split = split_table(table, (1, 0, 0), 0, data != "digits")
    features, targets = split.train.features[None], split.train.targets[None]
    task = datasets[data].task
    built = models[model](features.shape[2], max(1, len(table.class_names)), task, {"l2": l2})

    def loss_and_gradient(theta):
        grad = np.empty((1, theta.size))
        loss = built.loss_and_gradient(theta[None], features, targets, grad)
        return loss[0], grad[0]

    return loss_and_gradient, built.size


def solve(function, size):
    options = {"maxiter": 20_000, "maxfun": 50_000, "ftol": 1e-16, "gtol": 1e-9, "maxcor": 50}
    return minimize(function, np.zeros(size), jac=True, method="L-BFGS-B", options=options)


@EVERY
def test_acceptance_m_minimum_is_reached(data, model, l2, minimum):
    found = solve(*problem(data, model, l2))
    assert found.fun == pytest.approx(minimum, abs=1e-8)


@pytest.mark.parametrize(("data", "model"), OPTIMA)
def test_acceptance_m_loss_at_the_start(data, model):
    function, size = problem(data, model, 1e-3)
    assert function(np.zeros(size))[0] == pytest.approx(OPTIMA[data, model][None], abs=1e-6)


def test_acceptance_m_numbers_of_parameters():
    assert problem("digits", "softmax", 0)[1] == 650
    assert problem("breast_cancer", "logistic", 0)[1] == 31


@pytest.mark.parametrize(("l2", "smoothness"), [(1e-2, 3.3304), (1e-3, 3.3214), (1e-4, 3.3205)])
def test_acceptance_m_smoothness_bound_of_logistic_regression(l2, smoothness):
    table = datasets["breast_cancer"]().load()
    features = split_table(table, (1, 0, 0), 0, True).train.features
    extended = np.column_stack([features, np.ones(len(features))])
    bound = np.linalg.eigvalsh(extended.T @ extended / len(extended))[-1] / 4 + l2
    assert bound == pytest.approx(smoothness, abs=5e-5)
    function, size = problem("breast_cancer", "logistic", l2)
    rng = np.random.default_rng(0)
    for _ in range(50):
        here, there = rng.normal(size=(2, size))
        assert np.linalg.norm(function(here)[1] - function(there)[1]) <= bound * np.linalg.norm(here - there)


def test_acceptance_m_least_squares_on_diabetes():
    function, size = problem("diabetes", "linear", 0)
    assert solve(function, size).fun == pytest.approx(0.2411257889, abs=1e-10)
    # The Hessian is constant: one Newton step from anywhere reaches the same minimum.
    start = np.random.default_rng(0).normal(size=size)
    columns = [function(start + unit)[1] - function(start)[1] for unit in np.eye(size)]
    end = start - np.linalg.solve(np.array(columns), function(start)[1])
    assert function(end)[0] == pytest.approx(0.2411257889, abs=1e-10)
