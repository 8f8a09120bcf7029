"""A network is trained to the same bits whether somebody looks inside each of its updates or not."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from app.engine.phase import explain
from app.study.build import build_problem
from app.study.spec import DataSpec, Study
from tests.engine.optimizers.test_contract import settings

every = pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
PARAMETERS = {"hidden": (5,), "dropout": 0.2}
STEPS = 12


@pytest.fixture(scope="module")
def problem():
    spec = DataSpec(dataset="iris", model="mlp", model_parameters=PARAMETERS)
    return build_problem(Study(problem=spec, seeds=(0, 1)))


def train(kind, values, problem, look):
    """Yield the point after each step, and what the phases said that it would be."""
    theta, oracle = problem.initial(), problem.oracle(16)
    optimizer = kind(*theta.shape, values, layers=problem.layers)
    optimizer.begin(theta)
    grad = np.empty_like(theta)
    for t in range(1, STEPS + 1):
        oracle.gradient(theta, grad)
        said = explain(optimizer, theta, grad, t, oracle)[-1].value if look else theta
        optimizer.update(theta, grad, oracle)
        yield theta.copy(), said, oracle.evaluations
        oracle.draw()


@every
def test_looking_changes_no_bit(kind, problem):
    for values in settings(kind):
        with np.errstate(all="ignore"):
            seen, unseen = (list(train(kind, values, problem, look)) for look in (True, False))
        for (theta, said, asked), (expected, _, counted) in zip(seen, unseen, strict=True):
            np.testing.assert_array_equal(theta, expected, err_msg=str(values))
            assert asked == counted
            size = np.max(np.abs(theta), where=np.isfinite(theta), initial=0.0)
            np.testing.assert_allclose(said, theta, rtol=1e-12, atol=1e-12 * size)


@every
def test_an_entry_for_each_weight_or_one_for_each_run(kind, problem):
    theta, oracle = problem.initial(), problem.oracle(16)
    grad = np.empty_like(theta)
    oracle.gradient(theta, grad)
    optimizer = kind(*theta.shape, layers=problem.layers)
    optimizer.begin(theta)
    for each in explain(optimizer, theta, grad, 1, oracle):
        assert each.value.shape in (theta.shape, (len(theta), 1)), each.phase.name
        assert not each.phase.drawn or each.value.shape == theta.shape, each.phase.name
