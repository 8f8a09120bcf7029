"""Trajectories as ``torch.optim``, optax and authors' code give them; see the scripts in ``tests/golden``.

The tolerance is 1e-12 of the largest coordinate. PyTorch multiplies and adds in one rounding where the
machine can, NumPy in two, so the bits differ from the first step on; the problem amplifies the difference.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from app.engine.history import History, LanePlan, RacePlan
from app.engine.lane import Lane
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.problem import DataProblem
from app.engine.race import Race
from app.engine.split import Part, Split
from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec


def read(name):
    return json.loads((Path(__file__).parents[2] / "golden" / name).read_text(encoding="utf-8"))


GOLDEN = read("torch.json")
CASES = GOLDEN["cases"]
BESIDE = read("optax.json")["cases"]
TOLERANCE = 1e-12


def identify(case):
    values = case["rosenbrock"]["values"]
    source = [case["source"]] if "source" in case else []
    return "-".join([case["optimizer"], *source, *(f"{name}={value}" for name, value in values.items())])


every_case = pytest.mark.parametrize("case", CASES + BESIDE, ids=identify)


def assert_same(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    worst = np.max(np.abs(ours - theirs) / np.abs(theirs).max(axis=-1, keepdims=True))
    assert worst <= TOLERANCE


@every_case
def test_the_rule_alone(case):
    """Rows from recorded gradients of scales 1e-8 to 1e5, among them zeros."""
    recorded = case["gradients"]
    theta = np.array([GOLDEN["gradients"]["start"]])
    optimizer = optimizers[case["optimizer"]](1, theta.shape[1], recorded["values"])
    optimizer.begin(theta)
    shown = theta if optimizer.point is None else optimizer.point
    ours = []
    with np.errstate(all="ignore"):
        for step, row in enumerate(GOLDEN["gradients"]["rows"], start=1):
            optimizer.update(theta, np.array([row]))
            if step in GOLDEN["kept"]["gradients"]:
                ours.append(shown[0].copy())
    assert_same(ours, recorded["rows"])


@every_case
def test_rosenbrock_through_a_race(case):
    recorded = case["rosenbrock"]
    race = build_race(
        Study(
            problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)),
            lanes=(LaneSpec(optimizer=case["optimizer"], hyperparameters=recorded["values"]),),
            steps=GOLDEN["steps"]["rosenbrock"],
        )
    )
    race.run()
    kept = GOLDEN["kept"]["rosenbrock"]
    assert_same(race.history.lanes[0].theta[kept, 0], recorded["rows"])


@pytest.mark.parametrize("case", CASES, ids=identify)
def test_a_network_through_a_race(case):
    recorded, given = case["network"], GOLDEN["network"]
    features, targets = np.array(given["features"]), np.array(given["targets"])
    inputs, *hidden, outputs = given["widths"]
    model = models["mlp"](inputs, outputs, "classification", {"hidden": hidden, "activation": "tanh"})
    none = Part(features[:0], targets[:0], np.arange(0))
    split = Split(
        Part(features, targets, np.arange(len(targets))), none, none, np.zeros(inputs), np.ones(inputs)
    )
    problem = DataProblem(None, None, split, model, (0,))
    kept = np.array(GOLDEN["kept"]["network"])
    plan = RacePlan(
        (LanePlan(1, model.size, int(kept[-1]), path=False, batch_size=len(targets), snapshot_at=kept),)
    )
    history = History(plan)
    optimizer = optimizers[case["optimizer"]](1, model.size, recorded["values"], problem.order)
    lane = Lane(problem, optimizer, history.lanes[0])
    lane.theta[:] = given["start"]
    Race([lane], history).run()
    assert_same(history.lanes[0].snapshots[:, 0], recorded["rows"])


def test_every_optimizer_of_pytorch_has_three_settings():
    recorded = [case["optimizer"] for case in CASES]
    assert all(recorded.count(name) >= 3 for name in set(recorded))
    assert set(recorded) >= {
        "gradient_descent",
        "sgd",
        "momentum",
        "nesterov",
        "adagrad",
        "rmsprop",
        "adadelta",
        "adam",
        "adamw",
        "amsgrad",
        "adamax",
        "nadam",
        "radam",
        "rprop",
        "asgd",
    }


def test_every_optimizer_that_pytorch_lacks_has_three_settings():
    recorded = [case["optimizer"] for case in BESIDE]
    for name in ("yogi", "adabelief", "adan", "ademamix", "qhm", "qhadam"):
        assert recorded.count(name) >= 3
