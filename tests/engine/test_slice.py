"""A quadratic of many variables: its spectrum, its races, and how it is seen."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.quantity import quantities
from app.engine.slice import Slice, SliceProblem
from app.engine.surfaces.quadratic import Quadratic
from app.study.build import build_problem, build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.target import automatic_target


def raced(optimizer, values, steps=50, lr=0.01, start=(1.0, 1.0), **more):
    spec = SurfaceSpec(surface="quadratic", parameters=values, start=start, **more)
    lane = LaneSpec(optimizer=optimizer, hyperparameters={"lr": lr})
    race = build_race(Study(problem=spec, lanes=(lane,), steps=steps))
    race.run()
    return race.lanes[0].problem, race.history.lanes[0]


def quantity(name, problem, history):
    found = quantities[name]()
    assert found.available(problem)
    return found.values(history, problem, 0, found.length(history))


@pytest.mark.parametrize("kind", ["geometric", "linear", "two clusters", "power law"])
@pytest.mark.parametrize("n", [2, 3, 10, 1000])
@pytest.mark.parametrize("kappa", [1.0, 1.05, 50.0, 1e8])
def test_eigenvalues_rise_from_one_to_kappa(kind, n, kappa):
    found = Quadratic({"n": n, "spectrum": kind, "kappa": kappa}).eigenvalues
    assert found.shape == (n,)
    assert (found[0], found[-1]) == (1.0, kappa)
    assert (np.diff(found) >= -1e-12 * kappa).all()


def test_each_spectrum_is_what_it_is_called():
    def spectrum(kind, kappa=100.0):
        return Quadratic({"n": 10, "spectrum": kind, "kappa": kappa}).eigenvalues

    np.testing.assert_allclose(np.diff(np.log(spectrum("geometric"))), np.log(100.0) / 9)
    np.testing.assert_allclose(np.diff(spectrum("linear")), 11.0)
    np.testing.assert_allclose(spectrum("power law")[::-1], 100.0 * np.arange(1, 11) ** -2.0)
    clusters = spectrum("two clusters")
    assert (clusters[:5] <= 1.1 + 1e-12).all()
    assert (clusters[5:] >= 100.0 / 1.1 - 1e-9).all()


def test_the_rotation_is_one():
    surface = Quadratic({"n": 40, "seed": 3})
    np.testing.assert_allclose(surface.basis @ surface.basis.T, np.eye(40), atol=1e-13)
    hessian = surface.bend(np.eye(40))
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), surface.eigenvalues, rtol=1e-11)
    np.testing.assert_array_equal(surface.basis, Quadratic({"n": 40, "seed": 3}).basis)
    assert not np.allclose(surface.basis, Quadratic({"n": 40, "seed": 4}).basis)
    # Uniform among all rotations: the directions have no preferred sign.
    firsts = [Quadratic({"n": 2, "seed": seed}).basis[0, 0] for seed in range(200)]
    assert abs(np.mean(firsts)) < 0.2
    assert np.mean(np.square(firsts)) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("rotated", [True, False])
def test_value_and_gradient(rotated):
    surface = Quadratic({"n": 30, "rotated": rotated, "seed": 1, "spectrum": "power law"})
    theta = np.random.default_rng(0).normal(size=(4, 30))
    out = np.empty_like(theta)
    value = surface.descend(theta, out)
    basis = np.eye(30) if surface.basis is None else surface.basis
    coordinates = theta @ basis
    np.testing.assert_allclose(value, 0.5 * (surface.eigenvalues * coordinates**2).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(out, coordinates * surface.eigenvalues @ basis.T, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(surface.bend(theta), out, rtol=1e-12)
    np.testing.assert_allclose(surface.away(theta), np.linalg.norm(theta, axis=1), rtol=1e-14)


@pytest.mark.parametrize("rotated", [True, False])
@pytest.mark.parametrize(("across", "upwards"), [(1, 0), (7, 2), (30, 29)])
def test_the_plane_is_that_of_two_eigendirections(rotated, across, upwards):
    surface = Quadratic({"n": 30, "rotated": rotated, "across": across, "upwards": upwards, "rest": 0.5})
    start = surface.lift(0.3, -0.7)
    np.testing.assert_allclose(surface.project(start), (0.3, -0.7), atol=1e-14)
    assert surface.away(start) == pytest.approx(np.sqrt(28 * 0.25 + 0.09 + 0.49))
    # The drawn slice has the same value and slope where all other coordinates are 0.
    flat = Quadratic({"n": 30, "rotated": rotated, "across": across, "upwards": upwards, "rest": 0.0})
    theta = flat.lift(0.3, -0.7)[None]
    out = np.empty_like(theta)
    value = flat.descend(theta, out)
    f, by_x, by_y = flat.evaluate(np.float64(0.3), np.float64(-0.7))
    assert value[0] == pytest.approx(f, rel=1e-12)
    np.testing.assert_allclose(flat.project(out[0]), (by_x, by_y), rtol=1e-9)


@pytest.mark.parametrize("rotated", [True, False])
def test_gradient_descent_shrinks_each_direction_at_its_own_pace(rotated):
    values = {"n": 60, "kappa": 50.0, "rotated": rotated, "across": 20, "upwards": 50}
    problem, history = raced("gradient_descent", values, steps=80, lr=0.03, start=(1.0, -2.0))
    factors = 1.0 - 0.03 * problem.surface.eigenvalues
    k = np.arange(81)[:, None]
    seen = problem.drawn(history.snapshots[:, 0], k[:, 0] / 80)
    np.testing.assert_allclose(seen, [1.0, -2.0] * factors[[19, 49]] ** k, rtol=1e-8, atol=1e-12)
    start = np.ones(60)
    start[[19, 49]] = 1.0, -2.0
    coordinates = start * factors**k
    loss = 0.5 * (problem.surface.eigenvalues * coordinates**2).sum(axis=1)
    np.testing.assert_allclose(history.batch_loss[:, 0], loss, rtol=1e-9)
    np.testing.assert_allclose(quantity("suboptimality", problem, history)[:, 0], loss, rtol=1e-9)
    np.testing.assert_allclose(
        quantity("distance", problem, history)[:, 0], np.linalg.norm(coordinates, axis=1), rtol=1e-9
    )
    slope = np.linalg.norm(problem.surface.eigenvalues * coordinates, axis=1)
    np.testing.assert_allclose(quantity("gradient_norm", problem, history)[:, 0], slope, rtol=1e-9)


def test_a_turn_matters_to_adam_alone():
    def losses(optimizer, rotated, lr):
        values = {"n": 50, "kappa": 1e4, "rotated": rotated}
        return raced(optimizer, values, steps=200, lr=lr)[1].batch_loss[:, 0]

    plain, turned = (losses("momentum", rotated, 5e-5) for rotated in (False, True))
    np.testing.assert_allclose(plain, turned, rtol=1e-6)
    assert losses("adam", True, 0.02)[-1] > 100 * losses("adam", False, 0.02)[-1]


@pytest.mark.parametrize("optimizer", ["newton", "lbfgs"])
def test_methods_that_use_curvature(optimizer):
    lane = LaneSpec(optimizer=optimizer)
    spec = SurfaceSpec(surface="quadratic", parameters={"n": 12, "kappa": 30.0})
    race = build_race(Study(problem=spec, lanes=(lane,), steps=40, seeds=(0, 1)))
    race.run()
    assert (race.history.lanes[0].batch_loss[-1] < 1e-12).all()


def test_the_oracle_knows_the_curvature():
    surface = Quadratic({"n": 9, "kappa": 7.0})
    oracle = SliceProblem(surface, (1.0, 1.0), (0, 1)).oracle()
    theta, out = np.ones((2, 9)), np.empty((2, 9))
    hessian = oracle.hessian(theta)
    np.testing.assert_allclose(hessian[1], surface.bend(np.eye(9)), rtol=1e-12)
    oracle.product(theta, theta, out)
    np.testing.assert_allclose(out, theta @ hessian[0], rtol=1e-12)
    oracle.hessian_diagonal(theta, out)
    np.testing.assert_allclose(out[0], np.diagonal(hessian[0]), rtol=1e-12)
    assert oracle.evaluations == 6


def test_a_thousand_dimensions_are_recorded_in_little_memory():
    spec = SurfaceSpec(surface="quadratic", parameters={"n": 1000, "rotated": False}, noise=0.1, spread=0.2)
    race = build_race(Study(problem=spec, lanes=(LaneSpec(optimizer="adam"),), steps=20_000, seeds=(0, 1)))
    assert race.history.plan.nbytes < 80 * 2**20
    race.advance(300)
    history = race.history.lanes[0]
    assert np.isfinite(history.batch_loss[:301]).all()
    assert history.snapshot_length > 2


def test_rows_of_a_batch_are_what_they_are_alone():
    spec = SurfaceSpec(surface="quadratic", parameters={"n": 20}, noise=0.5, spread=0.3)
    lanes = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),)

    def losses(seeds):
        race = build_race(Study(problem=spec, lanes=lanes, steps=600, seeds=seeds))
        race.run()
        return race.history.lanes[0].batch_loss

    together = losses((3, 4, 5))
    for run, seed in enumerate((3, 4, 5)):
        np.testing.assert_allclose(together[:, run], losses((seed,))[:, 0], rtol=1e-10)
    assert not np.allclose(together[:, 0], together[:, 1])


def test_the_automatic_target_counts_all_directions():
    problem = build_problem(Study(problem=SurfaceSpec(surface="quadratic", parameters={"n": 10})))
    assert problem.height == pytest.approx(0.5 * problem.surface.eigenvalues.sum())
    assert automatic_target(problem) == pytest.approx(0.01 * problem.height)


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"n": 1}, "n", "from 2 to 1000"),
        ({"n": 1001}, "n", "The nearest valid value is 1000"),
        ({"n": 5, "across": 6}, "across", "The nearest valid choice is 5"),
        ({"n": 5, "upwards": 6}, "upwards", "one of the 5"),
        ({"n": 5, "across": 5}, "upwards", "The nearest valid choice is 4"),
        ({"across": 3, "upwards": 3}, "upwards", "two different"),
        ({"spectrum": "geometrical"}, "spectrum", "Did you mean 'geometric'"),
        ({"kappa": 0.5}, "kappa", "from 1 to"),
    ],
)
def test_what_is_refused(values, where, words):
    with pytest.raises(InputError) as caught:
        Quadratic(values)
    assert caught.value.where == where
    assert words in caught.value.message


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.lift(0.0, 0.0),
        lambda s: s.project(np.zeros(3)),
        lambda s: s.descend(np.zeros((1, 3)), np.zeros((1, 3))),
        lambda s: s.bend(np.zeros(3)),
        lambda s: s.away(np.zeros(3)),
    ],
)
def test_a_slice_must_define_its_parts(call):
    with pytest.raises(NotImplementedError, match="Slice must define"):
        call(Slice())
