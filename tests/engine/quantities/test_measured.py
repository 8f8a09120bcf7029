"""What is measured for those who ask, against plain formulas; and that nothing else changes by it."""

import msgspec
import numpy as np
import pytest

from app.engine.quantity import MeasuredQuantity, quantities
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, FilterSpec, LaneSpec, Study, SurfaceSpec

ASKED = tuple(kind.name for kind in quantities if kind.asked)
NETWORK = Study(
    problem=DataSpec(dataset="iris", model="mlp", model_parameters={"hidden": (6,), "l2": 1e-3}),
    lanes=(
        LaneSpec(optimizer="gradient_descent", batch_size=10, hyperparameters={"lr": 0.2}),
        LaneSpec(optimizer="prodigy", batch_size=10),
        LaneSpec(optimizer="schedule_free_sgd", batch_size=10, filters=(FilterSpec(name="clip_norm"),)),
    ),
    epochs=3,
    seeds=(0, 1),
    quantities=ASKED,
)
SURFACE = Study(
    problem=SurfaceSpec(surface="himmelblau", noise=0.5, spread=0.5),
    lanes=(LaneSpec(optimizer="adam"), LaneSpec(optimizer="prodigy")),
    steps=1100,
    seeds=(0, 1, 2),
    quantities=ASKED,
)


def raced(study, pieces=10**9):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    while not race.finished:
        race.advance(pieces)
    return problem, race.history.lanes


@pytest.fixture(scope="module")
def network():
    return raced(NETWORK)


@pytest.fixture(scope="module")
def surface():
    return raced(SURFACE)


@pytest.mark.parametrize("study", [NETWORK, SURFACE], ids=["network", "surface"])
def test_nobody_asks_nothing_changes(study):
    """Not a bit of what is recorded anyway, the count of evaluations included."""
    _, plain = raced(msgspec.structs.replace(study, quantities=()))
    _, measured = raced(study)
    for one, other in zip(plain, measured, strict=True):
        assert not one.measured
        names = [name for name, _, _ in one.plan.columns() if name not in ("lengths", "seconds")]
        for name in names:
            if name.startswith("evaluated_"):
                pair = [lane.evaluated[name.removeprefix("evaluated_")] for lane in (one, other)]
            else:
                pair = [getattr(lane, name) for lane in (one, other)]
            np.testing.assert_array_equal(*pair, err_msg=name)


@pytest.mark.parametrize("study", [NETWORK, SURFACE], ids=["network", "surface"])
def test_pieces_and_repetition_give_the_same_bits(study):
    _, first = raced(study)
    _, again = raced(study, pieces=7)
    for one, other in zip(first, again, strict=True):
        assert one.measured.keys() == other.measured.keys()
        for name, column in one.measured.items():
            np.testing.assert_array_equal(column, other.measured[name], err_msg=name)


def test_a_run_does_not_change_another(network):
    _, alone = raced(msgspec.structs.replace(NETWORK, seeds=(1,)))
    for both, one in zip(network[1], alone, strict=True):
        for name, column in one.measured.items():
            np.testing.assert_allclose(column[:, 0], both.measured[name][:, 1], rtol=1e-6, err_msg=name)


def test_only_lanes_that_have_it(network, surface):
    everywhere = {name for name in ASKED if name != "distance_estimate"}
    assert [set(lane.measured) for lane in network[1]] == [everywhere, set(ASKED), everywhere]
    on_data = {"test_loss", "test_accuracy", "noise_scale"}
    assert [set(lane.measured) for lane in surface[1]] == [everywhere - on_data, set(ASKED) - on_data]


def test_on_a_surface_there_are_at_most_501_rows(surface):
    plan = surface[1][0].plan
    assert len(plan.measure_at) == 501
    assert plan.measure_at[[0, -1]].tolist() == [0, 1100]


def test_the_last_step_on_a_surface(surface):
    for lane in surface[1]:
        at = lane.plan.measure_at[1:]
        step, slope = lane.theta[at] - lane.theta[at - 1], lane.gradient[at - 1]
        length = np.hypot(*np.moveaxis(step, -1, 0))
        cosine = -(step * slope).sum(axis=-1) / length / np.hypot(*np.moveaxis(slope, -1, 0))
        np.testing.assert_allclose(lane.measured["alignment"][1:], cosine, rtol=1e-12, atol=1e-14)
        ratio = length / np.hypot(*np.moveaxis(lane.theta[at - 1], -1, 0))
        np.testing.assert_allclose(lane.measured["update_ratio"][1:], ratio, rtol=1e-12)
        rates = np.percentile(np.abs(step) / np.abs(slope), (10, 50, 90), axis=-1)
        for name, expected in zip(("low", "median", "high"), rates, strict=True):
            np.testing.assert_allclose(lane.measured[f"weight_lr_{name}"][1:], expected, rtol=1e-12)


def test_what_looks_back_is_undefined_at_the_start(network):
    kinds = [quantities[name] for name in ASKED]
    for lane in network[1]:
        for kind in kinds:
            assert issubclass(kind, MeasuredQuantity)
            if kind.name in lane.measured:
                assert np.isnan(lane.measured[kind.name][0]).all() == kind.looks_back
                assert np.isfinite(lane.measured[kind.name][1:]).all()


def test_gradient_descent_goes_straight_down_at_one_rate(network):
    lane = network[1][0]
    np.testing.assert_allclose(lane.measured["alignment"][1:], 1.0, rtol=1e-12)
    for name in ("low", "median", "high"):
        np.testing.assert_allclose(lane.measured[f"weight_lr_{name}"][1:], 0.2, rtol=1e-6)
    np.testing.assert_array_equal(lane.measured["stability_limit"], 10.0)


def test_test_scores(network):
    problem, lanes = network
    part = problem.split.test
    for lane in lanes:
        for row, step in enumerate(lane.plan.measure_at):
            theta = lane.snapshots[np.searchsorted(lane.plan.snapshot_at, step)]
            loss, accuracy = problem.model.evaluate(theta, part.features[None], part.targets[None])
            np.testing.assert_allclose(lane.measured["test_loss"][row], loss, rtol=1e-12)
            np.testing.assert_array_equal(lane.measured["test_accuracy"][row], accuracy)


def hessians(problem, theta):
    """Return exact Hessians by fourth-order differences of the gradient over the whole training set."""
    train, found = problem.split.train, np.empty((len(theta), theta.shape[1], theta.shape[1]))

    def slope(point):
        grad = np.empty_like(point)
        problem.model.loss_and_gradient(point, train.features[None], train.targets[None], grad)
        return grad

    for index in range(theta.shape[1]):
        along = np.zeros(theta.shape[1])
        along[index] = 1e-3
        near = slope(theta + along) - slope(theta - along)
        far = slope(theta + 2 * along) - slope(theta - 2 * along)
        found[:, :, index] = (8 * near - far) / 12e-3
    return 0.5 * (found + found.transpose(0, 2, 1))


def test_sharpness_is_the_largest_eigenvalue(network):
    problem, lanes = network
    for lane in lanes:
        for row in (1, 2, 3):
            step = lane.plan.measure_at[row]
            theta = lane.snapshots[np.searchsorted(lane.plan.snapshot_at, step)]
            expected = np.linalg.eigvalsh(hessians(problem, theta))[:, -1]
            np.testing.assert_allclose(lane.measured["sharpness"][row], expected, rtol=1e-6)


def test_the_sharpness_of_a_surface_is_exact(surface):
    problem, (lane, _) = surface
    for row in (0, 7, 500):
        theta = lane.theta[lane.plan.measure_at[row]]
        expected = np.linalg.eigvalsh(problem.whole().hessian(theta))[:, -1]
        np.testing.assert_allclose(lane.measured["sharpness"][row], expected, rtol=1e-12)


def test_the_noise_scale_is_that_of_single_examples_on_average():
    """With mini-batches of one example tr(Σ) is exact; with larger ones its mean over splits is."""
    study = msgspec.structs.replace(
        NETWORK, lanes=(LaneSpec(optimizer="sgd", batch_size=1), LaneSpec(optimizer="sgd", batch_size=7)),
        epochs=1, quantities=("noise_scale",),
    )  # fmt: skip
    shares = []
    for split_seed in range(12):
        spec = msgspec.structs.replace(study.problem, split_seed=split_seed)
        problem, lanes = raced(msgspec.structs.replace(study, problem=spec))
        theta, train = problem.initial(), problem.split.train
        single = np.empty((len(train.targets), *theta.shape))
        for index, grad in enumerate(single):
            rows = slice(index, index + 1)
            problem.model.loss_and_gradient(
                theta, train.features[None, rows], train.targets[None, rows], grad
            )
        expected = single.var(axis=0, ddof=1).sum(axis=-1) / (single.mean(axis=0) ** 2).sum(axis=-1)
        np.testing.assert_allclose(lanes[0].measured["noise_scale"][0], expected, rtol=1e-9)
        shares.append(lanes[1].measured["noise_scale"][0] / expected)
    assert np.mean(shares) == pytest.approx(1.0, abs=0.15)


def test_the_distance_that_prodigy_estimates_only_grows(network):
    d = network[1][1].measured["distance_estimate"]
    assert (d[0] == 1e-6).all()
    assert (np.diff(d, axis=0) >= 0.0).all()
    assert (d[-1] > 1e-3).all()


def test_dropout_does_not_reach_what_is_measured():
    spec = msgspec.structs.replace(
        NETWORK.problem, model_parameters={**NETWORK.problem.model_parameters, "dropout": 0.5}
    )
    start = [
        raced(msgspec.structs.replace(NETWORK, problem=problem, epochs=1))[1][0].measured
        for problem in (NETWORK.problem, spec)
    ]
    for name in ("sharpness", "noise_scale", "test_loss"):
        np.testing.assert_array_equal(start[0][name][0], start[1][name][0])
