"""The largest eigenvalue by Lanczos' method, against dense eigenvalues and their like."""

import numpy as np
import pytest

from app.engine.quantities import sharpness as module
from app.engine.quantity import quantities
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

SIZE = 300
RNG = np.random.default_rng(0)
DIRECTIONS, _ = np.linalg.qr(RNG.normal(size=(SIZE, SIZE)))
BULK = np.linspace(0.0, 5.0, SIZE)


class Matrix:
    """A problem of which the Hessian is known: the same for all runs, and how often it was multiplied."""

    def __init__(self, eigenvalues, seeds=(0, 1, 2)):
        self.point = np.zeros((len(seeds), len(eigenvalues)))
        self.problem = self.whole = self
        self.seeds, self.products = seeds, 0
        self.set(eigenvalues)

    def set(self, eigenvalues):
        size = len(eigenvalues)
        self.hessian = (DIRECTIONS[:size, :size] * eigenvalues) @ DIRECTIONS[:size, :size].T
        if size < SIZE:
            self.hessian = np.diag(eigenvalues)

    def product(self, theta, vector, out):
        self.products += 1
        np.einsum("ij,rj->ri", self.hessian, vector, out=out)


def top(*values):
    """Return eigenvalues with some above the bulk."""
    return np.concatenate([BULK[: SIZE - len(values)], values])


@pytest.mark.parametrize(
    ("eigenvalues", "first", "later"),
    [
        (top(10.0), 1e-7, 1e-7),
        (top(9.99, 10.0), 1e-5, 1e-7),
        (top(9.9, 10.0), 1e-7, 1e-7),
        (top(10.0, 10.0), 1e-7, 1e-7),
        (top(*np.linspace(9.5, 10.0, 10)), 1e-4, 1e-6),
        (np.linspace(0.0, 10.0, SIZE), 5e-3, 1e-4),
        (np.concatenate([np.linspace(-50.0, 0.0, SIZE - 1), [1.0]]), 1e-3, 1e-4),
        (np.linspace(-9.0, -1.0, SIZE), 3e-2, 1e-3),
        (np.logspace(-4.0, 1.0, SIZE), 1e-6, 1e-6),
    ],
    ids=["one", "very close", "close", "twice", "ten close", "no gap", "valley", "all down", "wide"],
)
def test_known_spectra(eigenvalues, first, later):
    """Power iteration was 1 to 5 per cent low in these, and far off in the valley."""
    matrix, quantity = Matrix(eigenvalues), quantities["sharpness"]()
    largest = eigenvalues.max()
    for time in range(8):
        found = quantity.measure(matrix)
        error = (largest - found) / abs(largest)
        assert (error >= -1e-12).all(), "a value in the span of some directions cannot be too large"
        if time in (0, 7):
            assert error.max() <= (later if time else first)


def test_it_ends_when_the_residual_is_small_and_costs_at_most_what_it_says():
    matrix, quantity = Matrix(top(9.0, 10.0)), quantities["sharpness"]()
    quantity.measure(matrix)
    before = matrix.products
    quantity.measure(matrix)
    assert matrix.products - before <= 10
    matrix.set(np.linspace(0.0, 10.0, SIZE))
    before = matrix.products
    quantity.measure(matrix)
    assert 2 * (matrix.products - before) <= quantity.cost == 40.0


def test_one_that_overtakes_another_is_noticed():
    quantity, matrix = quantities["sharpness"](), Matrix(top(10.0))
    for time in range(40):
        eigenvalues = BULK.copy()
        eigenvalues[[-1, -2, -3, 10]] = 10.0, 8.0 + 0.1 * time, 7.0 + 0.15 * time, 6.0 + 0.2 * time
        matrix.set(eigenvalues)
        np.testing.assert_allclose(quantity.measure(matrix), eigenvalues.max(), rtol=1e-5)


@pytest.mark.parametrize("size", [3, 7, 20])
def test_few_parameters_are_nearly_exact(size):
    eigenvalues = RNG.normal(size=size)
    np.testing.assert_allclose(
        quantities["sharpness"]().measure(Matrix(eigenvalues)), eigenvalues.max(), rtol=1e-7
    )


@pytest.mark.parametrize("eigenvalues", [np.zeros(50), np.full(50, 3.0), np.full(50, -3.0)])
def test_the_same_curvature_everywhere(eigenvalues):
    found = quantities["sharpness"]().measure(Matrix(eigenvalues))
    np.testing.assert_allclose(found, eigenvalues[0], rtol=1e-12, atol=1e-300)


def test_a_run_that_is_lost_has_no_value_and_the_others_keep_theirs():
    class Lost(Matrix):
        lost = False

        def product(self, theta, vector, out):
            super().product(theta, vector, out)
            if self.lost:
                out[1] = np.nan

    matrix, quantity = Lost(top(9.0, 10.0)), quantities["sharpness"]()
    quantity.measure(matrix)
    matrix.lost = True
    np.testing.assert_allclose(quantity.measure(matrix), [10.0, np.nan, 10.0], rtol=1e-6)
    matrix.lost = False
    np.testing.assert_allclose(quantity.measure(matrix), 10.0, rtol=1e-6)


def test_runs_in_parts_are_as_together(monkeypatch):
    eigenvalues = top(9.9, 10.0)
    together = quantities["sharpness"]().measure(Matrix(eigenvalues))
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    np.testing.assert_allclose(quantities["sharpness"]().measure(Matrix(eigenvalues)), together, rtol=1e-7)


@pytest.mark.parametrize(
    ("dataset", "model", "parameters"),
    [
        ("iris", "softmax", {}),
        ("wine", "mlp", {"hidden": (8, 5), "activation": "tanh"}),
        ("two_moons", "mlp", {"hidden": (10,), "activation": "tanh"}),
        ("diabetes", "linear", {}),
    ],
)
def test_a_model_against_its_dense_hessian(dataset, model, parameters):
    study = Study(
        problem=DataSpec(dataset=dataset, model=model, model_parameters=parameters),
        lanes=(LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.1}),),
        epochs=30,
        seeds=(0, 1),
        quantities=("sharpness",),
    )
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    lane = race.history.lanes[0]
    for row in (0, 1, 10, 30):
        theta = lane.snapshots[np.searchsorted(lane.plan.snapshot_at, lane.plan.measure_at[row])]
        expected = np.linalg.eigvalsh(problem.whole().hessian(theta))[:, -1]
        np.testing.assert_allclose(lane.measured["sharpness"][row], expected, rtol=1e-5)


def test_a_quadratic_of_many_dimensions():
    study = Study(
        problem=SurfaceSpec(surface="quadratic", parameters={"n": 40}), steps=3, quantities=("sharpness",)
    )
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    expected = np.linalg.eigvalsh(problem.whole().hessian(problem.initial()))[:, -1]
    np.testing.assert_allclose(race.history.lanes[0].measured["sharpness"], expected[0], rtol=1e-6)
